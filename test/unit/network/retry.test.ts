import { describe, expect, it } from 'vitest';
import { parseContentRange, parseUnsatisfied } from '../../../src/network/index.ts';
import { delayMs, pause, retryAfterMs } from '../../../src/network/retry.ts';

const NOW = Date.UTC(2026, 0, 1);
const PATIENCE = { firstDelayMs: 500, maxDelayMs: 60_000 };

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['Thursday, 01-Jan-26 00:00:10 GMT', 10_000],
    ['-1', undefined],
    ['soon', undefined],
    ['1.5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (header, waitMs) => {
    expect(retryAfterMs(header, NOW)).toBe(waitMs);
  });
});

describe('delayMs', () => {
  it('doubles, by chance from half of it to all of it, up to the longest', () => {
    const least = [0, 1, 2, 3, 7, 20].map((tries) => delayMs(tries, PATIENCE, 0, () => 0));
    const most = [0, 1, 2, 3, 7, 20].map((tries) => delayMs(tries, PATIENCE, 0, () => 1));
    expect(least).toEqual([250, 500, 1000, 2000, 30_000, 30_000]);
    expect(most).toEqual([500, 1000, 2000, 4000, 60_000, 60_000]);
  });

  it('waits as long as the server asks, but no longer than the longest', () => {
    expect(delayMs(0, PATIENCE, 10_000, () => 0)).toBe(10_000);
    expect(delayMs(0, PATIENCE, 86_400_000, () => 0)).toBe(60_000);
    expect(delayMs(5, PATIENCE, 1, () => 1)).toBe(16_000);
  });
});

describe('pause', () => {
  it('throws what the signal was aborted with', async () => {
    const reason = new Error('why');
    await expect(pause(10_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const stop = new AbortController();
    const waiting = pause(10_000, stop.signal);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe('parseContentRange', () => {
  it.each([
    ['bytes 0-0/1', { offset: 0, length: 1, wholeBytes: 1 }],
    ['bytes 5-9/*', { offset: 5, length: 5, wholeBytes: undefined }],
    ['Bytes  5-9/100', { offset: 5, length: 5, wholeBytes: 100 }],
    ['bytes 5-4/100', undefined],
    ['bytes 5-9/9', undefined],
    ['bytes */100', undefined],
    ['bytes 5-9', undefined],
    ['lines 5-9/100', undefined],
    ['bytes 0-99999999999999999999/*', undefined],
    [undefined, undefined],
  ])('%s', (header, range) => {
    expect(parseContentRange(header)).toEqual(range);
  });

  it('and what is said of a part outside', () => {
    expect(parseUnsatisfied('bytes */100')).toBe(100);
    expect(parseUnsatisfied('bytes 0-1/100')).toBeUndefined();
    expect(parseUnsatisfied(undefined)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { SentryalError, formatMessage, isSentryalError, suggest, toSentryalError } from '../../../src/errors/index.ts';

describe('SentryalError', () => {
  it('fills its message, and keeps its cause', () => {
    const cause = new Error('below');
    const error = new SentryalError('JOB_TIME_LIMIT', { seconds: 540 }, { cause });
    expect(error.message).toBe('The job did not finish within 540 s.');
    expect(error.cause).toBe(cause);
    expect(error.toDocument()).not.toHaveProperty('faults');
    expect(new SentryalError('CANCELLED')).not.toHaveProperty('cause');
  });

  it('does not read placeholders in what it is given', () => {
    expect(formatMessage('JOB_FIELD_MISSING', { path: '{path} $& {other}' })).toBe('{path} $& {other} is missing.');
  });

  it('carries every fault into its document', () => {
    const faults = [{ code: 'JOB_NO_POINTS', path: 'points', message: 'm', remedy: 'r' }] as const;
    expect(new SentryalError('JOB_INVALID', {}, { faults }).toDocument().faults).toEqual(faults);
  });

  it('is told apart by code', () => {
    const error: unknown = new SentryalError('CANCELLED');
    expect(isSentryalError(error)).toBe(true);
    expect(isSentryalError(error, 'CANCELLED')).toBe(true);
    expect(isSentryalError(error, 'INTERNAL')).toBe(false);
    expect(isSentryalError(new Error('x'))).toBe(false);
  });

  it('is what everything thrown becomes', () => {
    const own = new SentryalError('CANCELLED');
    expect(toSentryalError(own)).toBe(own);
    expect(toSentryalError(new Error('x'))).toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('x') });
    expect(toSentryalError(undefined).code).toBe('INTERNAL');
  });
});

describe('a suggestion', () => {
  const known = ['reference_url', 'secondary_url', 'points', 'looks'];
  it.each([
    ['reference_ulr', 'reference_url'],
    ['Points', 'points'],
    ['look', 'looks'],
    ['priority', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ])('for %j is %j', (word, expected) => {
    expect(suggest(word, known)).toBe(expected);
  });
});

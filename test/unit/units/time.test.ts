import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUtc, secondsToUtc, utcToSeconds } from '../../../src/units/index.ts';

const DAY_MS = 86_400_000;

describe('a UTC text', () => {
  it.each([
    ['1970-01-01T00:00:00', 0, 0],
    ['2020-02-29T12:30:15.250000Z', 18_321, 45_015.25],
    ['2000-02-29T23:59:59.999999', 11_016, 86_399.999999],
    ['2016-12-31T23:59:60.5Z', 17_166, 86_400.5],
  ])('%s is day %i and %f s', (text, epochDay, secondsOfDay) => {
    expect(parseUtc(text)).toEqual({ epochDay, secondsOfDay });
  });

  it.each([
    '2025-04-31T00:00:00',
    '2025-02-29T00:00:00',
    '1900-02-29T00:00:00',
    '2025-06-31T00:00:00Z',
    '2025-01-00T00:00:00',
    '2025-01-32T00:00:00',
    '2025-00-10T00:00:00',
    '2025-13-10T00:00:00',
    '0099-01-01T00:00:00',
    '2025-01-01T24:00:00',
    '2025-01-01T00:60:00',
    '2025-01-01T00:00:61',
    '2025-01-01',
    '2025-1-1T00:00:00',
    '2025-01-01T00:00:00+01:00',
  ])('%s is none', (text) => {
    expect(parseUtc(text)).toBeUndefined();
    expect(utcToSeconds(text, 20_000)).toBeUndefined();
  });

  it('is read for every day of the calendar, and for no other', () => {
    const start = Date.UTC(2000, 0, 1) / DAY_MS;
    const days = new Set<number>();
    for (let year = 2000; year < 2030; year++)
      for (let month = 1; month <= 12; month++)
        for (let day = 1; day <= 31; day++) {
          const two = (value: number): string => String(value).padStart(2, '0');
          const parsed = parseUtc(`${year}-${two(month)}-${two(day)}T00:00:00`);
          if (parsed) days.add(parsed.epochDay);
        }
    // Thirty years with eight leap days (2000 to 2028), each day once.
    expect(days.size).toBe(30 * 365 + 8);
    expect(Math.min(...days)).toBe(start);
    expect(Math.max(...days)).toBe(start + 30 * 365 + 7);
  });

  it('comes back as itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 86_399_999_999 }), (day, ticks) => {
        const text = secondsToUtc(ticks / 1e6, day);
        expect(parseUtc(text)).toEqual({ epochDay: day, secondsOfDay: ticks / 1e6 });
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGranuleName } from '../../src/read/index.ts';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** `YYYYMMDDThhmmss` of seconds since 1970. */
function compact(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

const parts = fc.record({
  mission: fc.constantFrom('S1A', 'S1B', 'S1C', 'S1D'),
  channels: fc.constantFrom('SH', 'SV', 'DH', 'DV'),
  start: fc.integer({ min: Date.UTC(2014, 3, 3) / 1000, max: Date.UTC(2049, 11, 31) / 1000 }),
  duration: fc.integer({ min: 1, max: 40 }),
  orbit: fc.integer({ min: 1, max: 999_999 }),
  dataTake: fc.integer({ min: 0, max: 0xffffff }),
  unique: fc.integer({ min: 0, max: 0xffff }),
});

describe('parseGranuleName', () => {
  it('takes every well-formed name apart, times to the second', () => {
    fc.assert(
      fc.property(parts, ({ mission, channels, start, duration, orbit, dataTake, unique }) => {
        const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0');
        const name = `${mission}_IW_SLC__1S${channels}_${compact(start)}_${compact(start + duration)}_${pad(orbit, 6)}_${hex(dataTake, 6)}_${hex(unique, 4)}`;
        const parsed = parseGranuleName(name)!;
        expect(parsed.epochDay * 86_400 + parsed.startTimeS).toBe(start);
        expect(parsed.stopTimeS - parsed.startTimeS).toBe(duration);
        expect(parsed).toMatchObject({ name, mission, absoluteOrbit: orbit });
        expect(parsed.relativeOrbit).toBeGreaterThanOrEqual(1);
        expect(parsed.relativeOrbit).toBeLessThanOrEqual(175);
        // 175 orbits later the track is the same (S1C changed its count once, at orbit 8018).
        const later = parseGranuleName(name.replace(`_${pad(orbit, 6)}_`, `_${pad(orbit + 175, 6)}_`));
        const counts = orbit + 175 <= 999_999 && !(mission === 'S1C' && orbit <= 8018 && orbit + 175 > 8018);
        expect(!counts || later?.relativeOrbit === parsed.relativeOrbit).toBe(true);
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        expect(parseGranuleName(text)).toBeUndefined();
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ecefToGeodetic, geo2rdr, rdr2geo } from '../../src/geometry/index.ts';
import { SENTINEL_LIKE, evenTimes, sampleOrbit } from '../support/circular-orbit.ts';

/** Uniform: fast-check's own doubles crowd around 0 and the ends. */
function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((k) => min + ((max - min) * k) / (2 ** 31 - 1));
}

describe('geo2rdr of rdr2geo', () => {
  it('closes to 1e-9 s and 1e-6 m anywhere on the orbit, either pass, across the antimeridian', () => {
    const times = evenTimes(40_000, 16, 10);
    let highestLatitude = 0;
    fc.assert(
      fc.property(
        between(0, 360),
        between(-180, 180),
        between(40_005, 40_145),
        between(790_000, 970_000),
        between(-400, 9000),
        between(-60, 60),
        (startAngleDeg, nodeLongitudeDeg, timeS, rangeM, heightM, guessErrorS) => {
          const angleAtZero = startAngleDeg - (40_000 * 360) / 5920;
          const orbit = sampleOrbit({ ...SENTINEL_LIKE, startAngleDeg: angleAtZero, nodeLongitudeDeg }, times);
          const ground = rdr2geo(orbit, timeS, rangeM, heightM);
          expect(Math.abs(ecefToGeodetic(ground.ecef).heightM - heightM)).toBeLessThan(1e-7);
          highestLatitude = Math.max(highestLatitude, Math.abs(ground.latitudeDeg));
          for (const guess of [undefined, timeS + guessErrorS]) {
            const back = geo2rdr(orbit, ground.ecef, guess);
            expect(Math.abs(back.azimuthTimeS - timeS)).toBeLessThan(1e-9);
            expect(Math.abs(back.slantRangeM - rangeM)).toBeLessThan(1e-6);
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(highestLatitude).toBeGreaterThan(84);
  });
});

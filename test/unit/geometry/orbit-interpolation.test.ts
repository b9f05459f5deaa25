import { describe, expect, it } from 'vitest';
import { interpolateOrbit, orbitSpan } from '../../../src/geometry/index.ts';
import type { Orbit } from '../../../src/model/index.ts';
import { readOrbitFile } from '../../../src/read/index.ts';
import { SENTINEL_LIKE, circularState, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { NO_SHARED_DATA, sharedPath } from '../../support/shared-data.ts';

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, k) => value - b[k]!));
}

describe('interpolateOrbit', () => {
  const times = evenTimes(100, 20, 10);
  const orbit = sampleOrbit(SENTINEL_LIKE, times);

  it('follows a circular orbit: position, velocity and acceleration', () => {
    // Two-point remainder of Hermite interpolation at 10 s: f⁽⁸⁾/8! · Π(t - tᵢ)² = r ω⁸ / 8! · 15⁴ 5⁴ m = 0.2 um.
    for (const time of evenTimes(110, 171, 1)) {
      const truth = circularState(SENTINEL_LIKE, time);
      const state = interpolateOrbit(orbit, time);
      expect(distance(state.positionM, truth.p)).toBeLessThan(1e-6);
      expect(distance(state.velocityMps, truth.v)).toBeLessThan(1e-6);
      expect(distance(state.accelerationMps2, truth.a)).toBeLessThan(1e-6);
    }
  });

  it('gives the state vectors back at their times', () => {
    for (const [k, time] of times.entries()) {
      const state = interpolateOrbit(orbit, time);
      expect(distance(state.positionM, [...orbit.positionsM.slice(3 * k, 3 * k + 3)])).toBeLessThan(1e-8);
      expect(distance(state.velocityMps, [...orbit.velocitiesMps.slice(3 * k, 3 * k + 3)])).toBeLessThan(1e-8);
    }
  });

  it('goes one spacing beyond the state vectors, within 1 mm, and no further', () => {
    expect(orbitSpan(orbit)).toEqual({ startS: 90, stopS: 300 });
    for (const time of [90, 300])
      expect(distance(interpolateOrbit(orbit, time).positionM, circularState(SENTINEL_LIKE, time).p)).toBeLessThan(
        1e-3,
      );
    for (const time of [89.999, 300.001, Number.NaN])
      expect(() => interpolateOrbit(orbit, time)).toThrow(expect.objectContaining({ code: 'ORBIT_TIME_OUTSIDE' }));
  });

  it('takes unevenly spaced state vectors', () => {
    const uneven = times.filter((_, k) => k % 3 !== 1);
    for (const time of evenTimes(120, 100, 1.5)) {
      const state = interpolateOrbit(sampleOrbit(SENTINEL_LIKE, uneven), time);
      expect(distance(state.positionM, circularState(SENTINEL_LIKE, time).p)).toBeLessThan(1e-4);
    }
  });

  it('needs four state vectors', () => {
    expect(() => interpolateOrbit(sampleOrbit(SENTINEL_LIKE, [0, 10, 20]), 10)).toThrow(
      expect.objectContaining({ code: 'ORBIT_TOO_SHORT' }),
    );
    expect(interpolateOrbit(sampleOrbit(SENTINEL_LIKE, [0, 10, 20, 30]), 10).positionM).toHaveLength(3);
  });
});

describe.skipIf(NO_SHARED_DATA)('a full RESORB with every second vector withheld (needs ../shared/data)', () => {
  it('is returned to 0.2 mm and 0.1 mm/s', async () => {
    const name = 'S1A_OPER_AUX_RESORB_OPOD_20230823T162050_V20230823T123139_20230823T154909.EOF';
    const full = await readOrbitFile(sharedPath(`sentinel1/orbits/${name}`), 19_592);
    expect(full.timesS).toHaveLength(1186);
    const kept = Array.from(full.timesS.keys()).filter((k) => k % 2 === 0);
    const vectors = (values: Float64Array): Float64Array =>
      Float64Array.from(kept.flatMap((k) => [...values.slice(3 * k, 3 * k + 3)]));
    const half: Orbit = {
      ...full,
      timesS: Float64Array.from(kept, (k) => full.timesS[k]!),
      positionsM: vectors(full.positionsM),
      velocitiesMps: vectors(full.velocitiesMps),
    };
    for (let k = 3; k < full.timesS.length - 3; k += 2) {
      const state = interpolateOrbit(half, full.timesS[k]!);
      expect(distance(state.positionM, [...full.positionsM.slice(3 * k, 3 * k + 3)])).toBeLessThan(0.2e-3);
      expect(distance(state.velocityMps, [...full.velocitiesMps.slice(3 * k, 3 * k + 3)])).toBeLessThan(0.1e-3);
    }
  });
});

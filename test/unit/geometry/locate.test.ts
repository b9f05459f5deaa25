import { describe, expect, it } from 'vitest';
import {
  baselineAtRadar,
  burstMiddle,
  ecefToGeodetic,
  geodeticToEcef,
  locateGround,
  locateRadar,
  swathPosition,
} from '../../../src/geometry/index.ts';
import type { Burst, Swath, Vector3 } from '../../../src/model/index.ts';
import { SENTINEL_LIKE, circularState, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';

const burst = (burstId: number, firstLineTimeS: number): Burst => ({
  burstId,
  index: burstId - 7,
  firstLineTimeS,
  byteOffset: 0,
  firstValidLine: 2,
  lastValidLine: 97,
  firstValidSample: 5,
  lastValidSample: 40,
});

/** Two bursts of 101 lines of 0.1 s that overlap from line 80 of the first on; a gap, and a third. */
const swath = {
  name: 'iw1',
  nearRangeM: 800_000,
  rangeSpacingM: 2,
  azimuthTimeIntervalS: 0.1,
  linesPerBurst: 101,
  samplesPerBurst: 50,
  bursts: [burst(7, 40), burst(8, 48), burst(9, 60)],
} as unknown as Swath;

const at = (timeS: number, sample = 10) => swathPosition(swath, timeS, 800_000 + 2 * sample);

describe('the position in a swath', () => {
  it('counts lines and samples from the first of the burst, fractions too', () => {
    const found = at(42.55, 10.25)!;
    expect(found.burstId).toBe(7);
    expect(found.line).toBeCloseTo(25.5, 9);
    expect(found.sample).toBeCloseTo(10.25, 9);
  });

  // The middles are at 45 and 53 s.
  it.each([
    [48, 7, 80],
    [48.99, 7, 89.9],
    [49.01, 8, 10.1],
    [50, 8, 20],
  ])('at %f s of the overlap is in burst %i, whose middle is nearer', (timeS, burstId, line) => {
    expect(at(timeS)?.burstId).toBe(burstId);
    expect(at(timeS)?.line).toBeCloseTo(line, 9);
  });

  it.each([
    ['before the first line', 39.9, 10, undefined],
    ['half a line before it', 39.96, 10, 7],
    ['half a line after the last', 58.04, 10, 8],
    ['between bursts', 59, 10, undefined],
    ['after the last line', 70.1, 10, undefined],
    ['where the burst has no data', 60, 0, 9],
    ['half a sample before the first', 45, -0.4, 7],
    ['before the first sample', 45, -0.6, undefined],
    ['at the last sample', 45, 49.4, 7],
    ['after the last sample', 45, 49.6, undefined],
  ])('%s', (_, timeS, sample, burstId) => expect(at(timeS, sample)?.burstId).toBe(burstId));

  it('of what is not a number is none', () => {
    expect(at(Number.NaN)).toBeUndefined();
    expect(at(45, Number.NaN)).toBeUndefined();
  });
});

/** A point at a right angle to the path at a time: its radar coordinates are known without solving anything. */
function targetAt(timeS: number, rangeM: number): Vector3 {
  const { p, v } = circularState(SENTINEL_LIKE, timeS);
  const unit = (a: readonly number[]): number[] => a.map((value) => value / Math.hypot(...a));
  const cross = (a: readonly number[], b: readonly number[]): number[] =>
    [0, 1, 2].map((k) => a[(k + 1) % 3]! * b[(k + 2) % 3]! - a[(k + 2) % 3]! * b[(k + 1) % 3]!);
  const right = unit(cross(v, p));
  const down = unit(cross(v, right));
  const angle = Math.PI / 5;
  return [0, 1, 2].map(
    (k) => p[k]! + rangeM * (Math.cos(angle) * down[k]! + Math.sin(angle) * right[k]!),
  ) as unknown as Vector3;
}

describe('locating', () => {
  const orbit = sampleOrbit(SENTINEL_LIKE, evenTimes(0, 12, 10));
  const rangeM = 800_020;
  const place = ecefToGeodetic(targetAt(49.5, rangeM));

  it('from the ground finds time, range, burst, line and sample', () => {
    const found = locateGround(orbit, swath, place);
    expect(Math.abs(found.look.azimuthTimeS - 49.5)).toBeLessThan(1e-9);
    expect(Math.abs(found.look.slantRangeM - rangeM)).toBeLessThan(1e-6);
    expect(found).toMatchObject({ latitudeDeg: place.latitudeDeg, longitudeDeg: place.longitudeDeg });
    expect(found.position?.burstId).toBe(8);
    expect(found.position?.line).toBeCloseTo(15, 7);
    expect(found.position?.sample).toBeCloseTo(10, 6);
  });

  it('from radar coordinates finds the same place, seen the same way', () => {
    const found = locateRadar(orbit, swath, { azimuthTimeS: 49.5, slantRangeM: rangeM, heightM: place.heightM });
    const [a, b] = [geodeticToEcef({ ...place, ...found }), geodeticToEcef(place)];
    expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeLessThan(1e-5);
    expect(found.position).toEqual(swathPosition(swath, 49.5, rangeM));
    expect(found.look.losUp).toBeCloseTo(locateGround(orbit, swath, place).look.losUp, 10);
  });

  it('outside the bursts still finds time and range', () => {
    const found = locateGround(orbit, swath, ecefToGeodetic(targetAt(80, rangeM)));
    expect(found.position).toBeUndefined();
    expect(Math.abs(found.look.azimuthTimeS - 80)).toBeLessThan(1e-9);
  });

  it('refuses what is not seen', () => {
    expect(() => locateGround(orbit, swath, { ...place, longitudeDeg: place.longitudeDeg + 90 })).toThrow(
      /never abeam/,
    );
    expect(() => locateRadar(orbit, swath, { azimuthTimeS: 500, slantRangeM: rangeM, heightM: 0 })).toThrow(/outside/);
    expect(() => locateRadar(orbit, swath, { azimuthTimeS: 50, slantRangeM: 1000, heightM: 0 })).toThrow(/No point/);
  });
});

describe('the baseline at radar coordinates', () => {
  const orbit = sampleOrbit(SENTINEL_LIKE, evenTimes(0, 12, 10));

  it('of a secondary that passes the same place 3 s later is zero, its time 3 s later', () => {
    // The same states at later times: another clock, the same path.
    const later = { ...orbit, timesS: orbit.timesS.map((time) => time + 3) };
    const found = baselineAtRadar(orbit, later, { azimuthTimeS: 50, slantRangeM: 850_000, heightM: 200 });
    expect(Math.abs(found.secondary.azimuthTimeS - 53)).toBeLessThan(1e-9);
    expect(Math.abs(found.rangeDifferenceM)).toBeLessThan(1e-6);
    expect(Math.abs(found.perpendicularM)).toBeLessThan(1e-6);
    expect(ecefToGeodetic(found.ground.ecef).heightM).toBeCloseTo(200, 6);
  });

  it('of a burst is that of its middle line and half its samples, on the ellipsoid', () => {
    const pair = {
      referenceSwath: swath,
      secondarySwath: swath,
      reference: swath.bursts[1]!,
      secondary: swath.bursts[0]!,
    };
    expect(burstMiddle(pair)).toEqual({ azimuthTimeS: 53, slantRangeM: 800_050, heightM: 0 });
  });
});

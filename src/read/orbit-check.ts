import { SentryalError } from '../errors/index.ts';
import type { Orbit } from '../model/index.ts';

/** Larger gaps than this between state vectors are not interpolated over: at 60 s the error passes 1 mm. */
const MAX_GAP_S = 60;

/** Geocentric distance of Sentinel-1, m, with a wide margin. */
const MIN_RADIUS_M = 6_900_000;
const MAX_RADIUS_M = 7_300_000;

/**
 * State vectors that can be used: at least four, ascending in time without gaps, all on Sentinel-1's orbit.
 * @throws SentryalError ORBIT_INVALID
 */
export function checkStateVectors(orbit: Orbit): void {
  const { timesS, positionsM, velocitiesMps, source: file } = orbit;
  const fail = (reason: string): never => {
    throw new SentryalError('ORBIT_INVALID', { file, reason });
  };
  if (timesS.length < 4) fail(`it has ${timesS.length} state vectors, fewer than 4`);
  for (let k = 0; k < timesS.length; k += 1) {
    const radius = Math.hypot(positionsM[3 * k]!, positionsM[3 * k + 1]!, positionsM[3 * k + 2]!);
    if (!(radius > MIN_RADIUS_M && radius < MAX_RADIUS_M))
      fail(`state vector ${k + 1} is ${radius.toFixed(0)} m from the centre`);
    const speed = Math.hypot(velocitiesMps[3 * k]!, velocitiesMps[3 * k + 1]!, velocitiesMps[3 * k + 2]!);
    if (!(speed > 7000 && speed < 8200)) fail(`state vector ${k + 1} moves at ${speed.toFixed(0)} m/s`);
    if (k === 0) continue;
    const gap = timesS[k]! - timesS[k - 1]!;
    if (!(gap > 0)) fail('its state vectors are not in order of time');
    if (gap > MAX_GAP_S) fail(`it has a gap of ${gap.toFixed(1)} s between state vectors`);
  }
}

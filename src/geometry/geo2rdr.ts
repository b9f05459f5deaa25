import { SentryalError } from '../errors/index.ts';
import type { Orbit, Vector3 } from '../model/index.ts';
import { ecefToGeodetic } from './ellipsoid.ts';
import { orbitSpan, orbitStateInto } from './orbit-interpolation.ts';

/** Where a target appears in the image of a pass: zero-Doppler time (s since the orbit's epoch day) and slant range. */
export interface RadarCoordinates {
  readonly azimuthTimeS: number;
  /** One way, m. */
  readonly slantRangeM: number;
}

/** Radar coordinates with the height above WGS84 that makes a point on the ground of them. */
export interface RadarPoint extends RadarCoordinates {
  readonly heightM: number;
}

/** Newton's step below which the next one would be lost in rounding (the convergence is quadratic). */
const LAST_STEP_S = 1e-9;

const MAX_STEPS = 20;

const state = new Float64Array(9);

/** Time of the state vector nearest to the target. */
function nearestVectorTimeS(orbit: Orbit, x: number, y: number, z: number): number {
  const { timesS, positionsM } = orbit;
  let nearest = 0;
  let least = Infinity;
  for (let k = 0; k < timesS.length; k += 1) {
    const dx = positionsM[3 * k]! - x;
    const dy = positionsM[3 * k + 1]! - y;
    const dz = positionsM[3 * k + 2]! - z;
    const square = dx * dx + dy * dy + dz * dz;
    if (square < least) {
      least = square;
      nearest = k;
    }
  }
  return timesS[nearest]!;
}

function solve(orbit: Orbit, x: number, y: number, z: number, guessTimeS: number): RadarCoordinates | undefined {
  const { startS: start, stopS: stop } = orbitSpan(orbit);
  let timeS = Math.min(Math.max(guessTimeS, start), stop);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    orbitStateInto(orbit, timeS, state);
    const dx = x - state[0]!;
    const dy = y - state[1]!;
    const dz = z - state[2]!;
    const vx = state[3]!;
    const vy = state[4]!;
    const vz = state[5]!;
    const doppler = dx * vx + dy * vy + dz * vz;
    const slope = dx * state[6]! + dy * state[7]! + dz * state[8]! - (vx * vx + vy * vy + vz * vz);
    const change = doppler / slope;
    const next = Math.min(Math.max(timeS - change, start), stop);
    if (Math.abs(change) < LAST_STEP_S) {
      // At closest approach the range does not change over the last step.
      const right = dx * (vy * state[2]! - vz * state[1]!) + dy * (vz * state[0]! - vx * state[2]!);
      const side = right + dz * (vx * state[1]! - vy * state[0]!);
      const above = -(dx * x + dy * y + dz * z);
      if (side <= 0 || above <= 0) return undefined;
      return { azimuthTimeS: next, slantRangeM: Math.sqrt(dx * dx + dy * dy + dz * dz) };
    }
    if (next === timeS) return undefined;
    timeS = next;
  }
  return undefined;
}

/**
 * As {@link geo2rdr}, but undefined where the target is not seen: abeam outside the orbit's span, on the left of the
 * track, or behind the horizon.
 */
export function tryGeo2rdr(orbit: Orbit, targetM: Vector3, guessTimeS?: number): RadarCoordinates | undefined {
  const [x, y, z] = targetM;
  const fromGuess = guessTimeS === undefined ? undefined : solve(orbit, x, y, z, guessTimeS);
  return fromGuess ?? solve(orbit, x, y, z, nearestVectorTimeS(orbit, x, y, z));
}

/**
 * Zero-Doppler time and slant range of an Earth-fixed target seen by a right-looking radar: Newton's method on
 * (target - satellite) · velocity with the satellite's acceleration in the slope. Time to 1e-10 s.
 * @param guessTimeS a nearby time (a neighbour's solution) saves the search for a start
 * @throws SentryalError TARGET_NOT_SEEN
 */
export function geo2rdr(orbit: Orbit, targetM: Vector3, guessTimeS?: number): RadarCoordinates {
  const solution = tryGeo2rdr(orbit, targetM, guessTimeS);
  if (solution !== undefined) return solution;
  const { latitudeDeg, longitudeDeg } = ecefToGeodetic(targetM);
  throw new SentryalError('TARGET_NOT_SEEN', {
    latitude: latitudeDeg.toFixed(5),
    longitude: longitudeDeg.toFixed(5),
    source: orbit.source,
  });
}

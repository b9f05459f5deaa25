import { SentryalError } from '../errors/index.ts';
import type { Orbit, Vector3 } from '../model/index.ts';

/** State of the satellite in the rotating Earth-fixed frame. */
export interface OrbitState {
  readonly positionM: Vector3;
  readonly velocityMps: Vector3;
  readonly accelerationMps2: Vector3;
}

/** State vectors used for one interpolation: two before the time and two after it, as ISCE3 chooses them. */
const NODES = 4;

/** Position and velocity at each node fix a polynomial of degree 7. */
const COEFFICIENTS = 2 * NODES;

/** Centre time, 1 / half length, then the coefficients (power, axis). */
type Segment = Float64Array;

const segmentsOfOrbit = new WeakMap<Orbit, (Segment | undefined)[]>();
let latestOrbit: Orbit | undefined;
let latestSegments: (Segment | undefined)[] = [];

function segmentsOf(orbit: Orbit): (Segment | undefined)[] {
  if (orbit === latestOrbit) return latestSegments;
  let segments = segmentsOfOrbit.get(orbit);
  if (segments === undefined) {
    if (orbit.timesS.length < NODES)
      throw new SentryalError('ORBIT_TOO_SHORT', { source: orbit.source, count: orbit.timesS.length });
    segments = [];
    segmentsOfOrbit.set(orbit, segments);
  }
  latestOrbit = orbit;
  latestSegments = segments;
  return segments;
}

/** Coefficients of the polynomial through position and velocity at nodes `first`..`first + 3`, in scaled time. */
function buildSegment(orbit: Orbit, first: number): Segment {
  const { timesS, positionsM, velocitiesMps } = orbit;
  const start = timesS[first]!;
  const stop = timesS[first + NODES - 1]!;
  const centre = (start + stop) / 2;
  const half = (stop - start) / 2;
  const segment = new Float64Array(2 + 3 * COEFFICIENTS);
  segment[0] = centre;
  segment[1] = 1 / half;
  const u = Float64Array.from({ length: COEFFICIENTS }, (_, k) => (timesS[first + (k >> 1)]! - centre) / half);
  const divided = new Float64Array(COEFFICIENTS);
  const power = new Float64Array(COEFFICIENTS);
  for (let axis = 0; axis < 3; axis += 1) {
    // Differences from one node keep the rounding at the size of the path, not of the Earth's radius.
    const origin = positionsM[3 * (first + 1) + axis]!;
    const position = (k: number): number => positionsM[3 * (first + (k >> 1)) + axis]! - origin;
    for (let k = 0; k < COEFFICIENTS; k += 1) divided[k] = position(k);
    for (let order = 1; order < COEFFICIENTS; order += 1) {
      for (let k = COEFFICIENTS - 1; k >= order; k -= 1) {
        const sameNode = order === 1 && (k & 1) === 1;
        divided[k] = sameNode
          ? velocitiesMps[3 * (first + (k >> 1)) + axis]! * half
          : (divided[k]! - divided[k - 1]!) / (u[k]! - u[k - order]!);
      }
    }
    // Newton's form to powers of u.
    power.fill(0);
    for (let k = COEFFICIENTS - 1; k >= 0; k -= 1) {
      for (let j = COEFFICIENTS - 1; j > 0; j -= 1) power[j] = power[j - 1]! - u[k]! * power[j]!;
      power[0] = divided[k]! - u[k]! * power[0]!;
    }
    for (let k = 0; k < COEFFICIENTS; k += 1) segment[2 + 3 * k + axis] = power[k]!;
    segment[2 + axis]! += origin;
  }
  return segment;
}

/**
 * Writes position, velocity and acceleration (9 numbers) at `timeS` to `out`. Outside the state vectors the first or
 * last polynomial is continued: callers check the time.
 */
export function orbitStateInto(orbit: Orbit, timeS: number, out: Float64Array): void {
  const segments = segmentsOf(orbit);
  const { timesS } = orbit;
  const last = timesS.length - 1;
  const start = timesS[0]!;
  // The spacing is nearly constant, so the first guess is nearly always right.
  let interval = Math.floor(((timeS - start) / (timesS[last]! - start)) * last);
  interval = interval >= 0 ? (interval < last ? interval : last - 1) : 0;
  while (interval > 0 && timeS < timesS[interval]!) interval -= 1;
  while (interval < last - 1 && timeS >= timesS[interval + 1]!) interval += 1;
  const first = Math.min(Math.max(interval - 1, 0), last - NODES + 1);
  const segment = (segments[first] ??= buildSegment(orbit, first));
  const perSecond = segment[1]!;
  const u = (timeS - segment[0]!) * perSecond;
  for (let axis = 0; axis < 3; axis += 1) {
    let value = 0;
    let slope = 0;
    let bend = 0;
    for (let k = 2 + 3 * (COEFFICIENTS - 1) + axis; k >= 2; k -= 3) {
      bend = bend * u + slope;
      slope = slope * u + value;
      value = value * u + segment[k]!;
    }
    out[axis] = value;
    out[3 + axis] = slope * perSecond;
    out[6 + axis] = 2 * bend * perSecond * perSecond;
  }
}

/** First and last time at which an orbit can be asked: one spacing beyond the state vectors. */
export interface OrbitSpan {
  readonly startS: number;
  readonly stopS: number;
}

/**
 * Early products carry state vectors that end a fraction of a second before the last line; the polynomials are
 * continued by one spacing at most, which costs less than 1 mm at 10 s.
 */
export function orbitSpan(orbit: Orbit): OrbitSpan {
  const { timesS } = orbit;
  const last = timesS.length - 1;
  return { startS: 2 * timesS[0]! - timesS[1]!, stopS: 2 * timesS[last]! - timesS[last - 1]! };
}

/** Throws ORBIT_TIME_OUTSIDE where `timeS` is outside the orbit's span, or not a number. */
export function checkOrbitTime(orbit: Orbit, timeS: number): void {
  const { startS, stopS } = orbitSpan(orbit);
  if (timeS >= startS && timeS <= stopS) return;
  throw new SentryalError('ORBIT_TIME_OUTSIDE', { time: timeS, source: orbit.source, start: startS, stop: stopS });
}

/**
 * Position, velocity and acceleration at `timeS` (s since the orbit's epoch day): 4-point Hermite interpolation of
 * positions and velocities, degree 7, with analytic derivatives.
 * @throws SentryalError ORBIT_TIME_OUTSIDE, ORBIT_TOO_SHORT
 */
export function interpolateOrbit(orbit: Orbit, timeS: number): OrbitState {
  const state = new Float64Array(9);
  checkOrbitTime(orbit, timeS);
  orbitStateInto(orbit, timeS, state);
  return {
    positionM: [state[0]!, state[1]!, state[2]!],
    velocityMps: [state[3]!, state[4]!, state[5]!],
    accelerationMps2: [state[6]!, state[7]!, state[8]!],
  };
}

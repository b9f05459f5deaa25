import type { Orbit, Vector3 } from '../../src/model/index.ts';

/** A circular orbit seen from the turning Earth: every state is known in closed form. */
export interface CircularOrbit {
  readonly radiusM: number;
  readonly inclinationDeg: number;
  /** Longitude of the ascending node when time is 0. */
  readonly nodeLongitudeDeg: number;
  /** Angle from the ascending node when time is 0. */
  readonly startAngleDeg: number;
}

export const EARTH_ROTATION_RAD_PER_S = 7.292115e-5;
const GRAVITY_M3_PER_S2 = 3.986004418e14;

export const SENTINEL_LIKE: CircularOrbit = {
  radiusM: 7_071_000,
  inclinationDeg: 98.18,
  nodeLongitudeDeg: 10,
  startAngleDeg: 45,
};

const rad = (deg: number): number => (deg * Math.PI) / 180;

/** Position, velocity and acceleration in the Earth-fixed frame. */
export function circularState(orbit: CircularOrbit, timeS: number): { p: Vector3; v: Vector3; a: Vector3 } {
  const rate = Math.sqrt(GRAVITY_M3_PER_S2 / orbit.radiusM ** 3);
  const angle = rad(orbit.startAngleDeg) + rate * timeS;
  const node = rad(orbit.nodeLongitudeDeg) - EARTH_ROTATION_RAD_PER_S * timeS;
  const [ci, si] = [Math.cos(rad(orbit.inclinationDeg)), Math.sin(rad(orbit.inclinationDeg))];
  const r = orbit.radiusM;
  const w = EARTH_ROTATION_RAD_PER_S;
  // In the orbit's plane, its first axis toward the node, and the derivatives by time.
  const plane = [
    [r * Math.cos(angle), r * Math.sin(angle)],
    [-r * rate * Math.sin(angle), r * rate * Math.cos(angle)],
    [-r * rate * rate * Math.cos(angle), -r * rate * rate * Math.sin(angle)],
  ] as const;
  const tilted = plane.map(([x, y]) => [x, y * ci, y * si] as const);
  const [cn, sn] = [Math.cos(node), Math.sin(node)];
  const turned = tilted.map(([x, y, z]) => [cn * x - sn * y, sn * x + cn * y, z] as const);
  const [p, v, a] = turned as unknown as [Vector3, Vector3, Vector3];
  // The node turns at -w: d/dt of a turned vector adds -w × it, where w × (x, y, z) = w (-y, x, 0).
  return {
    p,
    v: [v[0] + w * p[1], v[1] - w * p[0], v[2]],
    a: [a[0] + 2 * w * v[1] - w * w * p[0], a[1] - 2 * w * v[0] - w * w * p[1], a[2]],
  };
}

/** State vectors of a circular orbit. */
export function sampleOrbit(orbit: CircularOrbit, timesS: readonly number[], epochDay = 20_000): Orbit {
  const states = timesS.map((time) => circularState(orbit, time));
  return {
    kind: 'annotation',
    source: 'circular orbit',
    epochDay,
    timesS: Float64Array.from(timesS),
    positionsM: Float64Array.from(states.flatMap(({ p }) => [...p])),
    velocitiesMps: Float64Array.from(states.flatMap(({ v }) => [...v])),
  };
}

/** Times from `firstS` on, evenly spaced. */
export function evenTimes(firstS: number, count: number, spacingS: number): number[] {
  return Array.from({ length: count }, (_, k) => firstS + k * spacingS);
}

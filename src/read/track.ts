import type { Orbit, Warn } from '../model/index.ts';
import { ORBITAL_PERIOD_S, ORBITS_PER_CYCLE, radToDeg } from '../units/index.ts';

/** Tracks at the start and at the end of a slice. */
export interface Tracks {
  readonly start: number;
  readonly stop: number;
}

/** Turn of the Earth below the (precessing) orbit, deg/s: one turn a day, for the orbit is Sun-synchronous. */
const EARTH_BELOW_ORBIT_DEG_PER_S = 360 / 86_400;

/** Turn of the Earth against the stars, rad/s. */
const EARTH_ROTATION_RAD_PER_S = 7.292115e-5;

/** Longitude of the node that begins track 1 of Sentinel-1's reference orbit, deg (S1A and S1B, 2014 to 2025: within 0.02). */
const FIRST_NODE_DEG = 0.15;

/** Nodes of neighbouring tracks are 360 / 175 = 2.06 deg apart; the satellite keeps to a small part of that. */
const FITTING_DEG = 0.5;

/** Longitude of the ascending node before the state vector nearest to a time. */
function nodeLongitudeDeg(orbit: Orbit, timeS: number): number {
  const { timesS, positionsM, velocitiesMps } = orbit;
  let k = 0;
  while (k < timesS.length - 1 && timesS[k + 1]! <= timeS) k += 1;
  const [x, y, z] = positionsM.subarray(3 * k, 3 * k + 3) as unknown as [number, number, number];
  const vx = velocitiesMps[3 * k]! - EARTH_ROTATION_RAD_PER_S * y;
  const vy = velocitiesMps[3 * k + 1]! + EARTH_ROTATION_RAD_PER_S * x;
  const vz = velocitiesMps[3 * k + 2]!;
  // Angular momentum; the node lies along (-hy, hx).
  const hx = y * vz - z * vy;
  const hy = z * vx - x * vz;
  const hz = x * vy - y * vx;
  const node = Math.atan2(hx, -hy);
  const alongNode = x * Math.cos(node) + y * Math.sin(node);
  const sinInclination = Math.hypot(hx, hy) / Math.hypot(hx, hy, hz);
  const angle = Math.atan2(z / sinInclination, alongNode);
  const turns = (angle < 0 ? angle + 2 * Math.PI : angle) / (2 * Math.PI);
  return radToDeg(node) + EARTH_BELOW_ORBIT_DEG_PER_S * turns * ORBITAL_PERIOD_S;
}

/** How far the node of a pass lies from that of a track, deg. */
export function trackMisfitDeg(orbit: Orbit, timeS: number, track: number): number {
  const expected = FIRST_NODE_DEG - (track - 1) * EARTH_BELOW_ORBIT_DEG_PER_S * ORBITAL_PERIOD_S;
  const difference = nodeLongitudeDeg(orbit, timeS) - expected;
  return Math.abs(difference - 360 * Math.round(difference / 360));
}

/**
 * The tracks of a slice: the manifest's, unless the absolute orbit gives another that alone fits the ground track.
 * Manifests of 2014 can be off: orbit 2674 of S1A flew track 152 and was labelled 154, which would make its burst ids
 * those of another place.
 * @param fromAbsoluteOrbit track of the start by the formula of the mission
 */
export function resolveTracks(
  manifest: Tracks,
  fromAbsoluteOrbit: number,
  pass: { readonly name: string; readonly orbit: Orbit; readonly startTimeS: number; readonly warn: Warn },
): Tracks {
  if (manifest.start === fromAbsoluteOrbit) return manifest;
  const fits = (track: number): boolean => trackMisfitDeg(pass.orbit, pass.startTimeS, track) < FITTING_DEG;
  if (fits(manifest.start) || !fits(fromAbsoluteOrbit)) return manifest;
  pass.warn({
    code: 'RELATIVE_ORBIT_CORRECTED',
    stage: 'read',
    message: `${pass.name}: the manifest says track ${manifest.start}; orbit number and ground track are those of track ${fromAbsoluteOrbit}, which is used`,
  });
  const crosses = manifest.start !== manifest.stop;
  return { start: fromAbsoluteOrbit, stop: crosses ? (fromAbsoluteOrbit % ORBITS_PER_CYCLE) + 1 : fromAbsoluteOrbit };
}

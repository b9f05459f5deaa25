import type { Geodetic, Vector3 } from '../model/index.ts';
import { WGS84_SEMI_MAJOR_M, degToRad, radToDeg } from '../units/index.ts';
import { curvatureRadiiM, fromEcef, toEcef } from './ellipsoid.ts';
import type { Trajectory } from './trajectory.ts';
import { combine, cross, length, unit } from './vector.ts';

/** When and how far: the closest approach of a trajectory to a place. */
export interface Approach {
  readonly timeS: number;
  readonly rangeM: number;
}

/** Half step of the five samples whose quartic is minimised, s. Wide enough that f64 rounding of D² stays at 1e-11 s. */
const STEP_S = 0.1;

function squaredDistance(trajectory: Trajectory, point: Vector3, timeS: number): number {
  const [x, y, z] = trajectory.positionM(timeS);
  const [dx, dy, dz] = [point[0] - x, point[1] - y, point[2] - z];
  return dx * dx + dy * dy + dz * dz;
}

/**
 * Finds the minimum over t of |P - S(t)| by sampling the squared distance: the quartic through five samples around the
 * current best time gives the next, until it stands still. No Doppler equation is solved, so a wrong velocity or sign in
 * the chain under test cannot hide here.
 */
export function closestApproach(trajectory: Trajectory, point: Vector3, guessS: number): Approach {
  let timeS = guessS;
  for (let i = 0; i < 20; i++) {
    const d = [-2, -1, 0, 1, 2].map((k) => squaredDistance(trajectory, point, timeS + k * STEP_S)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const slope = (d[0] - 8 * d[1] + 8 * d[3] - d[4]) / (12 * STEP_S);
    const curvature = (-d[0] + 16 * d[1] - 30 * d[2] + 16 * d[3] - d[4]) / (12 * STEP_S * STEP_S);
    const move = -slope / curvature;
    timeS += Math.max(-60, Math.min(60, move));
    if (Math.abs(move) < 1e-9) break;
  }
  return { timeS, rangeM: Math.sqrt(squaredDistance(trajectory, point, timeS)) };
}

/** Height of the ground over the ellipsoid, m, at a place. */
export type HeightAt = (latitudeDeg: number, longitudeDeg: number) => number;

function firstGuess(trajectory: Trajectory, approach: Approach): Geodetic {
  const satellite = trajectory.positionM(approach.timeS);
  const orbitRadius = length(satellite);
  const earthRadius = WGS84_SEMI_MAJOR_M - 10_000;
  const cosine = (orbitRadius ** 2 + earthRadius ** 2 - approach.rangeM ** 2) / (2 * orbitRadius * earthRadius);
  const up = unit(satellite);
  // Sentinel-1 looks to the right of its track.
  const right = unit(cross(trajectory.velocityMps(approach.timeS), up));
  const sine = Math.sqrt(Math.max(0, 1 - cosine * cosine));
  return fromEcef(combine([earthRadius * cosine, up], [earthRadius * sine, right]));
}

/**
 * The place on the ground, right of the track, that a trajectory passes closest at a given time and range: Newton's method
 * on latitude and longitude with closest approaches as the function and finite differences as its slope.
 */
export function locateGround(
  trajectory: Trajectory,
  approach: Approach,
  heightAt: HeightAt,
  near?: Geodetic,
): Geodetic {
  let { latitudeDeg, longitudeDeg } = near ?? firstGuess(trajectory, approach);
  const residual = (lat: number, lon: number): readonly [number, number] => {
    const place = { latitudeDeg: lat, longitudeDeg: lon, heightM: heightAt(lat, lon) };
    const found = closestApproach(trajectory, toEcef(place), approach.timeS);
    return [found.timeS - approach.timeS, found.rangeM - approach.rangeM];
  };
  for (let i = 0; i < 12; i++) {
    const { meridian, primeVertical } = curvatureRadiiM(latitudeDeg);
    const latStep = radToDeg(20 / meridian);
    const lonStep = radToDeg(20 / (primeVertical * Math.cos(degToRad(latitudeDeg))));
    const [t0, r0] = residual(latitudeDeg, longitudeDeg);
    const [tn, rn] = residual(latitudeDeg + latStep, longitudeDeg);
    const [te, re] = residual(latitudeDeg, longitudeDeg + lonStep);
    const [a, b, c, d] = [tn - t0, te - t0, rn - r0, re - r0];
    const determinant = a * d - b * c;
    const [north, east] = [(-t0 * d + r0 * b) / determinant, (-r0 * a + t0 * c) / determinant];
    latitudeDeg += north * latStep;
    longitudeDeg += east * lonStep;
    if (Math.hypot(north, east) * 20 < 1e-6) break;
  }
  return { latitudeDeg, longitudeDeg, heightM: heightAt(latitudeDeg, longitudeDeg) };
}

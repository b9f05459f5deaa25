import type { Vector3 } from '../model/index.ts';
import { closestApproach } from './closest-approach.ts';
import type { Trajectory } from './trajectory.ts';
import { cross, dot, subtract, unit } from './vector.ts';

/** Perpendicular baseline of two passes for a place, m: across the line of sight and the flight of the first, each at its closest. */
export function perpendicularBaselineM(first: Trajectory, second: Trajectory, placeM: Vector3, guessS: number): number {
  const [own, other] = [first, second].map((pass) => closestApproach(pass, placeM, guessS).timeS) as [number, number];
  const between = subtract(second.positionM(other), first.positionM(own));
  const look = unit(subtract(placeM, first.positionM(own)));
  return dot(between, unit(cross(look, first.velocityMps(own))));
}

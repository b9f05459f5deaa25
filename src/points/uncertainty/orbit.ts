import type { OrbitKind } from '../../model/index.ts';
import { ORBITAL_PERIOD_S, TWO_PI } from '../../units/index.ts';

/**
 * Error of the position by kind of orbit, m, 3D rms: what the mission requires of precise and restituted orbits (5 and 10 cm)
 * and of predicted ones (1 m); vectors of the annotation are of unknown kind, taken as twice the restituted ones.
 */
const POSITION_SIGMA_M: Readonly<Record<OrbitKind, number>> = {
  POEORB: 0.05,
  RESORB: 0.1,
  PREORB: 1,
  annotation: 0.2,
};

/** What lies between a point and the reference, as the orbit sees it. */
export interface OrbitSpread {
  /** Difference of the look angle at the satellite, rad. */
  readonly lookAngleRad: number;
  /** Difference of zero-Doppler time, s. */
  readonly timeS: number;
}

/**
 * Orbit term, mm: an error of the baseline across the track tilts the phase with the look angle, by σ_B |Δθ|; one that changes
 * along the track, once in an orbit of T = 5925 s, by σ_B 2π |Δt| / T (Hanssen 2001, section 4.6.2). σ_B is the error of one
 * axis, 3D rms / √3, of both dates.
 */
export function orbitSigmaMm(kinds: readonly [OrbitKind, OrbitKind], { lookAngleRad, timeS }: OrbitSpread): number {
  const baselineM = Math.hypot(POSITION_SIGMA_M[kinds[0]], POSITION_SIGMA_M[kinds[1]]) / Math.sqrt(3);
  return 1000 * baselineM * Math.hypot(lookAngleRad, (TWO_PI * timeS) / ORBITAL_PERIOD_S);
}

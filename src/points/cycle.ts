import type { PointMeasurement } from '../model/index.ts';
import { TWO_PI } from '../units/index.ts';

/** Another number of cycles this little less likely makes a point ambiguous, cycles: 10.4 of 13.9 mm off its surroundings. */
export const LEAST_MARGIN = 0.125;

/** A phase with its whole cycles, and how they were chosen. */
export interface CycledPhase {
  readonly phaseRad: number;
  readonly cycle: NonNullable<PointMeasurement['cycle']>;
}

/**
 * Adds the whole cycles that bring a wrapped phase nearest to a level.
 * @param levelRad unwrapped phase of the point's cell, or of the ground around it
 */
export function withCycles(wrappedRad: number, levelRad: number, how: CycledPhase['cycle']['how']): CycledPhase {
  const phaseRad = wrappedRad + TWO_PI * Math.round((levelRad - wrappedRad) / TWO_PI);
  return { phaseRad, cycle: { how, margin: Math.max(0, 0.5 - Math.abs(phaseRad - levelRad) / TWO_PI) } };
}

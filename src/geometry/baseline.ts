import type { Orbit, Vector3 } from '../model/index.ts';
import { type RadarCoordinates, geo2rdr } from './geo2rdr.ts';
import { orbitStateInto } from './orbit-interpolation.ts';

/** Baseline of a pair for one target. */
export interface Baseline {
  /** `-(b · (los × v))`, m: b from reference to secondary position, los from the reference to the target, v its flight direction. */
  readonly perpendicularM: number;
  /** `b · los`, m. */
  readonly parallelM: number;
  /** Times in each orbit's own epoch day. */
  readonly reference: RadarCoordinates;
  readonly secondary: RadarCoordinates;
}

const referenceState = new Float64Array(9);
const secondaryState = new Float64Array(9);

/**
 * Perpendicular and parallel baseline for an Earth-fixed target, each satellite at its own zero-Doppler time, in the
 * definition ISCE2 prints for TOPS. The law-of-cosines baseline is another quantity: it holds the along-track offset.
 * @throws SentryalError TARGET_NOT_SEEN
 */
export function baseline(
  referenceOrbit: Orbit,
  secondaryOrbit: Orbit,
  targetM: Vector3,
  guesses: { readonly referenceTimeS?: number; readonly secondaryTimeS?: number } = {},
): Baseline {
  const reference = geo2rdr(referenceOrbit, targetM, guesses.referenceTimeS);
  const secondary = geo2rdr(secondaryOrbit, targetM, guesses.secondaryTimeS);
  orbitStateInto(referenceOrbit, reference.azimuthTimeS, referenceState);
  orbitStateInto(secondaryOrbit, secondary.azimuthTimeS, secondaryState);
  const difference = [0, 1, 2].map((axis) => secondaryState[axis]! - referenceState[axis]!) as unknown as Vector3;
  const look = [0, 1, 2].map((axis) => (targetM[axis]! - referenceState[axis]!) / reference.slantRangeM);
  const speed = Math.hypot(referenceState[3]!, referenceState[4]!, referenceState[5]!);
  const flight = [3, 4, 5].map((axis) => referenceState[axis]! / speed);
  const across: Vector3 = [
    look[1]! * flight[2]! - look[2]! * flight[1]!,
    look[2]! * flight[0]! - look[0]! * flight[2]!,
    look[0]! * flight[1]! - look[1]! * flight[0]!,
  ];
  return {
    perpendicularM: -(difference[0] * across[0] + difference[1] * across[1] + difference[2] * across[2]),
    parallelM: difference[0] * look[0]! + difference[1] * look[1]! + difference[2] * look[2]!,
    reference,
    secondary,
  };
}

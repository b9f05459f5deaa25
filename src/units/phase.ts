/**
 * Phase conventions of the whole project, stated once.
 *
 * An SLC pixel at slant range R carries exp(-j 4π R / λ). The interferogram is
 * reference · conj(secondary), so its phase is +4π (R_secondary - R_reference) / λ.
 * When the reference is the earlier date, motion toward the satellite shortens R and
 *
 *     displacement = -λ / (4π) · phase      (positive toward the satellite, later minus earlier).
 */
export const TWO_PI = 2 * Math.PI;

/** Wraps a phase in radians into [-π, π]. */
export function wrapPhaseRad(phaseRad: number): number {
  return phaseRad - TWO_PI * Math.round(phaseRad / TWO_PI);
}

/** Removes whole cycles: the result is in [-0.5, 0.5]. */
export function wrapCycles(cycles: number): number {
  return cycles - Math.round(cycles);
}

/** Two-way interferometric phase in cycles for a one-way slant-range difference in metres. */
export function rangeDifferenceToCycles(rangeDifferenceM: number, wavelengthM: number): number {
  return (2 * rangeDifferenceM) / wavelengthM;
}

/**
 * Line-of-sight displacement in mm, positive toward the satellite, for an interferometric phase in radians
 * of (earlier · conj(later)).
 */
export function phaseToDisplacementMm(phaseRad: number, wavelengthM: number): number {
  return (-wavelengthM / (4 * Math.PI)) * phaseRad * 1000;
}

/** Standard deviation in mm of a line-of-sight displacement whose phase has the given standard deviation. */
export function phaseSigmaToMm(phaseSigmaRad: number, wavelengthM: number): number {
  return (wavelengthM / (4 * Math.PI)) * phaseSigmaRad * 1000;
}

/** Displacement of one whole interferometric cycle (λ/2), in mm. */
export function ambiguityMm(wavelengthM: number): number {
  return (wavelengthM / 2) * 1000;
}

/**
 * Line-of-sight displacement in mm, later minus earlier, positive toward the satellite: the phase of
 * reference · conj(secondary) is 4π/λ (R_secondary - R_reference), so -λ/(4π) times it where the reference is the earlier
 * date, +λ/(4π) where it is the later.
 * @param phaseRad NaN without data
 */
export function losDisplacement(
  phaseRad: ArrayLike<number>,
  wavelengthM: number,
  isReferenceLater: boolean,
  referencePhaseRad: number,
): Float64Array {
  const mmPerRad = ((isReferenceLater ? 1 : -1) * wavelengthM * 1000) / (4 * Math.PI);
  return Float64Array.from(phaseRad, (phase) => mmPerRad * (phase - referencePhaseRad));
}

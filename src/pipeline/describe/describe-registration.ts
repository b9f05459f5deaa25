import { type DisplacementScale, millimetresPerRadian } from '../../displacement/index.ts';
import type { Pair } from '../../job/index.ts';
import type { AzimuthRegistration } from '../register/spectral-diversity.ts';

/** What the answer says of the azimuth registration, in its own names. */
export function describeRegistration(
  { state, reason, how, estimate, appliedS, residualAfterRad, overlaps, correlation }: AzimuthRegistration,
  lineIntervalS: number,
  scale: Pick<DisplacementScale, 'wavelengthM' | 'swapped'>,
): Pair['coregistration'] {
  const millimetres = (phaseRad: number): number => millimetresPerRadian(scale) * phaseRad;
  const residualBeforeRad = estimate?.residualBeforeRad ?? null;
  return {
    state,
    reason,
    how,
    shift_lines: estimate ? estimate.shiftS / lineIntervalS : null,
    sigma_lines: estimate ? estimate.sigmaS / lineIntervalS : null,
    applied_lines: appliedS / lineIntervalS,
    overlap_residual_before_rad: residualBeforeRad,
    overlap_residual_after_rad: residualAfterRad,
    overlap_residual_before_mm: residualBeforeRad === null ? null : millimetres(residualBeforeRad),
    overlap_residual_after_mm: residualAfterRad === null ? null : millimetres(residualAfterRad),
    cells: estimate?.cells ?? 0,
    overlaps: overlaps.map((overlap) => ({
      swath: overlap.swath,
      earlier_burst_id: overlap.earlierBurstId,
      later_burst_id: overlap.laterBurstId,
      applied_lines: overlap.appliedS / lineIntervalS,
      residual_before_rad: overlap.beforeRad,
      residual_after_rad: overlap.afterRad,
      residual_before_mm: millimetres(overlap.beforeRad),
      residual_after_mm: millimetres(overlap.afterRad),
      sigma_rad: overlap.sigmaRad,
      cells: overlap.cells,
    })),
    correlation_lines: correlation?.lines ?? null,
    correlation_sigma_lines: correlation?.sigmaLines ?? null,
    range_residual_samples: correlation?.samples ?? null,
    range_residual_sigma_samples: correlation?.sigmaSamples ?? null,
  };
}

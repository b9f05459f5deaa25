import {
  type AzimuthShift,
  type OverlapSample,
  type PatchOffsets,
  chooseCycle,
  estimateAzimuthShift,
} from '../../coregister/index.ts';

/** A shift whose cycle is known, and what told it. */
export interface CycledShift {
  readonly shift: AzimuthShift;
  readonly how: 'spectral_diversity' | 'seeded';
}

/**
 * The shift in the cycle that orbits or correlation of patches point to.
 * @param estimate around the shift 0
 * @returns undefined where the cycle cannot be told
 */
export function shiftInCycle(
  samples: readonly OverlapSample[],
  estimate: AzimuthShift,
  correlation: PatchOffsets | undefined,
  lineIntervalS: number,
): CycledShift | undefined {
  const cycleOf = ({ shiftS, sigmaS, cycleS }: AzimuthShift): number | undefined =>
    chooseCycle({
      foundLines: shiftS / lineIntervalS,
      sigmaLines: sigmaS / lineIntervalS,
      cycleLines: cycleS / lineIntervalS,
      seed: correlation && { lines: correlation.lines, sigmaLines: correlation.sigmaLines },
    });
  const cycle = cycleOf(estimate);
  if (cycle === undefined) return undefined;
  if (cycle === 0) {
    const isBeyond = 2 * Math.abs(estimate.shiftS) > estimate.cycleS;
    return { shift: estimate, how: isBeyond ? 'seeded' : 'spectral_diversity' };
  }
  // Swaths have cycles of their own: the maximum near the correlation may be none of the mean cycle's, and has to agree too.
  const shift = estimateAzimuthShift(samples, correlation!.lines * lineIntervalS);
  return shift && cycleOf(shift) === 0 ? { shift, how: 'seeded' } : undefined;
}

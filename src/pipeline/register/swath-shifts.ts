import { type OverlapSample, estimateAzimuthShift } from '../../coregister/index.ts';
import type { BurstPair, SwathName } from '../../model/index.ts';

/** Standard deviation of an annotated burst time, rounded to a microsecond, s. */
const ROUNDING_SIGMA_S = 1e-6 / Math.sqrt(12);

/** What is needed of a burst overlap. */
export interface SwathOverlap {
  readonly earlier: { readonly pair: BurstPair };
  readonly samples: readonly OverlapSample[];
}

/**
 * The shift to correct in every sub-swath that has overlaps. All share the shift of orbits and clocks, but the line grid of
 * each is known only from burst times that the annotation rounds to a microsecond (`refitBurstTimes` averages over the bursts
 * of the slice): up to 0.0002 line, 10 mrad at a burst seam. What a swath's own overlaps say beyond the common shift is
 * weighed with that.
 * @param commonS shift of all overlaps together
 */
export function swathShifts(overlaps: readonly SwathOverlap[], commonS: number): ReadonlyMap<SwathName, number> {
  const shifts = new Map<SwathName, number>();
  for (const { earlier } of overlaps) {
    const { referenceSwath, secondarySwath } = earlier.pair;
    const { name } = referenceSwath;
    if (shifts.has(name)) continue;
    const own = overlaps.filter((overlap) => overlap.earlier.pair.referenceSwath.name === name);
    const estimate = estimateAzimuthShift(
      own.flatMap((overlap) => overlap.samples),
      commonS,
    );
    if (!estimate) continue;
    const gridVariance = ROUNDING_SIGMA_S ** 2 * (1 / referenceSwath.bursts.length + 1 / secondarySwath.bursts.length);
    const trust = gridVariance / (gridVariance + estimate.sigmaS ** 2);
    shifts.set(name, commonS + trust * (estimate.shiftS - commonS));
  }
  return shifts;
}

/** Samples of an overlap with the phase of a shift removed. */
export function shiftSamples(samples: readonly OverlapSample[], shiftS: number): OverlapSample[] {
  return samples.map((sample) => {
    const phase = -2 * Math.PI * sample.separationHz * shiftS;
    const [cosine, sine] = [Math.cos(phase), Math.sin(phase)];
    return {
      ...sample,
      re: sample.re * cosine - sample.im * sine,
      im: sample.re * sine + sample.im * cosine,
    };
  });
}

import {
  type AzimuthShift,
  type PatchOffsets,
  estimateAzimuthShift,
  overlapPhase,
  overlapResidualRad,
} from '../../coregister/index.ts';
import type { ChebyshevVolume } from '../../geometry/index.ts';
import type { Gpu } from '../../gpu/index.ts';
import { type ReadSamples, correctAzimuthShift } from '../../interferogram/index.ts';
import type { Interferogram, OrbitKind, SwathName, Warn } from '../../model/index.ts';
import { secondaryDoppler } from './align-bursts.ts';
import { type CycledShift, shiftInCycle } from './azimuth-cycle.ts';
import type { OpenedPair } from '../open-pair.ts';
import { type SampledOverlap, sampleOverlaps } from './overlap-samples.ts';
import { correlatePatches } from './patch-registration.ts';
import type { Area } from '../plan/plan-area.ts';
import { warnOfBurstOffsets, warnOfRange } from './registration-warnings.ts';
import { shiftSamples, swathShifts } from './swath-shifts.ts';

/** Phase between the two bursts of one overlap. */
export interface OverlapResidual {
  readonly swath: SwathName;
  readonly earlierBurstId: number;
  readonly laterBurstId: number;
  readonly beforeRad: number;
  /** Shift that was corrected in its swath, s. */
  readonly appliedS: number;
  /** Once the shift that was applied is corrected. */
  readonly afterRad: number;
  readonly sigmaRad: number;
  readonly cells: number;
}

export type NotApplied = 'no_overlap' | 'low_coherence' | 'ambiguous';

/** Whether and how the azimuth registration was refined. */
export interface AzimuthRegistration {
  readonly state: 'applied' | 'not_applied';
  /** Why it was not applied. */
  readonly reason: NotApplied | null;
  /** Whether the shift's cycle is that of orbits, or another that correlation pointed to. */
  readonly how: CycledShift['how'] | null;
  readonly estimate: AzimuthShift | undefined;
  /** What was applied, s: the estimate, weighed with the prior of precise orbits where it does not contradict that. */
  readonly appliedS: number;
  /** What was applied in each swath with overlaps, s: the same but for the rounding of annotated burst times. */
  readonly swathAppliedS: ReadonlyMap<SwathName, number>;
  /** Weighted mean phase of the overlaps once that is corrected, rad. */
  readonly residualAfterRad: number | null;
  readonly overlaps: readonly OverlapResidual[];
  /** What correlation of patches says; its `lines` are those of the estimate's shift. */
  readonly correlation: PatchOffsets | undefined;
}

/** What a registration works with beside pair and area. */
export interface RegistrationTools {
  readonly readSamples: ReadSamples;
  readonly warn: Warn;
  readonly signal?: AbortSignal;
}

/** Misregistration by orbit kind, lines (1 sigma): precise orbits by Fattahi et al. 2016, the others in proportion to their error. */
const PRIOR_SIGMA_LINES: Readonly<Record<OrbitKind, number>> = {
  POEORB: 0.002,
  RESORB: 0.003,
  PREORB: 0.006,
  annotation: 0.006,
};

/** Misregistration that the orbits of both dates leave, lines (1 sigma). */
export function priorSigmaLines({ referenceOrbit, secondaryOrbit }: OpenedPair): number {
  return Math.max(PRIOR_SIGMA_LINES[referenceOrbit.kind], PRIOR_SIGMA_LINES[secondaryOrbit.kind]);
}

/** A shift of more than this many combined sigma is more than orbits explain. */
const UNUSUAL_SIGMA = 4;

/** Estimates less sure than this say less than the orbits do, lines. */
const LARGEST_SIGMA_LINES = 0.001;

/** A shift above this costs coherence that correcting the phase does not bring back, lines. */
const LARGE_LINES = 0.02;

/**
 * Removes the applied shift's phase from an interferogram of the area.
 * @param volumes geometry of each placement
 */
export function refineInterferogram(
  pair: OpenedPair,
  area: Area,
  volumes: readonly ChebyshevVolume[],
  interferogram: Interferogram,
  registration: AzimuthRegistration,
): Interferogram {
  if (registration.appliedS === 0) return interferogram;
  const dopplers = area.placements.map((placement, index) => secondaryDoppler(pair, placement, volumes[index]!));
  const shiftsS = area.placements.map(
    ({ pair: { referenceSwath } }) => registration.swathAppliedS.get(referenceSwath.name) ?? registration.appliedS,
  );
  return correctAzimuthShift(interferogram, area.placements, dopplers, shiftsS);
}

function residualsOf(
  overlaps: readonly SampledOverlap[],
  swathAppliedS: ReadonlyMap<SwathName, number>,
): OverlapResidual[] {
  return overlaps.flatMap(({ earlier: { pair: first }, later: { pair: second }, samples }) => {
    const appliedS = swathAppliedS.get(first.referenceSwath.name) ?? 0;
    const before = overlapPhase(samples, 0);
    const after = overlapPhase(samples, appliedS);
    if (!before || !after) return [];
    return {
      swath: first.referenceSwath.name,
      earlierBurstId: first.reference.burstId,
      laterBurstId: second.reference.burstId,
      beforeRad: before.phaseRad,
      appliedS,
      afterRad: after.phaseRad,
      sigmaRad: after.sigmaRad,
      cells: samples.length,
    };
  });
}

/**
 * Refines the azimuth registration by spectral diversity on the burst overlaps of the area, its cycle told by correlation of
 * patches. Without overlaps, where they are not coherent enough or their cycle cannot be told, the geometric registration
 * stands and a warning says so.
 */
export async function registerAzimuth(
  gpu: Gpu,
  pair: OpenedPair,
  area: Area,
  { readSamples, warn, signal }: RegistrationTools,
): Promise<AzimuthRegistration> {
  const correlation = await correlatePatches(gpu, pair, area, readSamples, signal);
  if (correlation) warnOfRange(correlation, warn);
  const overlaps = await sampleOverlaps(gpu, pair, area, readSamples, signal);
  const samples = overlaps.flatMap((overlap) => overlap.samples);
  const estimate = estimateAzimuthShift(samples);
  const intervalS = area.grid.radarGrid.lineIntervalS;
  const priorLines = priorSigmaLines(pair);
  const refuse = (reason: NotApplied, code: string, why: string): AzimuthRegistration => {
    const seen = correlation
      ? ` Correlation of patches says ${correlation.lines.toFixed(3)} +- ${correlation.sigmaLines.toFixed(3)} line.`
      : '';
    warn({
      code,
      stage: 'coregister',
      message: `${why}: the azimuth registration is that of orbits and DEM, good to about ${priorLines} line (${(250 * priorLines).toFixed(1)} mm at a burst's edge).${seen}`,
    });
    return {
      state: 'not_applied',
      reason,
      how: null,
      estimate,
      appliedS: 0,
      swathAppliedS: new Map(),
      residualAfterRad: estimate?.residualBeforeRad ?? null,
      overlaps: residualsOf(overlaps, new Map()),
      correlation,
    };
  };
  if (!estimate)
    return refuse('no_overlap', 'AZIMUTH_NOT_REFINED', 'No burst overlap with enough data lies in the area');
  const sigmaLines = estimate.sigmaS / intervalS;
  if (!(sigmaLines < LARGEST_SIGMA_LINES))
    return refuse('low_coherence', 'AZIMUTH_NOT_REFINED', 'The burst overlaps of the area are not coherent enough');
  const cycleLines = estimate.cycleS / intervalS;
  const cycled = shiftInCycle(samples, estimate, correlation, intervalS);
  if (!cycled)
    return refuse(
      'ambiguous',
      'AZIMUTH_AMBIGUOUS',
      `Burst overlaps say that the dates are ${(estimate.shiftS / intervalS).toFixed(4)} line apart in azimuth or ${cycleLines.toFixed(4)} line more or less, and nothing tells which`,
    );
  const { shift: chosen, how } = cycled;
  const foundLines = chosen.shiftS / intervalS;
  const isUnusual = Math.abs(foundLines) > UNUSUAL_SIGMA * Math.hypot(priorLines, sigmaLines);
  if (isUnusual) {
    const lost =
      Math.abs(foundLines) > LARGE_LINES
        ? ' Only its phase was corrected: the secondary was not resampled again, which costs a little coherence.'
        : '';
    warn({
      code: 'AZIMUTH_SHIFT_UNUSUAL',
      stage: 'coregister',
      message: `Burst overlaps say that the dates are ${foundLines.toFixed(4)} line apart in azimuth, more than orbits explain (${priorLines} line): ground that moves along the track, the ionosphere or a wrong orbit. It was corrected.${lost}`,
    });
  }
  const trust = isUnusual ? 1 : priorLines ** 2 / (priorLines ** 2 + sigmaLines ** 2);
  const appliedS = chosen.shiftS * trust;
  const swathAppliedS = swathShifts(overlaps, appliedS);
  const residuals = residualsOf(overlaps, swathAppliedS);
  const corrected = overlaps.flatMap((overlap) =>
    shiftSamples(overlap.samples, swathAppliedS.get(overlap.earlier.pair.referenceSwath.name) ?? appliedS),
  );
  warnOfBurstOffsets(pair, residuals, warn);
  return {
    state: 'applied',
    reason: null,
    how,
    estimate: chosen,
    appliedS,
    swathAppliedS,
    residualAfterRad: overlapResidualRad(corrected, 0),
    overlaps: residuals,
    correlation,
  };
}

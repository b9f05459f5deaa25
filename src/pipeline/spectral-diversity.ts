import {
  type AzimuthShift,
  type OverlapSample,
  alignBurst,
  estimateAzimuthShift,
  overlapResidualRad,
} from '../coregister/index.ts';
import { BURST_QUANTITY, type ChebyshevVolume, evaluateVolume } from '../geometry/index.ts';
import type { Gpu } from '../gpu/index.ts';
import {
  type DopplerAt,
  type ReadSamples,
  burstOverlaps,
  correctAzimuthShift,
  formInterferogram,
} from '../interferogram/index.ts';
import type { BurstPlacement, GridWindow, Interferogram, LookGrid, Looks, OrbitKind, Warn } from '../model/index.ts';
import { fitBurst, secondaryCarrier } from './align-bursts.ts';
import type { OpenedPair } from './open-pair.ts';
import type { Area } from './plan-area.ts';

/** Whether and how the azimuth registration was refined. */
export interface AzimuthRegistration {
  readonly state: 'applied' | 'not_applied';
  /** Why it was not applied. */
  readonly reason: 'no_overlap' | 'low_coherence' | null;
  readonly estimate: AzimuthShift | undefined;
  /** What was applied, s: the estimate weighed with the prior of precise orbits. */
  readonly appliedS: number;
  /** Weighted mean phase of the overlaps once that is corrected, rad. */
  readonly residualAfterRad: number | null;
}

/** Cells of an overlap: enough looks for a phase, few enough lines that the Doppler does not change within. */
const LOOKS: Looks = { azimuth: 4, range: 32 };

/** Misregistration by orbit kind, lines (1 sigma): precise orbits by Fattahi et al. 2016, the others in proportion to their error. */
const PRIOR_SIGMA_LINES: Readonly<Record<OrbitKind, number>> = {
  POEORB: 0.002,
  RESORB: 0.003,
  PREORB: 0.006,
  annotation: 0.006,
};

/** A shift of more than this many combined sigma is more than orbits explain. */
const UNUSUAL_SIGMA = 4;

/** Estimates less sure than this say less than the orbits do, lines. */
const LARGEST_SIGMA_LINES = 0.001;

/** Cells below this coherence do not count. */
const LEAST_COHERENCE = 0.2;

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
  return correctAzimuthShift(interferogram, area.placements, dopplers, registration.appliedS);
}

/** Doppler of the secondary's carrier in terms of the reference burst's lines and samples. */
function secondaryDoppler(pair: OpenedPair, placement: BurstPlacement, geometry: ChebyshevVolume): DopplerAt {
  const carrier = secondaryCarrier(pair, placement);
  const { window } = placement;
  const middle = [
    window.firstLine + window.lines / 2,
    window.firstSample + window.samples / 2,
    geometry.domain.heightM.min,
  ] as const;
  const lines = evaluateVolume(geometry, BURST_QUANTITY.lineOffset, ...middle);
  const samples = evaluateVolume(geometry, BURST_QUANTITY.sampleOffset, ...middle);
  return (line, sample) => carrier.dopplerHz(line + lines, sample + samples);
}

/** One burst's interferogram of an overlap, and its secondary's Doppler there. */
async function formPart(
  gpu: Gpu,
  pair: OpenedPair,
  area: Area,
  grid: LookGrid,
  placement: BurstPlacement,
  readSamples: ReadSamples,
): Promise<{ cells: Float32Array; dopplerAt: DopplerAt }> {
  const geometry = await fitBurst(pair, area, placement);
  const alignment = alignBurst({ placement, looks: grid.looks, geometry, carrier: secondaryCarrier(pair, placement) });
  const { cells } = await formInterferogram(gpu, { grid, alignments: [alignment], dem: area.dem, readSamples });
  return { cells, dopplerAt: secondaryDoppler(pair, placement, geometry) };
}

/** Interferograms of both bursts over every overlap, compared cell by cell. */
async function overlapSamples(
  gpu: Gpu,
  pair: OpenedPair,
  area: Area,
  readSamples: ReadSamples,
): Promise<OverlapSample[]> {
  const { grid } = area;
  const window: GridWindow = {
    firstLine: grid.firstLine,
    firstSample: grid.firstSample,
    lines: grid.rows * grid.looks.azimuth,
    samples: grid.columns * grid.looks.range,
  };
  const samples: OverlapSample[] = [];
  for (const overlap of burstOverlaps(pair.bursts, grid.radarGrid, window, LOOKS)) {
    const earlier = await formPart(gpu, pair, area, overlap.grid, overlap.earlier, readSamples);
    const later = await formPart(gpu, pair, area, overlap.grid, overlap.later, readSamples);
    for (let cell = 0; cell < overlap.grid.rows * overlap.grid.columns; cell++) {
      const row = (Math.floor(cell / overlap.grid.columns) + 0.5) * LOOKS.azimuth - 0.5;
      const column = ((cell % overlap.grid.columns) + 0.5) * LOOKS.range - 0.5;
      const [a, b, p1, p2] = earlier.cells.subarray(4 * cell, 4 * cell + 4) as unknown as [
        number,
        number,
        number,
        number,
      ];
      const [c, d, q1, q2] = later.cells.subarray(4 * cell, 4 * cell + 4) as unknown as [
        number,
        number,
        number,
        number,
      ];
      if (!(p1 * p2 > 0 && q1 * q2 > 0)) continue;
      const coherence = Math.min(Math.hypot(a, b) / Math.sqrt(p1 * p2), Math.hypot(c, d) / Math.sqrt(q1 * q2));
      if (coherence < LEAST_COHERENCE) continue;
      const at = ({ window: { firstLine, firstSample } }: BurstPlacement) =>
        [firstLine + row, firstSample + column] as const;
      samples.push({
        re: a * c + b * d,
        im: b * c - a * d,
        separationHz: earlier.dopplerAt(...at(overlap.earlier)) - later.dopplerAt(...at(overlap.later)),
        coherence,
      });
    }
  }
  return samples;
}

/**
 * Refines the azimuth registration by spectral diversity on the burst overlaps of the area. Without overlaps, or where they
 * are not coherent enough, the geometric registration stands and a warning says so.
 */
export async function registerAzimuth(
  gpu: Gpu,
  pair: OpenedPair,
  area: Area,
  readSamples: ReadSamples,
  warn: Warn,
): Promise<AzimuthRegistration> {
  const samples = await overlapSamples(gpu, pair, area, readSamples);
  const estimate = estimateAzimuthShift(samples);
  const intervalS = area.grid.radarGrid.lineIntervalS;
  const priorLines = Math.max(PRIOR_SIGMA_LINES[pair.referenceOrbit.kind], PRIOR_SIGMA_LINES[pair.secondaryOrbit.kind]);
  const refuse = (reason: 'no_overlap' | 'low_coherence', why: string): AzimuthRegistration => {
    warn({
      code: 'AZIMUTH_NOT_REFINED',
      stage: 'coregister',
      message: `${why}: the azimuth registration is that of orbits and DEM, good to about ${priorLines} line (${(250 * priorLines).toFixed(1)} mm at a burst's edge).`,
    });
    return {
      state: 'not_applied',
      reason,
      estimate,
      appliedS: 0,
      residualAfterRad: estimate?.residualBeforeRad ?? null,
    };
  };
  if (samples.length === 0 || !estimate)
    return refuse('no_overlap', 'No burst overlap with coherent cells lies in the area');
  const sigmaLines = estimate.sigmaS / intervalS;
  if (!(sigmaLines < LARGEST_SIGMA_LINES))
    return refuse('low_coherence', 'The burst overlaps of the area are not coherent enough');
  const foundLines = estimate.shiftS / intervalS;
  if (Math.abs(foundLines) > UNUSUAL_SIGMA * Math.hypot(priorLines, sigmaLines))
    warn({
      code: 'AZIMUTH_SHIFT_UNUSUAL',
      stage: 'coregister',
      message: `Burst overlaps say that the dates are ${foundLines.toFixed(4)} line apart in azimuth, more than orbits explain (${priorLines} line): ground that moves along the track, the ionosphere or a wrong orbit. It was corrected.`,
    });
  const trust = priorLines ** 2 / (priorLines ** 2 + sigmaLines ** 2);
  const appliedS = estimate.shiftS * trust;
  return {
    state: 'applied',
    reason: null,
    estimate,
    appliedS,
    residualAfterRad: overlapResidualRad(samples, appliedS),
  };
}

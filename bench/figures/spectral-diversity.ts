import {
  type AzimuthShift,
  type OverlapSample,
  chooseCycle,
  estimateAzimuthShift,
} from '../../src/coregister/index.ts';
import { effectiveLooks } from '../../src/speckle/index.ts';
import { Random } from '../../test/support/random.ts';
import { type Cell, gaussianCell } from './overlap-cells.ts';

export const description = 'spectral diversity against injected shifts and the Cramer-Rao bound, coherence 1, 0.5, 0.2';

const LINE_S = 2.055_556_3e-3;

/** IW1: cells of 4 x 32 pixels; 27 of them lie down an overlap once the edges are cut. */
const ROWS = 27;
const LOOKS = effectiveLooks(
  {
    rangeWindow: { bandwidthHz: 56.5e6, hammingCoefficient: 0.75 },
    azimuthWindow: { bandwidthHz: 327, hammingCoefficient: 0.7 },
    rangeSamplingRateHz: 64.345e6,
    azimuthTimeIntervalS: LINE_S,
  },
  4,
  32,
);

/** Doppler between the bursts of an overlap: the rate of 1787 Hz/s over a cycle of 2.758 s; a few per cent across the swath. */
const SEPARATION_HZ = 4929;
const SEPARATION_CHANGE = 0.03;

/** What the pipeline asks of an estimate (src/pipeline/register/spectral-diversity.ts). */
const LARGEST_SIGMA_LINES = 0.001;

/** A solution this far off is on a wrong cycle: a quarter of the overlap's. */
const WRAPPED_LINES = 0.25 / SEPARATION_HZ / LINE_S;

interface Case {
  readonly coherence: number;
  readonly columns: number;
  readonly lines: number;
  readonly seeds: number;
  /** Whether a correlation of patches, good to SEED_SIGMA_LINES, tells the cycle. */
  readonly isSeeded: boolean;
}

const SEED_SIGMA_LINES = 0.01;

const seeded = { isSeeded: true, seeds: 100 } as const;
const alone = { isSeeded: false, seeds: 100 } as const;

const CASES: readonly Case[] = [
  ...[0.002, 0.02, 0.04, -0.04, 0.06].map((lines) => ({ ...seeded, seeds: 1, coherence: 1, columns: 88, lines })),
  ...[0.002, 0.02, 0.04, 0.06].map((lines) => ({ ...seeded, coherence: 0.5, columns: 88, lines })),
  { ...seeded, coherence: 0.5, columns: 4, lines: 0.02 },
  ...[0.002, 0.02, 0.04, 0.06].map((lines) => ({ ...alone, coherence: 0.5, columns: 32, lines })),
  ...[0.002, 0.04].map((lines) => ({ ...seeded, coherence: 0.2, columns: 88, lines })),
  ...[32, 8, 4, 1].map((columns) => ({ ...seeded, coherence: 0.2, columns, lines: 0.04 })),
  ...[0.002, 0.02, 0.04, 0.06].map((lines) => ({ ...alone, coherence: 0.2, columns: 32, lines })),
];

function coherenceOf({ re, im, referencePower, secondaryPower }: Cell): number {
  return Math.hypot(re, im) / Math.sqrt(referencePower * secondaryPower);
}

function separationHz(column: number, columns: number): number {
  return SEPARATION_HZ * (1 + SEPARATION_CHANGE * ((column + 0.5) / columns - 0.5));
}

/** Cells of one overlap as both bursts see them, with speckle of their own, and a phase of deformation common to both. */
function overlapSamples({ coherence, columns, lines }: Case, seed: number): OverlapSample[] {
  const random = new Random(seed + 1000 * Math.round(1000 * lines));
  const samples: OverlapSample[] = [];
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < columns; column++) {
      const separation = separationHz(column, columns);
      const turn = Math.PI * separation * lines * LINE_S;
      const common = 0.2 * row + 0.1 * column;
      const earlier = gaussianCell(coherence, common + turn, LOOKS, random);
      const later = gaussianCell(coherence, common - turn, LOOKS, random);
      samples.push({
        re: earlier.re * later.re + earlier.im * later.im,
        im: earlier.im * later.re - earlier.re * later.im,
        separationHz: separation,
        coherence: Math.sqrt(coherenceOf(earlier) * coherenceOf(later)),
      });
    }
  return samples;
}

/**
 * Cramer-Rao bound of the shift, lines. The phase of an interferogram of N looks has variance (1 - γ²) / (2 γ² N) at best
 * (Rosen et al. 2000); the difference of two that are independent has twice that; cells add their information (2π Δf)² / variance.
 */
function boundLines({ coherence, columns }: Case): number {
  const variance = (1 - coherence ** 2) / (coherence ** 2 * LOOKS);
  let information = 0;
  for (let column = 0; column < columns; column++)
    information += (ROWS * (2 * Math.PI * separationHz(column, columns)) ** 2) / variance;
  return 1 / Math.sqrt(information) / LINE_S;
}

/** What the pipeline makes of the cells: the shift on the cycle that it chooses, or nothing where it refuses. */
function accepted(test: Case, samples: readonly OverlapSample[], seed: number): AzimuthShift | undefined {
  const estimate = estimateAzimuthShift(samples);
  if (!estimate || !(estimate.sigmaS / LINE_S < LARGEST_SIGMA_LINES)) return undefined;
  const correlated = test.lines + SEED_SIGMA_LINES * new Random(7919 * seed).normal();
  const cycle = chooseCycle({
    foundLines: estimate.shiftS / LINE_S,
    sigmaLines: estimate.sigmaS / LINE_S,
    cycleLines: estimate.cycleS / LINE_S,
    seed: test.isSeeded ? { lines: correlated, sigmaLines: SEED_SIGMA_LINES } : undefined,
  });
  if (cycle === undefined || cycle === 0) return cycle === 0 ? estimate : undefined;
  return estimateAzimuthShift(samples, estimate.shiftS + cycle * estimate.cycleS);
}

const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

const lines = (value: number): string => `${value.toExponential(2)} line`;

function report(test: Case): void {
  const cells: number[] = [];
  const errors: number[] = [];
  const normalised: number[] = [];
  for (let seed = 1; seed <= test.seeds; seed++) {
    const samples = overlapSamples(test, seed);
    const estimate = accepted(test, samples, seed);
    cells.push(samples.length);
    if (!estimate) continue;
    const error = estimate.shiftS / LINE_S - test.lines;
    errors.push(error);
    normalised.push(error / (estimate.sigmaS / LINE_S));
  }
  const bound = boundLines(test);
  const worst = Math.max(0, ...errors.map(Math.abs));
  const wrapped = errors.filter((error) => Math.abs(error) > WRAPPED_LINES).length;
  const used = cells.reduce((sum, count) => sum + count, 0) / cells.length;
  const parts = [
    `coherence ${test.coherence}, ${test.lines} line, ${ROWS * test.columns} cells (${used.toFixed(0)} used)`,
    test.isSeeded ? 'with correlation' : 'alone',
    `accepted ${errors.length} of ${test.seeds}`,
  ];
  if (errors.length > 0) parts.push(`rms ${lines(rms(errors))}`, `worst ${lines(worst)}`);
  if (test.coherence < 1) {
    parts.push(`bound ${lines(bound)}`);
    if (errors.length > 0) {
      const within = errors.filter((error) => Math.abs(error) < 3 * bound).length;
      parts.push(`rms / bound ${(rms(errors) / bound).toFixed(2)}`, `within 3 x bound ${within} of ${errors.length}`);
      parts.push(`rms / stated sigma ${rms(normalised).toFixed(2)}`);
    }
    parts.push(`wrapped ${wrapped}`);
  }
  console.log(parts.join(' | '));
}

export async function run(): Promise<void> {
  console.log(`cells of 4 x 32 pixels, ${LOOKS.toFixed(1)} effective looks`);
  for (const test of CASES) report(test);
}

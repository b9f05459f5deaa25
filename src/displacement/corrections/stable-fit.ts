import { type Design, huberFit, leastSquares, residuals, robustScale } from './linear-fit.ts';

/** Displacement of a part of the area, for what is estimated from the interferogram itself. */
export interface FitSample {
  /** From the middle of the area, km. */
  readonly eastKm: number;
  readonly northKm: number;
  readonly heightM: number;
  readonly displacementMm: number;
  /** True near a point of the job, where something may move. */
  readonly isNearPoint: boolean;
}

export interface StableFit {
  readonly found: Float64Array;
  /** Of the unknowns, shape (unknowns, unknowns), judged by the last of them, from leaving parts of the area out; ground is not independent cell by cell. */
  readonly covariance: Float64Array;
  /** 1 for samples of ground taken as not deforming. */
  readonly kept: Uint8Array;
  readonly residualMm: Float64Array;
  /** Each ninth of the area left out: what is found without it. */
  readonly withoutPart: readonly Float64Array[];
}

/** Fewer samples than this determine nothing. */
export const LEAST_SAMPLES = 60;

/** Residuals beyond this many standard deviations are deformation. */
const DEFORMING = 3;

/** Least deviation that counts as deformation, mm: below it the exclusion would eat noise-free scenes. */
const LEAST_DEVIATION_MM = 0.5;

/** At least this share of the samples has to stay. */
const LEAST_KEPT = 0.5;

const ROUNDS = 12;

/**
 * Parts along each side of the area that are left out one at a time, tried in turn: the largest standard deviation counts,
 * since parts narrower than what the troposphere is correlated over are not independent.
 */
const PARTS = [2, 3, 4] as const;

/** Marks what lies within a distance of marked samples, by a grid of that distance. */
function grow(samples: readonly FitSample[], marked: Uint8Array, distanceKm: number): Uint8Array {
  const boxOf = (km: number): number => Math.floor(km / distanceKm);
  const key = (x: number, y: number): number => x * 100_003 + y;
  const boxes = new Map<number, number[]>();
  for (const [k, { eastKm, northKm }] of samples.entries()) {
    if (marked[k] !== 1) continue;
    const at = key(boxOf(eastKm), boxOf(northKm));
    const box = boxes.get(at);
    if (box) box.push(k);
    else boxes.set(at, [k]);
  }
  return Uint8Array.from(samples, ({ eastKm, northKm }) => {
    for (let x = boxOf(eastKm) - 1; x <= boxOf(eastKm) + 1; x++)
      for (let y = boxOf(northKm) - 1; y <= boxOf(northKm) + 1; y++)
        for (const k of boxes.get(key(x, y)) ?? [])
          if (Math.hypot(samples[k]!.eastKm - eastKm, samples[k]!.northKm - northKm) <= distanceKm) return 1;
    return 0;
  });
}

/** Mean distance of neighbours if the samples lay on a square grid, km. */
function spacingKm(samples: readonly FitSample[]): number {
  const east = samples.map(({ eastKm }) => eastKm);
  const north = samples.map(({ northKm }) => northKm);
  const span = (values: readonly number[]): number =>
    values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity);
  return Math.sqrt((Math.max(span(east), 0.01) * Math.max(span(north), 0.01)) / samples.length);
}

/** A sample far off with like neighbours: single outliers do not make a deforming area, and are held by Huber's weights. */
function deforming(samples: readonly FitSample[], residualMm: Float64Array, kept: Uint8Array, spacing: number) {
  const scale = robustScale(residualMm.filter((_, k) => kept[k] === 1));
  const limit = Math.max(DEFORMING * scale, LEAST_DEVIATION_MM);
  const off = residualMm.map((value) => (Math.abs(value) > limit ? 1 : 0));
  return grow(samples, Uint8Array.from(off), 2 * spacing);
}

/** Which part of the area, `along` by `along`, each sample lies in. */
export function partOf(samples: readonly FitSample[], along: number): Uint8Array {
  const low = { east: Infinity, north: Infinity };
  const high = { east: -Infinity, north: -Infinity };
  for (const { eastKm, northKm } of samples) {
    low.east = Math.min(low.east, eastKm);
    low.north = Math.min(low.north, northKm);
    high.east = Math.max(high.east, eastKm);
    high.north = Math.max(high.north, northKm);
  }
  const step = (value: number, from: number, to: number): number =>
    Math.min(along - 1, Math.floor((along * (value - from)) / Math.max(to - from, 1e-9)));
  return Uint8Array.from(
    samples,
    ({ eastKm, northKm }) => step(northKm, low.north, high.north) * along + step(eastKm, low.east, high.east),
  );
}

/** What is found with each part left out in turn, and the covariance that says of the whole (delete-one jackknife). */
function leaveParts(
  samples: readonly FitSample[],
  design: Design,
  values: Float64Array,
  kept: Uint8Array,
  along: number,
) {
  const parts = partOf(samples, along);
  const present = [...new Set(parts)].filter((part) => parts.some((p, k) => p === part && kept[k] === 1));
  const found = present.flatMap((part) => {
    const weights = Float64Array.from(kept, (keep, k) => (parts[k] === part ? 0 : keep));
    return leastSquares(design, values, weights) ?? [];
  });
  const { unknowns } = design;
  const covariance = new Float64Array(unknowns * unknowns);
  // Where leaving a part out leaves the unknowns open, that part decides alone.
  if (found.length < present.length || found.length < 3) return { found, covariance: covariance.fill(Infinity) };
  const mean = new Float64Array(unknowns);
  for (const one of found) for (let i = 0; i < unknowns; i++) mean[i]! += one[i]! / found.length;
  for (const one of found)
    for (let i = 0; i < unknowns; i++)
      for (let j = 0; j < unknowns; j++)
        covariance[i * unknowns + j]! +=
          ((found.length - 1) / found.length) * (one[i]! - mean[i]!) * (one[j]! - mean[j]!);
  return { found, covariance };
}

/**
 * Fits a model to the ground that does not deform: robustly, then without the samples that stand out together with what is
 * around them, again until these no longer change. Places near points of the job are left out as long as half remains.
 * @returns why not, where less than half of the ground is left or the unknowns are open
 */
export function stableFit(
  samples: readonly FitSample[],
  design: Design,
): StableFit | 'too_few_coherent_cells' | 'deformation_too_wide' | 'not_determined' {
  if (samples.length < LEAST_SAMPLES) return 'too_few_coherent_cells';
  const values = Float64Array.from(samples, ({ displacementMm }) => displacementMm);
  const spacing = spacingKm(samples);
  const far = Uint8Array.from(samples, ({ isNearPoint }) => (isNearPoint ? 0 : 1));
  const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
  const base = count(far) >= LEAST_KEPT * samples.length ? far : new Uint8Array(samples.length).fill(1);
  let kept = base;
  for (let round = 0; ; round++) {
    const found = huberFit(design, values, kept);
    if (!found) return 'not_determined';
    const residualMm = residuals(design, values, found);
    const moving = deforming(samples, residualMm, kept, spacing);
    const next = base.map((flag, k) => (moving[k] === 1 ? 0 : flag));
    if (count(next) < LEAST_KEPT * count(base)) return 'deformation_too_wide';
    if (round === ROUNDS || next.every((flag, k) => flag === kept[k])) {
      const tries = PARTS.map((along) => leaveParts(samples, design, values, kept, along));
      const last = design.unknowns ** 2 - 1;
      const { covariance } = tries.reduce((a, b) => (b.covariance[last]! > a.covariance[last]! ? b : a));
      return { found, covariance, kept, residualMm, withoutPart: tries[1]!.found };
    }
    kept = next;
  }
}

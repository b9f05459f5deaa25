import { type Design, huberFit, leastSquares, quantile, residuals } from './linear-fit.ts';
import { type FitSample, type StableFit, partOf, stableFit } from './stable-fit.ts';

/** Why phase and height give no troposphere. */
export type StratifiedRefusal =
  | 'too_few_coherent_cells'
  | 'relief_too_small'
  | 'height_is_a_slope'
  | 'relief_in_one_place'
  | 'deformation_too_wide'
  | 'height_and_deformation_correlated'
  | 'not_determined';

export interface StratifiedEstimate {
  /** Undefined where it is an estimate. */
  readonly refused: StratifiedRefusal | undefined;
  /** Of displacement with height, mm per km; NaN where refused before it could be found. */
  readonly slopeMmPerKm: number;
  readonly sigmaMmPerKm: number;
  /** Heights of the ground between the first and the last per cent, m. */
  readonly reliefM: number;
  /** Correlation of what deforms with height; NaN where not found. */
  readonly correlation: number;
  /** Share of the samples that was taken as not deforming. */
  readonly keptShare: number;
}

/** Relief below which nothing is estimated, m. */
export const LEAST_RELIEF_M = 200;

/** Standard deviation of heights about a plane below which height and a ramp are the same, m. */
const LEAST_ROUGHNESS_M = 25;

/** Beyond this correlation of residual and height the two cannot be told apart. */
const MOST_CORRELATION = 0.5;

/** Less than this share of deforming samples correlates with nothing. */
const LEAST_DEFORMING = 0.01;

/** Unknowns: offset, east, north (per km), height (per km). A ramp beside it keeps long waves out of the slope. */
function designOf(samples: readonly FitSample[]): Design {
  const terms = new Float64Array(4 * samples.length);
  for (const [k, { eastKm, northKm, heightM }] of samples.entries())
    terms.set([1, eastKm, northKm, heightM / 1000], 4 * k);
  return { terms, unknowns: 4 };
}

/** Heights less the plane through them, km. */
function roughnessKm(samples: readonly FitSample[]): Float64Array {
  const terms = new Float64Array(3 * samples.length);
  for (const [k, { eastKm, northKm }] of samples.entries()) terms.set([1, eastKm, northKm], 3 * k);
  const design = { terms, unknowns: 3 };
  const heights = Float64Array.from(samples, ({ heightM }) => heightM / 1000);
  const plane = leastSquares(design, heights, new Float64Array(samples.length).fill(1));
  return plane ? residuals(design, heights, plane) : new Float64Array(samples.length);
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function correlationOf(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const cross = a.reduce((sum, value, k) => sum + (value - meanA) * (b[k]! - meanB), 0) / a.length;
  const both = deviation(a) * deviation(b);
  return both > 0 ? cross / both : 0;
}

/** Relief whose variance lies to this share in a quarter of the area is in one place. */
const MOST_IN_ONE_PLACE = 0.85;
const PARTS = 4;

/** True where a quarter of the area has all the relief: a mountain that moves looks like one in a stratified troposphere. */
function isInOnePlace(samples: readonly FitSample[], rough: Float64Array): boolean {
  const parts = partOf(samples, PARTS);
  const inPart = new Float64Array(PARTS * PARTS);
  for (const [k, value] of rough.entries()) inPart[parts[k]!]! += value * value;
  const total = inPart.reduce((sum, value) => sum + value, 0);
  const largest = inPart.toSorted().slice(-(PARTS * PARTS) / 4);
  return largest.reduce((sum, value) => sum + value, 0) > MOST_IN_ONE_PLACE * total;
}

/** True where one part of the area makes the slope: what is there may as well be deformation. */
function restsOnOnePart({ found, withoutPart }: StableFit): boolean {
  const slope = found[3]!;
  const changes = withoutPart.map((one) => Math.abs(one[3]! - slope)).toSorted((a, b) => a - b);
  const median = changes[Math.floor(changes.length / 2)] ?? 0;
  const largest = changes.at(-1) ?? 0;
  return largest > Math.abs(slope) / 2 && largest > 5 * median;
}

/** Parts along each side of the area within which the slope is looked for on its own. */
const LOCAL_PARTS = 6;

/** A slope is one where the local one is within so many of its standard deviations, this share of it, or 1 mm over the relief. */
const LOCAL_SIGMAS = 2;
const LOCAL_SHARE = 0.25;

/** Slope within small parts, each with its own offset, mm per km: what a step or a long wave of the ground does not change. */
function localSlope(samples: readonly FitSample[]): number {
  const parts = partOf(samples, LOCAL_PARTS);
  const sums = new Float64Array(3 * LOCAL_PARTS ** 2);
  for (const [k, { heightM, displacementMm }] of samples.entries()) {
    const at = 3 * parts[k]!;
    sums[at]! += 1;
    sums[at + 1]! += heightM / 1000;
    sums[at + 2]! += displacementMm;
  }
  const mean = (k: number, of: 1 | 2): number => sums[3 * parts[k]! + of]! / sums[3 * parts[k]!]!;
  const terms = Float64Array.from(samples, ({ heightM }, k) => heightM / 1000 - mean(k, 1));
  const values = Float64Array.from(samples, ({ displacementMm }, k) => displacementMm - mean(k, 2));
  return huberFit({ terms, unknowns: 1 }, values, new Uint8Array(samples.length).fill(1))?.[0] ?? NaN;
}

/**
 * Stratified troposphere: displacement that grows with height, fitted robustly together with a ramp (Doin et al. 2009,
 * Cavalié et al. 2007) to the ground that does not deform. Refused where it could not be told from deformation.
 */
export function estimateStratified(samples: readonly FitSample[]): StratifiedEstimate {
  const heights = Float64Array.from(samples, ({ heightM }) => heightM);
  const reliefM = quantile(heights, 0.99) - quantile(heights, 0.01);
  const unknown = { slopeMmPerKm: NaN, sigmaMmPerKm: NaN, correlation: NaN, keptShare: NaN };
  const refuse = (refused: StratifiedRefusal) => ({ ...unknown, refused, reliefM: reliefM || 0 });
  if (!(reliefM >= LEAST_RELIEF_M)) return refuse(samples.length === 0 ? 'too_few_coherent_cells' : 'relief_too_small');
  const rough = roughnessKm(samples);
  if (deviation(rough) * 1000 < LEAST_ROUGHNESS_M) return refuse('height_is_a_slope');
  if (isInOnePlace(samples, rough)) return refuse('relief_in_one_place');
  const fit = stableFit(samples, designOf(samples));
  if (typeof fit === 'string') return refuse(fit);
  const ofKept = <T extends Float64Array>(values: T) => values.filter((_, k) => fit.kept[k] === 1);
  const keptHeights = ofKept(heights);
  const keptReliefM = quantile(keptHeights, 0.99) - quantile(keptHeights, 0.01);
  const keptShare = keptHeights.length / samples.length;
  const estimate = {
    slopeMmPerKm: fit.found[3]!,
    sigmaMmPerKm: Math.sqrt(fit.covariance[15]!),
    reliefM: keptReliefM,
    correlation: correlationOf(fit.residualMm, rough),
    keptShare,
  };
  if (keptReliefM < LEAST_RELIEF_M) return { ...estimate, refused: 'relief_too_small' };
  if (!Number.isFinite(estimate.sigmaMmPerKm)) return { ...estimate, refused: 'not_determined' };
  const tolerance = Math.max(
    LOCAL_SIGMAS * estimate.sigmaMmPerKm,
    LOCAL_SHARE * Math.abs(estimate.slopeMmPerKm),
    1000 / keptReliefM,
  );
  const isLocal = Math.abs(localSlope(samples) - estimate.slopeMmPerKm) <= tolerance;
  const deforms = keptShare < 1 - LEAST_DEFORMING && Math.abs(estimate.correlation) > MOST_CORRELATION;
  if (deforms || !isLocal || restsOnOnePart(fit)) return { ...estimate, refused: 'height_and_deformation_correlated' };
  return { ...estimate, refused: undefined };
}

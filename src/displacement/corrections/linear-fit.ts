/** Weighted linear fits of a few unknowns to many samples, in f64. */

/** Shape (samples, unknowns), row-major. */
export interface Design {
  readonly terms: Float64Array;
  readonly unknowns: number;
}

/** Solves a small symmetric system by Cholesky's method; undefined where it is singular. */
function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const n = right.length;
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i !== j) l[i * n + j] = sum / l[j * n + j]!;
      else if (sum > 1e-12 * matrix[i * n + i]!) l[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i * n + k]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= l[k * n + i]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  return x;
}

/**
 * Least squares.
 * @param weights one a sample; 0 leaves it out
 * @returns undefined where the samples do not determine the unknowns
 */
export function leastSquares(
  { terms, unknowns }: Design,
  values: Float64Array,
  weights: Float64Array,
): Float64Array | undefined {
  const matrix = new Float64Array(unknowns * unknowns);
  const right = new Float64Array(unknowns);
  for (let k = 0; k < values.length; k++) {
    const weight = weights[k]!;
    if (weight === 0) continue;
    for (let i = 0; i < unknowns; i++) {
      const term = weight * terms[k * unknowns + i]!;
      right[i]! += term * values[k]!;
      for (let j = 0; j <= i; j++) matrix[i * unknowns + j]! += term * terms[k * unknowns + j]!;
    }
  }
  for (let i = 0; i < unknowns; i++)
    for (let j = i + 1; j < unknowns; j++) matrix[i * unknowns + j] = matrix[j * unknowns + i]!;
  return solveSymmetric(matrix, right);
}

/** What a fit leaves of each sample. */
export function residuals({ terms, unknowns }: Design, values: Float64Array, found: Float64Array): Float64Array {
  return values.map((value, k) => {
    let model = 0;
    for (let i = 0; i < unknowns; i++) model += terms[k * unknowns + i]! * found[i]!;
    return value - model;
  });
}

/** Value below which a share of the values lies; NaN of none. */
export function quantile(values: Float64Array, share: number): number {
  if (values.length === 0) return Number.NaN;
  return values.toSorted()[Math.min(values.length - 1, Math.floor(share * values.length))]!;
}

/** Standard deviation of normal values by their median distance from zero. */
export function robustScale(values: Float64Array): number {
  return 1.4826 * quantile(values.map(Math.abs), 0.5);
}

/** Huber's tuning constant: 95 % efficient for normal errors. */
const HUBER = 1.345;
const ROUNDS = 15;

/**
 * Huber's estimate by reweighted least squares.
 * @param kept 1 for the samples that count
 */
export function huberFit(design: Design, values: Float64Array, kept: Uint8Array): Float64Array | undefined {
  let weights: Float64Array = Float64Array.from(kept);
  let found = leastSquares(design, values, weights);
  for (let round = 0; round < ROUNDS && found; round++) {
    const left = residuals(design, values, found);
    const limit = HUBER * robustScale(left.filter((_, k) => kept[k] === 1));
    if (!(limit > 0)) return found;
    weights = left.map((value, k) => (kept[k] === 1 ? Math.min(1, limit / Math.abs(value)) : 0));
    found = leastSquares(design, values, weights);
  }
  return found;
}

import { logGamma } from './log-gamma.ts';

/** Nodes of the inverse over true coherence 0..1. */
const NODES = 256;

/** A term this small beside the sum, past the largest one, ends the series. */
const NEGLIGIBLE = 1e-13;
const RESCALE_AT = 1e200;

/**
 * Expected sample coherence for a true one (Touzi et al. 1999, eq. 8; Gaussian speckle):
 * E[γ̂] = Γ(L) Γ(3/2) / Γ(L + 1/2) · 3F2(3/2, L, L; L + 1/2, 1; γ²) (1 - γ²)^L. All terms are positive; their sum is
 * rescaled on the way, so that it overflows for no number of looks.
 * @param effectiveLooks any real number >= 1
 */
export function expectedSampleCoherence(coherence: number, effectiveLooks: number): number {
  const looks = Math.max(effectiveLooks, 1);
  if (coherence >= 1 || looks === 1) return 1;
  const square = coherence ** 2;
  let term = 1;
  let sum = 1;
  let logScale = 0;
  for (let k = 0; ; k++) {
    const ratio = (((1.5 + k) * (looks + k) ** 2) / ((looks + 0.5 + k) * (k + 1) ** 2)) * square;
    term *= ratio;
    sum += term;
    if (ratio < 1 && term < NEGLIGIBLE * sum * (1 - ratio)) break;
    if (sum > RESCALE_AT) {
      term /= RESCALE_AT;
      sum /= RESCALE_AT;
      logScale += Math.log(RESCALE_AT);
    }
  }
  const logFront = logGamma(looks) + logGamma(1.5) - logGamma(looks + 0.5) + looks * Math.log(1 - square);
  return Math.exp(logFront + Math.log(sum) + logScale);
}

/**
 * Removes the bias of the sample coherence: the true coherence whose expected estimate is the one found, 0 below the
 * expectation at coherence 0. By a table for one number of looks: make it once for a raster.
 */
export function biasRemoval(effectiveLooks: number): (rawCoherence: number) => number {
  // One look says nothing of coherence: every estimate is 1.
  if (effectiveLooks <= 1) return (raw) => (Number.isNaN(raw) ? NaN : 0);
  const expected = Float64Array.from({ length: NODES + 1 }, (_, i) =>
    expectedSampleCoherence(i / NODES, effectiveLooks),
  );
  return (raw) => {
    if (Number.isNaN(raw)) return NaN;
    if (raw <= expected[0]!) return 0;
    if (raw >= 1) return 1;
    let low = 0;
    let high = NODES;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (expected[middle]! <= raw) low = middle;
      else high = middle;
    }
    const share = (raw - expected[low]!) / (expected[high]! - expected[low]!);
    // In squares: the expectation starts as a parabola, on which its inverse is a square root.
    return Math.sqrt((low ** 2 + share * (high ** 2 - low ** 2)) / NODES ** 2);
  };
}

/** The 99 % quantile of the sample coherence where the true one is 0: √(1 - 0.01^(1/(L-1))) (Touzi et al. 1999). */
export function zeroCoherenceQuantile(effectiveLooks: number): number {
  if (effectiveLooks <= 1) return 1;
  return Math.sqrt(1 - 0.01 ** (1 / (effectiveLooks - 1)));
}

import type { SpectralWindow } from '../model/index.ts';

/** A table of fractional-delay filters: row p holds the taps for the fraction p / phases, p = 0..phases. */
export interface InterpolatorTable {
  readonly taps: number;
  readonly phases: number;
  /** Shape (phases + 1, taps). Tap k multiplies the sample floor(x) - taps/2 + 1 + k. */
  readonly weights: Float32Array;
}

/** Points of the numerical integrals over frequency; the integrands are smooth, 256 give 1e-10. */
const FREQUENCY_STEPS = 256;

/**
 * Weight given to frequencies outside the band relative to its middle: keeps the normal equations well posed and the
 * gain of noise there bounded, at no measurable cost inside.
 */
const OUT_OF_BAND_WEIGHT = 1e-6;

/** Amplitude of the processor's Hamming window at frequency `f` (cycles per sample) for a band of width `band`. */
export function hammingAmplitude(f: number, band: number, coefficient: number): number {
  if (Math.abs(f) > band / 2) return 0;
  return coefficient + (1 - coefficient) * Math.cos((2 * Math.PI * f) / band);
}

/** Solves a symmetric positive definite system by Cholesky; `matrix` (n, n) is overwritten by its factor. */
function factorize(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      matrix[i * n + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * n + j]!;
    }
}

function substitute(factor: Float64Array, right: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    let sum = right[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * n + k]! * right[k]!;
    right[i] = sum / factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let k = i + 1; k < n; k++) sum -= factor[k * n + i]! * right[k]!;
    right[i] = sum / factor[i * n + i]!;
  }
}

/**
 * Least-squares band-limited interpolator: for each fraction μ the taps minimise
 * ∫ W(f) |Σ h_k e^{j2πfk} - e^{j2πfμ}|² df, W the power spectrum the processor left (Hamming window squared over the
 * processed bandwidth). At μ = 0 it is the identity.
 * Source: Laakso et al. 1996, "Splitting the unit delay", section on general least squares.
 * @param samplingRateHz of the dimension
 */
export function designInterpolator(
  window: SpectralWindow,
  samplingRateHz: number,
  taps: number,
  phases = 256,
): InterpolatorTable {
  const band = Math.min(window.bandwidthHz / samplingRateHz, 1);
  const autocorrelation = (lag: number): number => {
    let sum = 0;
    for (let i = 0; i < FREQUENCY_STEPS; i++) {
      const f = ((i + 0.5) / FREQUENCY_STEPS - 0.5) * band;
      sum += hammingAmplitude(f, band, window.hammingCoefficient) ** 2 * Math.cos(2 * Math.PI * f * lag);
    }
    const sinc = lag === 0 ? 1 : Math.sin(Math.PI * lag) / (Math.PI * lag);
    return (sum * band) / FREQUENCY_STEPS + OUT_OF_BAND_WEIGHT * sinc;
  };
  const matrix = new Float64Array(taps * taps);
  for (let i = 0; i < taps; i++) for (let j = 0; j < taps; j++) matrix[i * taps + j] = autocorrelation(i - j);
  factorize(matrix, taps);
  const weights = new Float32Array((phases + 1) * taps);
  const right = new Float64Array(taps);
  for (let p = 0; p <= phases; p++) {
    const fraction = p / phases;
    for (let k = 0; k < taps; k++) right[k] = autocorrelation(k - (taps / 2 - 1) - fraction);
    substitute(matrix, right, taps);
    weights.set(right, p * taps);
  }
  // A whole sample is itself, without the rounding of the solution.
  for (const whole of [0, 1]) {
    const row = weights.subarray(whole * phases * taps, (whole * phases + 1) * taps).fill(0);
    row[taps / 2 - 1 + whole] = 1;
  }
  return { taps, phases, weights };
}

/**
 * The taps of a table (its phases a multiple of 4) a quarter sample before and after a sample, shape (2, taps): before,
 * they start taps/2 samples ahead of it, after, taps/2 - 1.
 */
export function quarterTaps({ taps, phases, weights }: InterpolatorTable): Float32Array {
  const out = new Float32Array(2 * taps);
  for (const [side, fraction] of [0.75, 0.25].entries())
    out.set(weights.subarray(fraction * phases * taps, (fraction * phases + 1) * taps), side * taps);
  return out;
}

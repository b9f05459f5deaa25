import { type InterpolatorTable, designInterpolator } from '../../src/coregister/index.ts';
import type { SpectralWindow } from '../../src/model/index.ts';

/** One dimension of an image: its spectrum, its sampling, and the taps that we resample it with. */
export interface Dimension {
  readonly window: SpectralWindow;
  readonly rateHz: number;
  readonly taps: number;
}

/** A swath's image: azimuth and range. */
export interface SwathImage {
  readonly name: string;
  readonly range: Dimension;
  readonly azimuth: Dimension;
  /** Largest loss of coherence that resampling may cost. */
  readonly limit: number;
}

function swathImage(
  name: string,
  rangeHz: number,
  azimuthHz: number,
  azimuthHamming: number,
  limit: number,
): SwathImage {
  return {
    name,
    range: { window: { bandwidthHz: rangeHz, hammingCoefficient: 0.75 }, rateHz: 64.345238e6, taps: 12 },
    azimuth: {
      window: { bandwidthHz: azimuthHz, hammingCoefficient: azimuthHamming },
      rateHz: 486.486,
      taps: 8,
    },
    limit,
  };
}

/** Processed bandwidths and windows of IW as annotated. */
export const SWATH_IMAGES: readonly SwathImage[] = [
  swathImage('IW1', 56.5e6, 327, 0.7, 2e-4),
  swathImage('IW2', 48.3e6, 313, 0.75, 2e-5),
  swathImage('IW3', 42.8e6, 314, 0.75, 2e-5),
];

/** A way to resample: weights at a fraction; weight k multiplies the sample floor(x) - taps/2 + 1 + k. */
export type Resampler = (fraction: number) => readonly number[];

/** Our taps, mixed linearly between two rows of the table as the kernel does. */
export function ourResampler({ window, rateHz, taps }: Dimension): Resampler {
  const { phases, weights }: InterpolatorTable = designInterpolator(window, rateHz, taps);
  return (fraction) => {
    const row = Math.min(Math.floor(fraction * phases), phases - 1);
    const mix = fraction * phases - row;
    return Array.from(
      { length: taps },
      (_, k) => (1 - mix) * weights[row * taps + k]! + mix * weights[(row + 1) * taps + k]!,
    );
  };
}

/**
 * ISCE3's taps (0.24, Sinc2dInterpolator): sinc times a raised cosine without pedestal, 8 long, 8192 phases of which the
 * one below the fraction is taken, every phase normalised to unit gain at zero frequency.
 */
export const isce3Resampler: Resampler = (fraction) => {
  const [length, phases] = [8, 8192];
  const tabulated = Math.floor(fraction * phases) / phases;
  const weights = Array.from({ length }, (_, k) => {
    const x = k - (length / 2 - 1) - tabulated;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return sinc * (0.5 + 0.5 * Math.cos((2 * Math.PI * x) / length));
  });
  const gain = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / gain);
};

/** Amplitude of the processor's window at a frequency in cycles per sample; 0 outside the band. */
export function amplitude({ window, rateHz }: Dimension, f: number): number {
  const x = (f * rateHz) / window.bandwidthHz;
  if (Math.abs(x) > 0.5) return 0;
  return window.hammingCoefficient + (1 - window.hammingCoefficient) * Math.cos(2 * Math.PI * x);
}

const STEPS = 2000;

/**
 * What resampling costs an image with this spectrum: 1 - |∫ P H conj(E)| / sqrt(∫ P |H|² ∫ P), with P the power spectrum,
 * E = e^{j2πfμ} the exact shift and H the filter.
 */
export function spectralLoss(dimension: Dimension, resampler: Resampler, fraction: number): number {
  const weights = resampler(fraction);
  const band = dimension.window.bandwidthHz / dimension.rateHz;
  let [re, im, filtered, whole] = [0, 0, 0, 0];
  for (let n = 0; n < STEPS; n++) {
    const f = ((n + 0.5) / STEPS - 0.5) * band;
    const power = amplitude(dimension, f) ** 2;
    let [x, y] = [0, 0];
    for (const [k, weight] of weights.entries()) {
      const angle = 2 * Math.PI * f * (k - (weights.length / 2 - 1) - fraction);
      x += weight * Math.cos(angle);
      y += weight * Math.sin(angle);
    }
    re += power * x;
    im += power * y;
    filtered += power * (x * x + y * y);
    whole += power;
  }
  return 1 - Math.hypot(re, im) / Math.sqrt(filtered * whole);
}

/** Loss of an image shifted in both dimensions: spectra and filters are separable, so coherences multiply. */
export function imageLoss(range: number, azimuth: number): number {
  return 1 - (1 - range) * (1 - azimuth);
}

import type { SpectralWindow } from '../model/index.ts';

/** Points of the integrals over frequency. */
const FREQUENCY_STEPS = 512;

/** Correlation of neighbouring samples at `lag` samples for the spectrum a processor left; 1 at lag 0. */
function sampleCorrelation(window: SpectralWindow, samplingRateHz: number, lag: number): number {
  const band = Math.min(window.bandwidthHz / samplingRateHz, 1);
  const { hammingCoefficient: a } = window;
  let sum = 0;
  let total = 0;
  for (let i = 0; i < FREQUENCY_STEPS; i++) {
    const x = (i + 0.5) / FREQUENCY_STEPS - 0.5;
    const power = (a + (1 - a) * Math.cos(2 * Math.PI * x)) ** 2;
    sum += power * Math.cos(2 * Math.PI * x * band * lag);
    total += power;
  }
  return sum / total;
}

/**
 * Effective number of independent looks of the mean intensity of n samples in a row of oversampled, windowed speckle:
 * n² / Σ (n - |k|) |ρ(k)|² (Lee & Pottier 2009, section 4.2: the looks that give the variance of the mean).
 */
export function effectiveLooks1d(window: SpectralWindow, samplingRateHz: number, samples: number): number {
  let sum = samples;
  for (let k = 1; k < samples; k++) {
    const correlation = sampleCorrelation(window, samplingRateHz, k);
    sum += 2 * (samples - k) * correlation * correlation;
  }
  return samples ** 2 / sum;
}

/** Correlation of the mean intensities of two neighbouring runs of n samples: Σ |ρ(i - j)|² across over within. */
function neighbourCorrelation1d(window: SpectralWindow, samplingRateHz: number, samples: number): number {
  let within = samples;
  let across = 0;
  for (let k = 1; k < 2 * samples; k++) {
    const square = sampleCorrelation(window, samplingRateHz, k) ** 2;
    if (k < samples) within += 2 * (samples - k) * square;
    across += Math.min(k, 2 * samples - k) * square;
  }
  return across / within;
}

/** Sampling and spectrum of a swath in both dimensions. */
export interface SwathSpectrum {
  readonly rangeWindow: SpectralWindow;
  readonly azimuthWindow: SpectralWindow;
  readonly rangeSamplingRateHz: number;
  readonly azimuthTimeIntervalS: number;
}

/** Effective looks of a box of full-resolution pixels. */
export function effectiveLooks(swath: SwathSpectrum, lines: number, samples: number): number {
  return (
    effectiveLooks1d(swath.azimuthWindow, 1 / swath.azimuthTimeIntervalS, lines) *
    effectiveLooks1d(swath.rangeWindow, swath.rangeSamplingRateHz, samples)
  );
}

/** How far neighbouring multilook cells are not independent: correlation of their speckle, by rows and by columns. */
export interface CellCorrelation {
  readonly row: number;
  readonly column: number;
}

/** Correlation of the speckle of neighbouring boxes of full-resolution pixels. */
export function cellCorrelation(swath: SwathSpectrum, lines: number, samples: number): CellCorrelation {
  return {
    row: neighbourCorrelation1d(swath.azimuthWindow, 1 / swath.azimuthTimeIntervalS, lines),
    column: neighbourCorrelation1d(swath.rangeWindow, swath.rangeSamplingRateHz, samples),
  };
}

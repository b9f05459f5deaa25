import { describe, expect, it } from 'vitest';
import type { SpectralWindow } from '../../../src/model/index.ts';
import { cellCorrelation, effectiveLooks, effectiveLooks1d } from '../../../src/speckle/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';

/** Speckle in a row with the processor's spectrum: white noise through its impulse response. */
function speckle(window: SpectralWindow, rateHz: number, count: number, seed: number): Float64Array {
  const reach = 32;
  const band = window.bandwidthHz / rateHz;
  const response = Float64Array.from({ length: 2 * reach + 1 }, (_, k) => {
    let sum = 0;
    for (let n = 0; n < 400; n++) {
      const x = (n + 0.5) / 400 - 0.5;
      const amplitude = window.hammingCoefficient + (1 - window.hammingCoefficient) * Math.cos(2 * Math.PI * x);
      sum += amplitude * Math.cos(2 * Math.PI * x * band * (k - reach));
    }
    return sum;
  });
  const random = new Random(seed);
  const noise = Float64Array.from({ length: 2 * (count + 2 * reach) }, () => random.normal());
  return Float64Array.from({ length: count }, (_, i) => {
    let [re, im] = [0, 0];
    for (let k = 0; k <= 2 * reach; k++) {
      re += response[k]! * noise[2 * (i + k)]!;
      im += response[k]! * noise[2 * (i + k) + 1]!;
    }
    return re * re + im * im;
  });
}

/** mean² / variance of the mean intensity of windows of `samples` samples. */
function looksOf(intensity: Float64Array, samples: number): number {
  const windows = Array.from({ length: Math.floor(intensity.length / samples) }, (_, w) =>
    intensity.subarray(w * samples, (w + 1) * samples).reduce((sum, value) => sum + value, 0),
  );
  const mean = windows.reduce((sum, value) => sum + value, 0) / windows.length;
  const variance = windows.reduce((sum, value) => sum + (value - mean) ** 2, 0) / windows.length;
  return mean ** 2 / variance;
}

const IW1_RANGE = { bandwidthHz: 56.5e6, hammingCoefficient: 0.75 };
const IW3_RANGE = { bandwidthHz: 42.8e6, hammingCoefficient: 0.75 };
const AZIMUTH = { bandwidthHz: 314, hammingCoefficient: 0.75 };

describe('effective looks', () => {
  it.each([
    ['IW1 range', IW1_RANGE, 64.345e6],
    ['IW3 range', IW3_RANGE, 64.345e6],
    ['azimuth', AZIMUTH, 486.486],
  ] as const)('%s: those of simulated speckle', (name, window, rateHz) => {
    const intensity = speckle(window, rateHz, 120_000, 1);
    for (const samples of [1, 2, 4, 12]) {
      const expected = looksOf(intensity, samples);
      const error = Math.abs(effectiveLooks1d(window, rateHz, samples) / expected - 1);
      // The variance of 10,000 windows of exponential sums is known to 2 to 3 %.
      const limit = 4 * Math.sqrt((2 + 6 / expected) / (120_000 / samples));
      stateFigure(`effective looks, ${name}, ${samples} samples`, error * 100, limit * 100, '%');
      expect(error).toBeLessThan(limit);
    }
  });

  it.each([1, 2, 4, 12])('neighbouring cells of %i samples are as correlated as in simulated speckle', (samples) => {
    const intensity = speckle(IW1_RANGE, 64.345e6, 240_000, 2);
    const sums = Array.from({ length: 240_000 / samples }, (_, w) =>
      intensity.subarray(w * samples, (w + 1) * samples).reduce((sum, value) => sum + value, 0),
    );
    const mean = sums.reduce((sum, value) => sum + value, 0) / sums.length;
    const product = (lag: number): number =>
      sums.reduce((sum, value, w) => sum + (w < lag ? 0 : (value - mean) * (sums[w - lag]! - mean)), 0);
    const swath = {
      rangeWindow: IW1_RANGE,
      rangeSamplingRateHz: 64.345e6,
      azimuthWindow: AZIMUTH,
      azimuthTimeIntervalS: 1 / 486.486,
    };
    const { column } = cellCorrelation(swath, 4, samples);
    // A correlation from n pairs is known to 1/sqrt(n).
    expect(Math.abs(column - product(1) / product(0))).toBeLessThan(4 / Math.sqrt(sums.length));
  });

  it('are the samples themselves where the spectrum is full and flat, one for one sample', () => {
    const full = { bandwidthHz: 100, hammingCoefficient: 1 };
    expect(effectiveLooks1d(full, 100, 37)).toBeCloseTo(37, 3);
    expect(effectiveLooks1d(AZIMUTH, 486.486, 1)).toBe(1);
    // A band wider than the sampling cannot be more than full.
    expect(effectiveLooks1d({ bandwidthHz: 200, hammingCoefficient: 1 }, 100, 37)).toBeCloseTo(37, 3);
  });

  it('of a box are the product of both dimensions, fewer than its resolution cells', () => {
    const swath = {
      rangeWindow: IW1_RANGE,
      azimuthWindow: { bandwidthHz: 327, hammingCoefficient: 0.7 },
      rangeSamplingRateHz: 64.345e6,
      azimuthTimeIntervalS: 1 / 486.486,
    };
    const both = effectiveLooks(swath, 40, 160);
    expect(both).toBeCloseTo(
      effectiveLooks1d(swath.azimuthWindow, 486.486, 40) * effectiveLooks1d(IW1_RANGE, 64.345e6, 160),
      6,
    );
    const cells = 6400 * (56.5e6 / 64.345e6) * (327 / 486.486);
    expect(both).toBeLessThan(cells);
    expect(both).toBeGreaterThan(0.5 * cells);
  });
});

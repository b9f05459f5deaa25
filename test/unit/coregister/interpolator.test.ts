import { describe, expect, it } from 'vitest';
import { type InterpolatorTable, designInterpolator, hammingAmplitude } from '../../../src/coregister/index.ts';
import type { SpectralWindow } from '../../../src/model/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';

interface Spectrum {
  readonly window: SpectralWindow;
  readonly rateHz: number;
  readonly taps: number;
}

const range = (bandwidthHz: number): Spectrum => ({
  window: { bandwidthHz, hammingCoefficient: 0.75 },
  rateHz: 64.345e6,
  taps: 12,
});
const azimuth = (bandwidthHz: number, hammingCoefficient = 0.75): Spectrum => ({
  window: { bandwidthHz, hammingCoefficient },
  rateHz: 486.486,
  taps: 8,
});

/** Processed bandwidths of IW, and the largest loss that each may have. */
const DIMENSIONS: readonly (readonly [string, Spectrum, number])[] = [
  ['IW1 range', range(56.5e6), 2e-4],
  ['IW2 range', range(48.3e6), 2e-5],
  ['IW3 range', range(42.8e6), 2e-5],
  ['IW1 azimuth', azimuth(327, 0.7), 2e-5],
  ['IW2 azimuth', azimuth(313), 2e-5],
  ['IW3 azimuth', azimuth(314), 2e-5],
];

/** Power spectrum the processor left, at a frequency in cycles per sample; written out, not the designer's. */
function power({ window, rateHz }: Spectrum, f: number): number {
  const x = (f * rateHz) / window.bandwidthHz;
  return Math.abs(x) > 0.5
    ? 0
    : (window.hammingCoefficient + (1 - window.hammingCoefficient) * Math.cos(2 * Math.PI * x)) ** 2;
}

/** Weights at a fraction, mixed linearly between two rows of the table as the kernel does. */
function weightsAt(table: InterpolatorTable, fraction: number): number[] {
  const row = Math.min(Math.floor(fraction * table.phases), table.phases - 1);
  const mix = fraction * table.phases - row;
  return Array.from(
    { length: table.taps },
    (_, k) => (1 - mix) * table.weights[row * table.taps + k]! + mix * table.weights[(row + 1) * table.taps + k]!,
  );
}

/**
 * What resampling does to an image with this spectrum: 1 - γ with γ = |∫ P H conj(E)| / sqrt(∫ P |H|² ∫ P), the coherence
 * of the exact and the interpolated image (E = e^{j2πfμ} the exact shift, H the filter), and the phase of that product.
 */
function effect(spectrum: Spectrum, table: InterpolatorTable, fraction: number): { loss: number; phaseRad: number } {
  const weights = weightsAt(table, fraction);
  const [half, steps] = [spectrum.window.bandwidthHz / spectrum.rateHz / 2, 2000];
  let [re, im, filtered, whole] = [0, 0, 0, 0];
  for (let n = 0; n < steps; n++) {
    const f = ((n + 0.5) / steps) * 2 * half - half;
    const p = power(spectrum, f);
    let [x, y] = [0, 0];
    for (const [k, weight] of weights.entries()) {
      const angle = 2 * Math.PI * f * (k - (table.taps / 2 - 1) - fraction);
      x += weight * Math.cos(angle);
      y += weight * Math.sin(angle);
    }
    re += p * x;
    im += p * y;
    filtered += p * (x * x + y * y);
    whole += p;
  }
  return { loss: 1 - Math.hypot(re, im) / Math.sqrt(filtered * whole), phaseRad: Math.atan2(im, re) };
}

const design = ({ window, rateHz, taps }: Spectrum): InterpolatorTable => designInterpolator(window, rateHz, taps);

describe('the band-limited interpolator', () => {
  it.each(DIMENSIONS)('%s: loss at random fractions', (name, spectrum, limit) => {
    const table = design(spectrum);
    const random = new Random(1);
    const fractions = [0.5, 0.5 + 0.5 / table.phases, ...Array.from({ length: 60 }, () => random.uniform())];
    const effects = fractions.map((fraction) => effect(spectrum, table, fraction));
    const loss = Math.max(...effects.map((each) => each.loss));
    stateFigure(`interpolator, ${name}: 1 - coherence`, loss, limit);
    expect(loss).toBeLessThan(limit);
    // The spectrum is symmetric, so a phase would be the filter's own: an interferogram must not get one.
    expect(Math.max(...effects.map((each) => Math.abs(each.phaseRad)))).toBeLessThan(1e-6);
  });

  it('IW1 really needs its twelve taps: eight lose five times as much', () => {
    const [twelve, eight] = [range(56.5e6), { ...range(56.5e6), taps: 8 }];
    expect(effect(eight, design(eight), 0.5).loss).toBeGreaterThan(5 * effect(twelve, design(twelve), 0.5).loss);
  });

  it.each(DIMENSIONS)('%s: whole samples are themselves, exactly', (_, spectrum) => {
    const table = design(spectrum);
    const unit = (at: number): number[] => Array.from({ length: table.taps }, (__, k) => (k === at ? 1 : 0));
    expect(weightsAt(table, 0)).toEqual(unit(table.taps / 2 - 1));
    expect(weightsAt(table, 1)).toEqual(unit(table.taps / 2));
  });

  it.each(DIMENSIONS)('%s: a fraction and its complement are mirror images, a constant stays', (_, spectrum) => {
    const table = design(spectrum);
    for (const row of [1, 37, 128, 200]) {
      const there = weightsAt(table, row / table.phases);
      const back = weightsAt(table, 1 - row / table.phases).toReversed();
      for (const [k, weight] of there.entries()) expect(Math.abs(weight - back[k]!)).toBeLessThan(1e-6);
      expect(Math.abs(there.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(3e-2);
    }
  });

  it('shifts a tone of the band to the fraction asked for, in the direction of growing samples', () => {
    const table = design(azimuth(327));
    const tone = (position: number): number => Math.cos(2 * Math.PI * 0.2 * position + 0.4);
    for (const position of [10.25, 10.7, 11.03]) {
      const first = Math.floor(position) - 3;
      const sum = weightsAt(table, position - Math.floor(position)).reduce((s, w, k) => s + w * tone(first + k), 0);
      expect(Math.abs(sum - tone(position))).toBeLessThan(2e-3);
    }
  });

  it("the window is Hamming's, over the processed band only", () => {
    expect(hammingAmplitude(0, 0.6, 0.75)).toBe(1);
    expect(hammingAmplitude(0.3, 0.6, 0.75)).toBeCloseTo(0.5, 12);
    expect(hammingAmplitude(-0.15, 0.6, 0.75)).toBeCloseTo(0.75, 12);
    expect(hammingAmplitude(0.301, 0.6, 0.75)).toBe(0);
    expect(hammingAmplitude(0.3, 0.6, 1)).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { fourier } from '../../../src/simulate/fft.ts';
import { bandFilter } from '../../../src/simulate/focus.ts';
import { PHASORS, PHASOR_STEPS } from '../../../src/simulate/phasor-table.ts';
import { halfNormalTable, randomStream } from '../../../src/simulate/random.ts';
import { KERNEL_STEPS, KERNEL_WIDTH, kernelSpectrum, kernelTable } from '../../../src/simulate/spreading-kernel.ts';

describe('fourier', () => {
  it.each([2, 4, 8, 16, 32, 128])('length %i equals the sum over n', (length) => {
    const re = Float64Array.from({ length }, (_, i) => Math.sin(i * i + 1));
    const im = Float64Array.from({ length }, (_, i) => Math.cos(3 * i));
    const [x, y] = [re.slice(), im.slice()];
    fourier(length).forward(x, y);
    for (let k = 0; k < length; k++) {
      let [sumRe, sumIm] = [0, 0];
      for (let n = 0; n < length; n++) {
        const angle = (-2 * Math.PI * k * n) / length;
        sumRe += re[n]! * Math.cos(angle) - im[n]! * Math.sin(angle);
        sumIm += re[n]! * Math.sin(angle) + im[n]! * Math.cos(angle);
      }
      expect(Math.hypot(x[k]! - sumRe, y[k]! - sumIm)).toBeLessThan(1e-10);
    }
    fourier(length).inverse(x, y);
    for (let n = 0; n < length; n++) expect(Math.abs(x[n]! / length - re[n]!)).toBeLessThan(1e-13);
  });
});

describe('spreading kernel', () => {
  const table = kernelTable();
  it('has the stated spectrum in the used band, and its images are 90 dB below', () => {
    // Spectrum seen through the cells, for a scatterer at several fractions: the kernel's transform plus its images.
    for (const frequency of [0, 0.05, 0.12, 0.22]) {
      for (const step of [0, 200, 512, 1000]) {
        let [re, im] = [0, 0];
        for (let cell = 0; cell < KERNEL_WIDTH; cell++) {
          const angle = -2 * Math.PI * frequency * (cell - 2 - step / KERNEL_STEPS);
          re += table[step * KERNEL_WIDTH + cell]! * Math.cos(angle);
          im += table[step * KERNEL_WIDTH + cell]! * Math.sin(angle);
        }
        expect(Math.hypot(re / kernelSpectrum(frequency) - 1, im / kernelSpectrum(frequency))).toBeLessThan(3e-5);
      }
    }
  });
});

describe('band filter', () => {
  it('is the Hamming window inside the band, nothing outside, and a response of peak 1', () => {
    const filter = bandFilter({ bandwidthHz: 56.5e6, hammingCoefficient: 0.75 }, 64.345e6, 1024);
    const band = 56.5 / 64.345;
    const at = (k: number): number => filter.weights[(k + 1024) % 1024]! * kernelSpectrum(Math.abs(k) / 2048);
    for (const k of [50, 200, 380]) {
      expect(at(k) / at(0)).toBeCloseTo(0.75 + 0.25 * Math.cos((2 * Math.PI * k) / 1024 / band), 12);
      expect(at(-k)).toBeCloseTo(at(k), 14);
    }
    expect(at(Math.ceil((band / 2) * 1024))).toBe(0);
    let peak = 0;
    for (let k = -512; k < 512; k++) peak += at(k);
    expect(peak).toBeCloseTo(1, 12);
  });
});

describe('random streams', () => {
  it('depend on their keys alone', () => {
    const take = (stream: () => number): number[] => Array.from({ length: 5 }, stream);
    expect(take(randomStream(1, 2, 3))).toEqual(take(randomStream(1, 2, 3)));
    expect(take(randomStream(1, 2, 3))).not.toEqual(take(randomStream(1, 3, 2)));
    expect(take(randomStream(1, -2, 3))).not.toEqual(take(randomStream(1, 2, 3)));
  });
  it('drive circular Gaussians of unit power, unrelated between blocks', () => {
    const table = halfNormalTable();
    const draw = (count: number, ...keys: number[]): number[] => {
      const stream = randomStream(...keys);
      return Array.from({ length: count }, () => {
        const bits = stream();
        return [table[bits & 0xffff]!, table[bits >>> 16]!];
      }).flat();
    };
    const count = 200_000;
    const values = draw(count, 7, 0, 0);
    const other = draw(count, 7, 0, 1);
    const moment = (power: number): number => values.reduce((sum, v) => sum + v ** power, 0) / values.length;
    // Variance 1/2 and fourth moment 3/4 of a normal; five standard errors of the estimates.
    expect(Math.abs(moment(2) - 0.5)).toBeLessThan(5 * Math.sqrt(0.5 / values.length));
    expect(Math.abs(moment(4) - 0.75)).toBeLessThan(5 * Math.sqrt(6 / values.length));
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(0.5 / values.length));
    const product = values.reduce((sum, v, i) => sum + v * other[i]!, 0) / values.length;
    expect(Math.abs(product)).toBeLessThan(5 * (0.5 / Math.sqrt(values.length)));
  });
});

describe('phasor table', () => {
  it('with a second-order turn gives cos and sin to 1e-9', () => {
    let worst = 0;
    for (let k = 0; k < 10_000; k++) {
      const cycles = k / 10_000 + 3.7e-5;
      const step = cycles * PHASOR_STEPS;
      const index = Math.floor(step);
      const turn = ((step - index) * 2 * Math.PI) / PHASOR_STEPS;
      const cosine = PHASORS[2 * index]! * (1 - 0.5 * turn * turn) - PHASORS[2 * index + 1]! * turn;
      worst = Math.max(worst, Math.abs(cosine - Math.cos(2 * Math.PI * cycles)));
    }
    expect(worst).toBeLessThan(1e-9);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { phaseDensity, phaseSigmaRad } from '../../../src/speckle/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';
import { sharedPath } from '../../support/shared-data.ts';

const table = sharedPath('coherence/coherence_bias_and_phase_std.csv');

describe.skipIf(!existsSync(table))('phase deviation against Lee et al. 1994 (needs ../shared/data/coherence)', () => {
  it('within 3 % for every number of looks and coherence of the table', () => {
    const rows = readFileSync(table, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number) as [looks: number, coherence: number, _: number, phaseStd: number]);
    expect(rows).toHaveLength(88);
    const worst = Math.max(
      ...rows.map(([looks, coherence, , expected]) => Math.abs(phaseSigmaRad(coherence, looks) / expected - 1)),
    );
    stateFigure('phase deviation against the table', worst * 100, 3, '%');
    expect(worst).toBeLessThan(0.001);
  });
});

describe('phase deviation in closed form', () => {
  it.each([1, 2.5, 10, 300])('at coherence 0 the phase is uniform: π/√3 (%f looks)', (looks) => {
    expect(phaseSigmaRad(0, looks)).toBeCloseTo(Math.PI / Math.sqrt(3), 3);
  });

  it.each([0.3, 0.9, 0.99, 0.9999])('one look at coherence %f: π²/3 - π asin γ + asin² γ - Li2(γ²)/2', (coherence) => {
    // Bamler & Hartl 1998, eq. 44. Li2 by its series beside 0, by Euler's reflection beside 1.
    const series = (x: number): number =>
      Array.from({ length: 400 }, (_, k) => x ** (k + 1) / (k + 1) ** 2).reduce((a, b) => a + b);
    const square = coherence ** 2;
    const dilogarithm =
      square < 0.9 ? series(square) : Math.PI ** 2 / 6 - Math.log(square) * Math.log(1 - square) - series(1 - square);
    const angle = Math.asin(coherence);
    const expected = Math.sqrt(Math.PI ** 2 / 3 - Math.PI * angle + angle ** 2 - dilogarithm / 2);
    expect(Math.abs(phaseSigmaRad(coherence, 1) / expected - 1)).toBeLessThan(1e-4);
  });

  it.each([
    [5, 0.9999],
    [30, 0.9999],
    [300, 0.9999],
    [2000, 0.999],
  ])("near coherence 1 it is Student's: √((1-γ²)/(2(L-1))) (%i looks, coherence %f)", (looks, coherence) => {
    const limit = Math.sqrt((1 - coherence ** 2) / (2 * (looks - 1)));
    expect(Math.abs(phaseSigmaRad(coherence, looks) / limit - 1)).toBeLessThan(2e-3);
  });

  it('approaches the Cramér-Rao bound from above with many looks', () => {
    for (const coherence of [0.3, 0.5, 0.8]) {
      const bound = Math.sqrt((1 - coherence ** 2) / (2 * 2000 * coherence ** 2));
      const ratio = phaseSigmaRad(coherence, 2000) / bound;
      expect(ratio).toBeGreaterThan(1);
      expect(ratio).toBeLessThan(1.01);
    }
  });

  it('falls with coherence and with looks, is 0 at coherence 1 and takes values outside 0..1 for the ends', () => {
    const looks = [1, 1.5, 4, 29, 265];
    const coherences = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.999, 0.99999];
    const falls = (values: readonly number[]): boolean => values.every((value, k) => k === 0 || value < values[k - 1]!);
    for (const count of looks) expect(falls(coherences.map((coherence) => phaseSigmaRad(coherence, count)))).toBe(true);
    for (const coherence of coherences.slice(1))
      expect(falls(looks.map((count) => phaseSigmaRad(coherence, count)))).toBe(true);
    expect(phaseSigmaRad(1, 10)).toBe(0);
    expect(phaseSigmaRad(1.2, 10)).toBe(0);
    expect(phaseSigmaRad(-0.1, 10)).toBe(phaseSigmaRad(0, 10));
  });
});

describe('the density of the phase', () => {
  it.each([
    [0, 3],
    [0.5, 1],
    [0.7, 4.6],
    [0.95, 29],
    [0.6, 265],
  ])('coherence %f, %f looks: positive, symmetric, and 1 in all', (coherence, looks) => {
    const steps = 4000;
    let mass = 0;
    for (let n = 0; n < steps; n++) {
      const phase = ((n + 0.5) / steps) * 2 * Math.PI - Math.PI;
      const density = phaseDensity(phase, coherence, looks);
      expect(density).toBeGreaterThanOrEqual(-1e-15);
      expect(phaseDensity(-phase, coherence, looks)).toBeCloseTo(density, 12);
      mass += (density * 2 * Math.PI) / steps;
    }
    expect(mass).toBeCloseTo(1, 6);
  });

  it('is what simulated looks give', () => {
    const [coherence, looks, trials] = [0.6, 3, 40_000];
    const random = new Random(1);
    const counts = new Float64Array(8);
    for (let n = 0; n < trials; n++) {
      let [re, im] = [0, 0];
      for (let look = 0; look < looks; look++) {
        const [a, b, x, y] = [random.normal(), random.normal(), random.normal(), random.normal()] as const;
        const [c, d] = [coherence * a + 0.8 * x, coherence * b + 0.8 * y];
        re += a * c + b * d;
        im += b * c - a * d;
      }
      counts[Math.floor((Math.abs(Math.atan2(im, re)) / Math.PI) * 8 * (1 - 1e-12))]!++;
    }
    for (const [bin, count] of counts.entries()) {
      let expected = 0;
      for (let k = 0; k < 100; k++)
        expected += (2 * phaseDensity(((bin + (k + 0.5) / 100) * Math.PI) / 8, coherence, looks) * Math.PI) / 800;
      // Four standard deviations of a count.
      expect(Math.abs(count / trials - expected)).toBeLessThan(4 * Math.sqrt(expected / trials));
    }
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { biasRemoval, expectedSampleCoherence, zeroCoherenceQuantile } from '../../../src/speckle/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';
import { sharedPath } from '../../support/shared-data.ts';

const table = sharedPath('coherence/coherence_bias_and_phase_std.csv');

/** Sample coherences of `trials` independent windows of `looks` looks. */
function simulate(coherence: number, looks: number, trials: number, seed: number): number[] {
  const random = new Random(seed);
  const rest = Math.sqrt(1 - coherence ** 2);
  return Array.from({ length: trials }, () => {
    let [re, im, first, second] = [0, 0, 0, 0];
    for (let look = 0; look < looks; look++) {
      const [a, b, x, y] = [random.normal(), random.normal(), random.normal(), random.normal()] as const;
      const [c, d] = [coherence * a + rest * x, coherence * b + rest * y];
      re += a * c + b * d;
      im += b * c - a * d;
      first += a * a + b * b;
      second += c * c + d * d;
    }
    return Math.hypot(re, im) / Math.sqrt(first * second);
  });
}

describe('coherence without its bias', () => {
  it('of 16 looks: the mean of many is within 0.03 at coherence 0.3 and 0.02 from 0.4', () => {
    const remove = biasRemoval(16);
    for (const [coherence, limit] of [
      [0.3, 0.03],
      [0.4, 0.02],
      [0.5, 0.02],
      [0.6, 0.02],
      [0.8, 0.02],
      [0.95, 0.02],
    ] as const) {
      const found = simulate(coherence, 16, 20_000, 100 * coherence).map(remove);
      const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
      stateFigure(`bias left at coherence ${coherence}, 16 looks`, Math.abs(mean - coherence), limit);
      expect(Math.abs(mean - coherence)).toBeLessThan(limit);
    }
  });

  it('is the inverse of the expectation, for any number of looks', () => {
    for (const looks of [1.3, 2, 7.7, 29, 480])
      for (const coherence of [0.05, 0.21, 0.5, 0.83, 0.98])
        expect(biasRemoval(looks)(expectedSampleCoherence(coherence, looks))).toBeCloseTo(coherence, 4);
  });

  it('is held to 0..1, knows no data, and trusts no single look', () => {
    const remove = biasRemoval(8);
    expect(remove(1)).toBe(1);
    expect(remove(expectedSampleCoherence(0, 8))).toBe(0);
    expect(remove(0.1)).toBe(0);
    expect(remove(NaN)).toBeNaN();
    expect(biasRemoval(1)(1)).toBe(0);
    expect(biasRemoval(0.5)(NaN)).toBeNaN();
  });

  it('the expectation at coherence 0 is Γ(L) Γ(3/2) / Γ(L + 1/2)', () => {
    // By recurrence from L = 1, where it is 1: E(L + 1) = E(L) L / (L + 1/2).
    let expected = 1;
    for (let looks = 1; looks < 40; looks++) {
      expect(expectedSampleCoherence(0, looks)).toBeCloseTo(expected, 10);
      expected *= looks / (looks + 0.5);
    }
  });
});

describe.skipIf(!existsSync(table))('bias against Touzi et al. 1999 (needs ../shared/data/coherence)', () => {
  const rows = existsSync(table)
    ? readFileSync(table, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map(Number) as [looks: number, coherence: number, expected: number])
    : [];

  it('the table is the mean of simulated sample coherences', () => {
    for (const [looks, coherence, expected] of rows.filter(([l, c]) => l === 10 && [0, 0.3, 0.7].includes(c))) {
      const raws = simulate(coherence, looks, 8000, 5);
      expect(Math.abs(raws.reduce((sum, raw) => sum + raw, 0) / raws.length - expected)).toBeLessThan(0.006);
    }
  });

  it('the expectation is exact, and its inverse returns the true coherence', () => {
    const errors = rows.map(([looks, coherence, expected]) =>
      Math.abs(expectedSampleCoherence(coherence, looks) - expected),
    );
    const inverse = rows
      .filter(([looks]) => looks > 1)
      .map(([looks, coherence, expected]) => Math.abs(biasRemoval(looks)(expected) - coherence));
    stateFigure('expected sample coherence', Math.max(...errors), 1e-8);
    stateFigure('coherence from its expectation', Math.max(...inverse), 1e-4);
    expect(rows).toHaveLength(88);
    expect(Math.max(...errors)).toBeLessThan(1e-8);
    expect(Math.max(...inverse)).toBeLessThan(1e-4);
  });
});

describe('the zero-coherence quantile', () => {
  it.each([5, 20, 60])('is exceeded by 1 % of windows without coherence (%i looks)', (looks) => {
    const trials = 30_000;
    const limit = zeroCoherenceQuantile(looks);
    const share = simulate(0, looks, trials, looks).filter((raw) => raw > limit).length / trials;
    stateFigure(`share above the quantile, ${looks} looks`, share * 100, 1.2, '%');
    expect(Math.abs(share - 0.01)).toBeLessThan(0.002);
  });

  it('lets nothing through with one look or less', () => {
    expect(zeroCoherenceQuantile(1)).toBe(1);
    expect(zeroCoherenceQuantile(0.5)).toBe(1);
    expect(zeroCoherenceQuantile(1.0001)).toBeCloseTo(1, 6);
  });
});

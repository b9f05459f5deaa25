import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { removeBias, zeroCoherenceQuantile } from '../../../src/speckle/index.ts';
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
  it.each([4, 16, 60])('in the mean square: exact at coherence 0, near elsewhere (%i looks)', (looks) => {
    const trials = 20_000;
    for (const coherence of [0, 0.5, 0.9]) {
      const squares = simulate(coherence, looks, trials, looks).map((raw) => (looks * raw ** 2 - 1) / (looks - 1));
      const mean = squares.reduce((sum, square) => sum + square, 0) / trials;
      // At 0 only the noise of the simulation; elsewhere E[γ̂²] is γ² + (1-γ²)²/L + …, of which the first order is removed.
      const allowed = 4 / looks / Math.sqrt(trials) + (coherence > 0 ? 0.6 / looks : 0);
      expect(Math.abs(mean - coherence ** 2)).toBeLessThan(allowed);
    }
  });

  it('is the formula, held to 0..1', () => {
    expect(removeBias(1, 8)).toBe(1);
    expect(removeBias(Math.sqrt(1 / 8), 8)).toBeCloseTo(0, 7);
    expect(removeBias(0.1, 8)).toBe(0);
    expect(removeBias(0.8, 9)).toBeCloseTo(Math.sqrt((9 * 0.64 - 1) / 8), 12);
    expect(removeBias(0.8, 1)).toBe(0.8);
    expect(removeBias(NaN, 9)).toBeNaN();
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

  it('from coherence 0.3 on the corrected mean is within 0.04 at 20 looks and 0.02 at 50', () => {
    for (const [looks, limit] of [
      [20, 0.04],
      [50, 0.02],
    ] as const) {
      const found = rows.filter(([l, c]) => l === looks && c >= 0.3);
      const errors = found.map(([, coherence, expected]) => Math.abs(removeBias(expected, looks) - coherence));
      stateFigure(`coherence without bias, ${looks} looks`, Math.max(...errors), limit);
      expect(found).toHaveLength(8);
      expect(Math.max(...errors)).toBeLessThan(limit);
    }
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

import { describe, expect, it } from 'vitest';
import { phaseSigmaRad, phaseSpread } from '../../../src/speckle/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';

/** Phases of the mean of `looks` independent pairs of the coherence given, about their mean, in absolute value, ascending. */
function simulatedPhases(coherence: number, looks: number, count: number, seed: number): Float64Array {
  const random = new Random(seed);
  const rest = Math.sqrt(1 - coherence ** 2);
  return Float64Array.from({ length: count }, () => {
    let [re, im] = [0, 0];
    for (let look = 0; look < looks; look++) {
      const [a, b] = [random.normal(), random.normal()];
      const [c, d] = [coherence * a + rest * random.normal(), coherence * b + rest * random.normal()];
      re += a * c + b * d;
      im += b * c - a * d;
    }
    return Math.abs(Math.atan2(im, re));
  }).toSorted();
}

describe('the spread of the multilook phase', () => {
  it('without coherence is that of a uniform phase', () => {
    const { sigmaRad, p84Rad, p975Rad } = phaseSpread(0, 20);
    expect(sigmaRad).toBeCloseTo(Math.PI / Math.sqrt(3), 4);
    expect(p84Rad).toBeCloseTo(0.68 * Math.PI, 4);
    expect(p975Rad).toBeCloseTo(0.95 * Math.PI, 4);
  });

  it('has the quantiles of a normal distribution at high coherence and many looks', () => {
    const { sigmaRad, p84Rad, p975Rad } = phaseSpread(0.9, 100);
    expect(Math.abs(p84Rad / sigmaRad - 0.994_458)).toBeLessThan(0.005);
    expect(Math.abs(p975Rad / sigmaRad - 1.959_964)).toBeLessThan(0.01);
  });

  it('is the standard deviation of phaseSigmaRad, and nothing at coherence 1', () => {
    for (const [coherence, looks] of [
      [0.3, 4],
      [0.7, 16],
      [0.99, 9],
    ] as const)
      expect(phaseSpread(coherence, looks).sigmaRad).toBeCloseTo(phaseSigmaRad(coherence, looks), 12);
    expect(phaseSpread(1, 4)).toEqual({ sigmaRad: 0, p84Rad: 0, p975Rad: 0 });
  });

  it.each([
    [0.4, 4],
    [0.5, 16],
    [0.8, 4],
  ])('holds 68 %% and 95 %% of simulated phases at coherence %f, %i looks', (coherence, looks) => {
    const phases = simulatedPhases(coherence, looks, 20_000, 1000 * coherence + looks);
    const spread = phaseSpread(coherence, looks);
    const share = (limit: number): number => phases.findLastIndex((phase) => phase <= limit) / phases.length;
    // Binomial: 0.33 % and 0.15 % (1 sigma).
    stateFigure(`68 % at ${coherence}, ${looks} looks`, Math.abs(share(spread.p84Rad) - 0.68), 0.013);
    expect(Math.abs(share(spread.p84Rad) - 0.68)).toBeLessThan(0.013);
    expect(Math.abs(share(spread.p975Rad) - 0.95)).toBeLessThan(0.006);
  });
});

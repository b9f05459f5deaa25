import { describe, expect, it } from 'vitest';
import { SIGMA_CASES } from '../../../bench/figures/sigma-terms.ts';
import { stateFigure } from '../../support/figure.ts';

/** Stated over found; the standard deviation of 600 draws is good to 3 %, of 300 to 4 %. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  // The few weakest draws carry much of the mean square: of 300, some 8 % more of spread.
  'phase of a scatterer of 8 dB': [0.75, 1.25],
  // A sum of turbulence and height is more than what independent ones give: by up to a factor of the root of 2.
  'troposphere, 5 km and 0.3 km of height': [1, 1.4],
  'troposphere, 5 km and 1 km of height': [1, Math.SQRT2 * 1.1],
};

describe('each term of sigma against an error of its own', () => {
  it.each(SIGMA_CASES)('$name', ({ name, measure }) => {
    const draws = /scatterer|reference/.test(name) ? 300 : 2000;
    const { stated, found } = measure(draws);
    const [least, most] = RANGES[name] ?? [0.87, 1.13];
    stateFigure(`${name}: stated over found`, stated / found, most);
    expect(stated / found).toBeGreaterThan(least);
    expect(stated / found).toBeLessThan(most);
  });
});

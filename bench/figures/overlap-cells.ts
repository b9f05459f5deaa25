import { Random } from '../../test/support/random.ts';

/** A multilook cell of one burst: mean of reference · conj(secondary) and both powers. */
export interface Cell {
  readonly re: number;
  readonly im: number;
  readonly referencePower: number;
  readonly secondaryPower: number;
}

/** Gamma variate of unit scale (Marsaglia & Tsang 2000), shape at least 1. */
function gamma(shape: number, random: Random): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/**
 * A cell of jointly circular Gaussian pixels of unit power: the complex Wishart matrix of its looks by Bartlett's
 * decomposition (Goodman 1963), which looks of any number above 2 can have. A coherence of 1 has no noise but speckle.
 */
export function gaussianCell(coherence: number, phaseRad: number, looks: number, random: Random): Cell {
  const first = Math.sqrt(gamma(looks, random));
  const second = Math.sqrt(gamma(looks - 1, random));
  const [x, y] = [random.normal() / Math.SQRT2, random.normal() / Math.SQRT2];
  // Rows of C T with C C^H = [[1, γ], [γ, 1]] and T the lower triangle (first, 0; x + jy, second).
  const rest = Math.sqrt(1 - coherence ** 2);
  const [re, im, own] = [coherence * first + rest * x, rest * y, rest * second];
  const [cosine, sine] = [Math.cos(phaseRad), Math.sin(phaseRad)];
  // reference · conj(secondary), turned by the phase.
  const [a, b] = [first * re, -first * im];
  return {
    re: (a * cosine - b * sine) / looks,
    im: (a * sine + b * cosine) / looks,
    referencePower: first ** 2 / looks,
    secondaryPower: (re ** 2 + im ** 2 + own ** 2) / looks,
  };
}

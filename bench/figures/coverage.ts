import { biasRemoval } from '../../src/speckle/index.ts';
import { phaseSpreads } from '../../src/points/index.ts';
import { Random } from '../../test/support/random.ts';
import { markdownTable } from './markdown-table.ts';
import { SIGMA_CASES } from './sigma-terms.ts';

export const description =
  'coverage of the stated 68 % and 95 % intervals of phase, and each sigma term against its own error';

const CELLS = 10_000;
const COHERENCES = [0.2, 0.3, 0.5, 0.7, 0.9, 0.97] as const;
const LOOKS = [4, 8, 16, 32, 64, 128] as const;

/** Shares of the cells whose phase lies within the half widths stated, %. */
export interface Coverage {
  /** Half widths by the coherence that the cells were made with. */
  readonly known: readonly [p68: number, p95: number];
  /** Half widths by the coherence that each cell shows, its bias taken off, as an answer states them. */
  readonly stated: readonly [p68: number, p95: number];
  /** Root mean square phase over the mean of the stated variances' root. */
  readonly rmsOverSigma: number;
}

/**
 * Independent multilook cells of two dates of circular Gaussian pixels, true phase 0, against the intervals that the product
 * states.
 */
export function coverage(coherence: number, looks: number, cells: number, seed: number): Coverage {
  const random = new Random(seed);
  const spreadOf = phaseSpreads();
  const unbiased = biasRemoval(looks);
  const rest = Math.sqrt(1 - coherence ** 2);
  const truth = spreadOf(coherence, looks);
  const within = { known: [0, 0] as [number, number], stated: [0, 0] as [number, number] };
  const squares = { phase: 0, stated: 0 };
  for (let cell = 0; cell < cells; cell++) {
    let [re, im, first, second] = [0, 0, 0, 0];
    for (let look = 0; look < looks; look++) {
      const [a, b] = [random.normal(), random.normal()];
      const [c, d] = [coherence * a + rest * random.normal(), coherence * b + rest * random.normal()];
      re += a * c + b * d;
      im += b * c - a * d;
      first += a * a + b * b;
      second += c * c + d * d;
    }
    const off = Math.abs(Math.atan2(im, re));
    const shown = spreadOf(unbiased(Math.hypot(re, im) / Math.sqrt(first * second)), looks);
    if (off <= truth.p84Rad) within.known[0]++;
    if (off <= truth.p975Rad) within.known[1]++;
    if (off <= shown.p84Rad) within.stated[0]++;
    if (off <= shown.p975Rad) within.stated[1]++;
    squares.phase += off ** 2;
    squares.stated += shown.sigmaRad ** 2;
  }
  const percent = ([p68, p95]: readonly [number, number]): [number, number] => [
    (100 * p68) / cells,
    (100 * p95) / cells,
  ];
  return {
    known: percent(within.known),
    stated: percent(within.stated),
    rmsOverSigma: Math.sqrt(squares.phase / squares.stated),
  };
}

export async function run(): Promise<void> {
  const rows = COHERENCES.flatMap((coherence) =>
    LOOKS.map((looks, k) => {
      const { known, stated, rmsOverSigma } = coverage(coherence, looks, CELLS, 1000 * coherence + k);
      const numbers = [...known, ...stated].map((share) => share.toFixed(1));
      return [coherence.toString(), looks.toString(), ...numbers, rmsOverSigma.toFixed(3)];
    }),
  );
  console.log(`${CELLS} independent cells a row; one standard error is 0.5 points at 68 % and 0.2 at 95 %.`);
  console.log(
    'Within the interval by the true coherence, and by the coherence that each cell shows (as answers state it).\n',
  );
  console.log(
    markdownTable(
      ['coherence', 'looks', '68 %, true', '95 %, true', '68 %, shown', '95 %, shown', 'rms / stated sigma'],
      rows,
    ),
  );
  console.log('\nTerms of sigma, each with its own error alone:\n');
  const terms = SIGMA_CASES.map(({ name, measure }) => {
    const { stated, found, draws } = measure();
    return [name, stated.toFixed(3), found.toFixed(3), (stated / found).toFixed(3), draws.toString()];
  });
  console.log(markdownTable(['term', 'stated, mm', 'found, mm', 'stated / found', 'draws'], terms));
}

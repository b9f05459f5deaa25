import type { Looks } from '../../src/model/index.ts';
import { phaseSpreads } from '../../src/points/index.ts';
import { biasRemoval, effectiveLooks } from '../../src/speckle/index.ts';
import { Random } from '../../test/support/random.ts';
import { markdownTable } from './markdown-table.ts';
import { SWATH_IMAGES } from './resampling-loss.ts';
import { SIGMA_CASES } from './sigma-terms.ts';
import { imageOf, randomSpectrum } from './speckle-image.ts';

export const description =
  'coverage of the stated 68 % and 95 % intervals of phase, and each sigma term against its own error';

const CELLS = 10_000;

/** Images of a row of correlated cells: 4096 of 4 x 16 pixels. */
const IMAGES = 4;
const IMAGE_SIZE = 256;
const IW1 = SWATH_IMAGES[0]!;
type Image = ReturnType<typeof imageOf>;

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

/** Sums of a cell: reference · conj(secondary), and the power of both dates. */
interface CellSums {
  readonly re: number;
  readonly im: number;
  readonly first: number;
  readonly second: number;
}

/** Cells whose true phase is 0 against the intervals that the product states for their coherence and looks. */
function coverageOf(cells: readonly CellSums[], coherence: number, looks: number): Coverage {
  const spreadOf = phaseSpreads();
  const unbiased = biasRemoval(looks);
  const truth = spreadOf(coherence, looks);
  const known: [number, number] = [0, 0];
  const stated: [number, number] = [0, 0];
  const squares = { phase: 0, stated: 0 };
  for (const { re, im, first, second } of cells) {
    const off = Math.abs(Math.atan2(im, re));
    const shown = spreadOf(unbiased(Math.hypot(re, im) / Math.sqrt(first * second)), looks);
    if (off <= truth.p84Rad) known[0]++;
    if (off <= truth.p975Rad) known[1]++;
    if (off <= shown.p84Rad) stated[0]++;
    if (off <= shown.p975Rad) stated[1]++;
    squares.phase += off ** 2;
    squares.stated += shown.sigmaRad ** 2;
  }
  const percent = ([p68, p95]: readonly [number, number]): [number, number] => [
    (100 * p68) / cells.length,
    (100 * p95) / cells.length,
  ];
  return {
    known: percent(known),
    stated: percent(stated),
    rmsOverSigma: Math.sqrt(squares.phase / squares.stated),
  };
}

/** Coverage of independent multilook cells of two dates of circular Gaussian pixels. */
export function coverage(coherence: number, looks: number, count: number, seed: number): Coverage {
  const random = new Random(seed);
  const rest = Math.sqrt(1 - coherence ** 2);
  const cells = Array.from({ length: count }, (): CellSums => {
    let [re, im, first, second] = [0, 0, 0, 0];
    for (let look = 0; look < looks; look++) {
      const [a, b] = [random.normal(), random.normal()];
      const [c, d] = [coherence * a + rest * random.normal(), coherence * b + rest * random.normal()];
      re += a * c + b * d;
      im += b * c - a * d;
      first += a * a + b * b;
      second += c * c + d * d;
    }
    return { re, im, first, second };
  });
  return coverageOf(cells, coherence, looks);
}

/**
 * Coverage of cells of an image of IW1 whose pixels are correlated as the processor leaves them, for the looks that the product
 * takes them for; `images` of 256 x 256 pixels of each date.
 */
export function imageCoverage(
  coherence: number,
  box: Looks,
  images: number,
  seed: number,
): Coverage & { looks: number } {
  const { range, azimuth } = IW1;
  const looks = effectiveLooks(
    {
      rangeWindow: range.window,
      azimuthWindow: azimuth.window,
      rangeSamplingRateHz: range.rateHz,
      azimuthTimeIntervalS: 1 / azimuth.rateHz,
    },
    box.azimuth,
    box.range,
  );
  const rest = Math.sqrt(1 - coherence ** 2);
  const cells: CellSums[] = [];
  for (let image = 0; image < images; image++) {
    const [own, other] = [0, 1].map((k) => imageOf(randomSpectrum(IW1, 1000 * seed + 2 * image + k))) as [Image, Image];
    for (let row = 0; row + box.azimuth <= IMAGE_SIZE; row += box.azimuth)
      for (let column = 0; column + box.range <= IMAGE_SIZE; column += box.range) {
        let [re, im, first, second] = [0, 0, 0, 0];
        for (let i = row; i < row + box.azimuth; i++)
          for (let n = i * IMAGE_SIZE + column; n < i * IMAGE_SIZE + column + box.range; n++) {
            const [a, b] = [own.re[n]!, own.im[n]!];
            const [c, d] = [coherence * a + rest * other.re[n]!, coherence * b + rest * other.im[n]!];
            re += a * c + b * d;
            im += b * c - a * d;
            first += a * a + b * b;
            second += c * c + d * d;
          }
        cells.push({ re, im, first, second });
      }
  }
  return { ...coverageOf(cells, coherence, looks), looks };
}

function tableRow(coherence: number, looks: string, { known, stated, rmsOverSigma }: Coverage): string[] {
  const numbers = [...known, ...stated].map((share) => share.toFixed(1));
  return [coherence.toString(), looks, ...numbers, rmsOverSigma.toFixed(3)];
}

export async function run(): Promise<void> {
  const rows = COHERENCES.flatMap((coherence) =>
    LOOKS.map((looks, k) =>
      tableRow(coherence, looks.toString(), coverage(coherence, looks, CELLS, 1000 * coherence + k)),
    ),
  );
  console.log(`${CELLS} independent cells a row; one standard error is 0.5 points at 68 % and 0.2 at 95 %.`);
  console.log(
    'Within the interval by the true coherence, and by the coherence that each cell shows (as answers state it).\n',
  );
  const head = ['coherence', 'looks', '68 %, true', '95 %, true', '68 %, shown', '95 %, shown', 'rms / stated sigma'];
  console.log(markdownTable(head, rows));
  console.log('\nCells of 4 x 16 and 2 x 8 pixels of IW1, correlated as the processor leaves them:\n');
  const correlated = COHERENCES.flatMap((coherence) =>
    [
      { azimuth: 4, range: 16 },
      { azimuth: 2, range: 8 },
    ].map((box) => {
      const found = imageCoverage(coherence, box, IMAGES, 1000 * coherence);
      return tableRow(coherence, `${box.azimuth} x ${box.range}: ${found.looks.toFixed(1)}`, found);
    }),
  );
  console.log(markdownTable(head, correlated));
  console.log('\nTerms of sigma, each with its own error alone:\n');
  const terms = SIGMA_CASES.map(({ name, measure }) => {
    const { stated, found, draws } = measure();
    return [name, stated.toFixed(3), found.toFixed(3), (stated / found).toFixed(3), draws.toString()];
  });
  console.log(markdownTable(['term', 'stated, mm', 'found, mm', 'stated / found', 'draws'], terms));
}

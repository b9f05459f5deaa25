import { expect, it } from 'vitest';
import { type CoherenceWindow, DEFAULT_WINDOW, FRINGE_MARGIN } from '../../../src/coherence/index.ts';
import { estimateKernel } from '../../../src/coherence/estimate.kernel.ts';
import { estimate } from '../../reference/coherence/estimate.ts';
import { expectClose } from '../../support/expect-close.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';
import { runKernel } from '../../support/run-kernel.ts';

/** Sums of 9 terms in f32 (9 · 2^-24 = 5e-7), and the sine of a fringe good to a few 1e-7. */
const LIMIT = 1e-5;

interface Scene {
  readonly rows: number;
  readonly columns: number;
  readonly coherence: number;
  /** Phase from cell to cell, rad. */
  readonly fringe: { readonly row: number; readonly column: number };
  readonly gaps?: number;
  /** Powers span this many powers of ten. */
  readonly contrast?: number;
  readonly seed: number;
  readonly window?: CoherenceWindow;
}

/** Cells of 12 looks of two dates, a linear fringe between them. */
function randomCells(scene: Scene): Float32Array<ArrayBuffer> {
  const { rows, columns, coherence, fringe, gaps = 0, contrast = 1, seed } = scene;
  const random = new Random(seed);
  const cells = new Float32Array(rows * columns * 4);
  for (let at = 0; at < rows * columns; at++) {
    if (random.uniform() < gaps) continue;
    const scale = 10 ** (3 + contrast * random.uniform());
    const phase = fringe.row * Math.floor(at / columns) + fringe.column * (at % columns);
    for (let look = 0; look < 12; look++) {
      const [a, b, n, m] = [random.normal(), random.normal(), random.normal(), random.normal()] as const;
      const rest = Math.sqrt(1 - coherence ** 2);
      const [c, d] = [coherence * a + rest * n, coherence * b + rest * m];
      const [re, im] = [a * c + b * d, b * c - a * d];
      cells[4 * at]! += (scale / 12) * (re * Math.cos(phase) - im * Math.sin(phase));
      cells[4 * at + 1]! += (scale / 12) * (re * Math.sin(phase) + im * Math.cos(phase));
      cells[4 * at + 2]! += (scale / 12) * (a * a + b * b);
      cells[4 * at + 3]! += (scale / 12) * (c * c + d * d);
    }
  }
  return cells;
}

async function run(gpu: Parameters<typeof runKernel>[0], cells: Float32Array<ArrayBuffer>, scene: Scene) {
  const { rows, columns, window = DEFAULT_WINDOW } = scene;
  const { coherence } = await runKernel(gpu, estimateKernel, {
    params: { rows, columns, first_row: 0, output_rows: rows },
    buffers: { cells, coherence: new Float32Array(rows * columns) },
    overrides: { WINDOW_ROWS: window.rows, WINDOW_COLUMNS: window.columns, FRINGE_MARGIN },
    workgroups: [Math.ceil(columns / 16), Math.ceil(rows / 4)],
  });
  return coherence!.map((value) => (value < 0 ? NaN : value));
}

const flat = { row: 0, column: 0 };
const CASES: readonly (readonly [string, Scene])[] = [
  ['one cell', { rows: 1, columns: 1, coherence: 0.8, fringe: flat, seed: 1 }],
  ['one row', { rows: 1, columns: 37, coherence: 0.8, fringe: { row: 0, column: 0.4 }, seed: 2 }],
  ['one column', { rows: 23, columns: 1, coherence: 0.8, fringe: { row: -0.4, column: 0 }, seed: 3 }],
  ['a workgroup and a bit, coherent', { rows: 21, columns: 35, coherence: 0.9, fringe: flat, seed: 4 }],
  ['no coherence', { rows: 33, columns: 50, coherence: 0, fringe: flat, seed: 5 }],
  ['steep fringes', { rows: 33, columns: 50, coherence: 0.7, fringe: { row: 2.4, column: -2.9 }, seed: 6 }],
  ['gaps', { rows: 33, columns: 50, coherence: 0.6, fringe: { row: 0.7, column: 1.3 }, gaps: 0.4, seed: 7 }],
  [
    'a window of 4 x 5 cells',
    {
      rows: 25,
      columns: 30,
      coherence: 0.5,
      fringe: { row: 0.5, column: 0.1 },
      seed: 11,
      window: { rows: 4, columns: 5 },
    },
  ],
  ['bright targets of 60 dB', { rows: 17, columns: 19, coherence: 0.6, fringe: flat, contrast: 6, seed: 8 }],
];

describeGpu('coherence/estimate', (gpu) => {
  it.each(CASES)('%s', async (name, scene) => {
    const cells = randomCells(scene);
    const actual = await run(gpu(), cells, scene);
    const expected = estimate(cells, scene.rows, scene.columns, {
      ...(scene.window ?? DEFAULT_WINDOW),
      fringeMargin: FRINGE_MARGIN,
    });
    const worst = expectClose(actual, expected, { absolute: LIMIT, columns: scene.columns });
    stateFigure(`coherence, ${name}`, worst, LIMIT);
    expect(worst).toBeLessThan(LIMIT);
  });

  it('a fringe of any steepness leaves the coherence of identical dates at 1', async () => {
    const scene: Scene = { rows: 20, columns: 20, coherence: 1, fringe: { row: 2.9, column: -1.7 }, seed: 9 };
    const actual = await run(gpu(), randomCells(scene), scene);
    expect(Math.min(...actual)).toBeGreaterThan(1 - 1e-5);
  });

  it('is NaN without data, 0 where one date is black', async () => {
    const scene: Scene = { rows: 9, columns: 9, coherence: 0.8, fringe: flat, seed: 10 };
    const empty = await run(gpu(), new Float32Array(9 * 9 * 4), scene);
    expect([...empty].every(Number.isNaN)).toBe(true);
    const black = randomCells(scene).map((value, k) => (k % 4 === 2 ? value : 0));
    expect([...(await run(gpu(), black, scene))]).toEqual(Array(81).fill(0));
  });
});

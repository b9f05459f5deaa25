import { expect, it } from 'vitest';
import type { TileModel } from '../../../src/model/index.ts';
import { geocodeKernel } from '../../../src/products/geocode.kernel.ts';
import { type GeocodeInput, geocode } from '../../reference/products/geocode.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';
import { runKernel } from '../../support/run-kernel.ts';

/**
 * A position of up to 40 cells of a tile in f32 is good to 40 · 2^-23 = 5e-6 cell; the phase changes by up to 3 rad from
 * cell to cell, and by more where the mean is short: 1e-4 rad at a strength of 0.2.
 */
const PHASE_LIMIT_RAD = 1e-3;
const COHERENCE_LIMIT = 1e-4;
const LEAST_STRENGTH = 0.2;
/** Pixels nearer than this to a change of cell or cycle may round either way. */
const LEAST_MARGIN = 1e-3;

interface Case {
  readonly mapRows: number;
  readonly mapColumns: number;
  readonly rows: number;
  readonly columns: number;
  readonly tile: { readonly lines: number; readonly samples: number };
  /** Map pixels per cell. */
  readonly oversampling?: number;
  readonly gaps?: number;
  /** Phase from cell to cell, rad. */
  readonly fringe?: number;
  readonly seed: number;
}

function randomInput(test: Case): GeocodeInput {
  const { mapRows, mapColumns, rows, columns, tile, gaps = 0, fringe = 0.5, oversampling = 1.3, seed } = test;
  const random = new Random(seed);
  const tileRows = Math.ceil(mapRows / tile.lines);
  const tileColumns = Math.ceil(mapColumns / tile.samples);
  const coefficients = new Float32Array(tileRows * tileColumns * 24);
  const bases = new Int32Array(tileRows * tileColumns * 2);
  // The track lies aslant to the map; 1000 m of height move a pixel by 30 cells of 37 m slant range.
  const perRow = [-0.97 / oversampling, 0.22 / oversampling] as const;
  const perColumn = [0.2 / oversampling, 0.95 / oversampling] as const;
  for (let i = 0; i < tileRows; i++)
    for (let j = 0; j < tileColumns; j++)
      for (const quantity of [0, 1] as const) {
        const at = (i * tileColumns + j) * 2 + quantity;
        const down = (i + 0.5) * tile.lines - 0.5 - mapRows / 2;
        const right = (j + 0.5) * tile.samples - 0.5 - mapColumns / 2;
        const middle = (quantity === 0 ? rows : columns) / 2 + perRow[quantity] * down + perColumn[quantity] * right;
        bases[at] = Math.floor(middle);
        const bend = (): number => random.uniform(-0.02, 0.02);
        coefficients.set(
          [
            middle - Math.floor(middle),
            (perRow[quantity] * tile.lines) / 2,
            (perColumn[quantity] * tile.samples) / 2,
            bend(),
            bend(),
            bend(),
            quantity * random.uniform(-3, 3),
            bend(),
            bend(),
            bend(),
            bend(),
            bend(),
          ],
          at * 12,
        );
      }
  const layout = {
    firstLine: 0,
    firstSample: 0,
    tileLines: tile.lines,
    tileSamples: tile.samples,
    tileRows,
    tileColumns,
  };
  const tiles: TileModel = { layout, quantities: 2, coefficients, bases, heightMidM: 500, heightHalfM: 600 };
  const cells = new Float32Array(rows * columns * 4);
  const coherence = new Float32Array(rows * columns).fill(NaN);
  const unwrapped = new Float32Array(rows * columns).fill(NaN);
  for (let at = 0; at < rows * columns; at++) {
    if (random.uniform() < gaps) continue;
    const phase = fringe * (Math.floor(at / columns) - 0.7 * (at % columns)) + random.uniform(-0.3, 0.3);
    const [p1, p2] = [10 ** random.uniform(2, 6), 10 ** random.uniform(2, 6)] as const;
    const size = random.uniform(0.4, 1);
    cells.set(
      [size * Math.sqrt(p1 * p2) * Math.cos(phase), size * Math.sqrt(p1 * p2) * Math.sin(phase), p1, p2],
      4 * at,
    );
    coherence[at] = size;
    if (random.uniform() >= gaps / 2) unwrapped[at] = phase;
  }
  const heightsM = Float64Array.from({ length: mapRows * mapColumns }, () =>
    random.uniform() < gaps / 4 ? NaN : Math.fround(random.uniform(0, 1000)),
  );
  return { mapRows, mapColumns, heightsM, tiles, rows, columns, cells, coherence, unwrapped };
}

const marked = (values: ArrayLike<number>): Float32Array<ArrayBuffer> =>
  Float32Array.from(values, (value) => (Number.isNaN(value) ? -1e30 : value));

async function run(gpu: Parameters<typeof runKernel>[0], input: GeocodeInput): Promise<Float32Array> {
  const { tiles } = input;
  const { map } = await runKernel(gpu, geocodeKernel, {
    params: {
      map_rows: input.mapRows,
      map_columns: input.mapColumns,
      tile_lines: tiles.layout.tileLines,
      tile_samples: tiles.layout.tileSamples,
      tile_columns: tiles.layout.tileColumns,
      n_quantities: tiles.quantities,
      cell_rows: input.rows,
      cell_columns: input.columns,
      height_mid_m: tiles.heightMidM,
      height_half_m: tiles.heightHalfM,
    },
    buffers: {
      tiles: tiles.coefficients,
      tile_bases: tiles.bases,
      map_heights: marked(input.heightsM),
      cells: Float32Array.from(input.cells),
      coherence: marked(input.coherence),
      unwrapped: marked(input.unwrapped),
      map: new Float32Array(input.mapRows * input.mapColumns * 4),
    },
    workgroups: [Math.ceil(input.mapColumns / 64), input.mapRows],
  });
  return map!.map((value) => (value < -1e20 ? NaN : value));
}

const tile = { lines: 16, samples: 64 };
const CASES: readonly (readonly [string, Case])[] = [
  ['one pixel', { mapRows: 1, mapColumns: 1, rows: 4, columns: 4, tile, seed: 1 }],
  ['one row', { mapRows: 1, mapColumns: 131, rows: 60, columns: 90, tile, seed: 2 }],
  ['larger than the cells', { mapRows: 61, mapColumns: 99, rows: 25, columns: 31, tile, seed: 3 }],
  [
    'gaps in cells, phases and heights',
    { mapRows: 50, mapColumns: 77, rows: 40, columns: 60, tile, gaps: 0.3, seed: 4 },
  ],
  ['steep fringes, many cycles', { mapRows: 33, mapColumns: 70, rows: 45, columns: 70, tile, fringe: 2, seed: 5 }],
  ['map finer than cells', { mapRows: 40, mapColumns: 90, rows: 12, columns: 20, tile, oversampling: 6, seed: 6 }],
];

describeGpu('products/geocode', (gpu) => {
  it.each(CASES)('%s', async (name, test) => {
    const input = randomInput(test);
    const map = await run(gpu(), input);
    const worst = { wrappedRad: 0, coherence: 0, unwrappedRad: 0 };
    let filled = 0;
    let differ = 0;
    let doubtful = 0;
    for (let at = 0; at < test.mapRows * test.mapColumns; at++) {
      const expected = geocode(input, Math.floor(at / test.mapColumns), at % test.mapColumns);
      const [wrapped, coherence, unwrapped, nearest] = map.subarray(4 * at) as unknown as [
        number,
        number,
        number,
        number,
      ];
      if (expected.margin < LEAST_MARGIN) {
        doubtful++;
        continue;
      }
      for (const [a, e] of [
        [wrapped, expected.wrappedRad],
        [coherence, expected.coherence],
        [unwrapped, expected.unwrappedRad],
        [nearest, expected.nearestCell],
      ] as const)
        if (Number.isNaN(a) !== Number.isNaN(e)) differ++;
      if (Number.isNaN(expected.wrappedRad)) continue;
      filled++;
      if (nearest !== expected.nearestCell) differ++;
      worst.coherence = Math.max(worst.coherence, Math.abs(coherence - expected.coherence));
      if (expected.strength < LEAST_STRENGTH) continue;
      worst.wrappedRad = Math.max(worst.wrappedRad, Math.abs(wrapped - expected.wrappedRad));
      if (Number.isNaN(expected.unwrappedRad)) continue;
      worst.unwrappedRad = Math.max(worst.unwrappedRad, Math.abs(unwrapped - expected.unwrappedRad));
    }
    stateFigure(`geocode, ${name}: wrapped phase`, worst.wrappedRad * 1000, PHASE_LIMIT_RAD * 1000, 'mrad');
    stateFigure(`geocode, ${name}: unwrapped phase`, worst.unwrappedRad * 1000, PHASE_LIMIT_RAD * 1000, 'mrad');
    stateFigure(`geocode, ${name}: coherence`, worst.coherence, COHERENCE_LIMIT);
    expect(filled).toBeGreaterThan(0);
    expect(differ).toBe(0);
    expect(doubtful).toBeLessThan(0.02 * test.mapRows * test.mapColumns + 1);
    expect(worst.wrappedRad).toBeLessThan(PHASE_LIMIT_RAD);
    expect(worst.unwrappedRad).toBeLessThan(PHASE_LIMIT_RAD);
    expect(worst.coherence).toBeLessThan(COHERENCE_LIMIT);
  });
});

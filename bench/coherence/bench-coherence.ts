import {
  DEFAULT_WINDOW,
  FRINGE_MARGIN,
  estimateKernel,
  fringeSlopeKernel,
  windowKernel,
} from '../../src/coherence/index.ts';
import type { Gpu } from '../../src/gpu/index.ts';
import { estimate } from '../../test/reference/coherence/estimate.ts';
import { fringeSlopes } from '../../test/reference/coherence/fringe-slope.ts';
import { windowed } from '../../test/reference/coherence/window.ts';
import { speckleRasters } from '../../test/support/speckle-rasters.ts';
import { measureCase } from '../support/kernel-case.ts';
import { type KernelBench, measureKernels } from '../support/measure-kernel.ts';
import type { BenchPart } from '../support/record.ts';
import { fringeRad, speckleCells } from '../support/speckle-cells.ts';
import { PATCH, cornerOf, cut, repeated, sidesFor, sizeOf, worstInCorner } from '../support/square.ts';

export const description = 'coherence over windows of cells, and over windows of samples with their fringes';

type One = (bench: KernelBench) => Promise<void>;

/** The window of samples of the examples, and the tiles of its fringe search: 16 x 16 nodes of 1 x 2 samples. */
const WINDOW = { lines: 4, samples: 16 } as const;
const NODE = { lines: 1, samples: 2 } as const;
const TILE = { lines: 16, samples: 32 } as const;
const THRESHOLD = 12;

/** Counted in the kernels' text; a phasor is 6, a complex product 6. */
const FLOPS = {
  /** Of a cell: 9 x 9 cells of a fringe search, each with a step across and down; 4.5 cells normalised; 3 x 3 summed. */
  estimate: 81 * 3 + 2 * 72 * 14 + 4.5 * 6 + 9 * 18 + 30,
  /** Of a tile: 32 x 32 nodes of 2 samples; 64 x 64 frequencies along samples, then along lines; six sums of phasors. */
  fringeSlope: 2 * 1024 * 27 + 64 * 32 * 32 * 8 + 64 * 64 * 32 * 8 + 5 * 1024 * 17 + 2 * 256 * 17,
  /** Of a cell: 4 x 16 samples, each with a product, two phasor products and two powers; a phasor a line. */
  window: WINDOW.lines * (WINDOW.samples * 29 + 16) + 20,
} as const;

async function measureEstimate(gpu: Gpu, one: One, side: number, patch: Float32Array): Promise<void> {
  const cells = repeated(patch, side, 4);
  const corner = cornerOf(side, 96, 1);
  await measureCase(gpu, one, {
    ...sizeOf(side, 'cells'),
    kernel: estimateKernel,
    buffers: { cells, coherence: side * side },
    overrides: { WINDOW_ROWS: DEFAULT_WINDOW.rows, WINDOW_COLUMNS: DEFAULT_WINDOW.columns, FRINGE_MARGIN },
    dispatches: [
      {
        params: { rows: side, columns: side, first_row: 0, output_rows: side },
        workgroups: [Math.ceil(side / 16), Math.ceil(side / 4)],
      },
    ],
    // A cell is 16 bytes, its coherence 4.
    bytes: side * side * 20,
    flops: side * side * FLOPS.estimate,
    against: 'f64 reference',
    // Sums of 9 terms in f32, and the sine of a fringe good to a few 1e-7.
    bound: 1e-5,
    worst: async (read) => {
      const window = { ...DEFAULT_WINDOW, fringeMargin: FRINGE_MARGIN };
      const expected = estimate(cut(cells, side, corner, 4), corner.side, corner.side, window);
      return worstInCorner(await read('coherence'), expected, side, corner, { margin: 1 + FRINGE_MARGIN });
    },
  });
}

type Pair = Readonly<Record<'reference' | 'secondary', Float32Array<ArrayBuffer>>>;

async function measureFringeSlope(gpu: Gpu, one: One, side: number, pair: Pair): Promise<void> {
  const [tileRows, tilesAcross] = [side / TILE.lines, side / TILE.samples];
  const corner = cornerOf(side, 128, TILE.samples);
  await measureCase(gpu, one, {
    ...sizeOf(side, 'px'),
    kernel: fringeSlopeKernel,
    buffers: { ...pair, slopes: 2 * tileRows * tilesAcross },
    overrides: { LINES_PER_NODE: NODE.lines, SAMPLES_PER_NODE: NODE.samples },
    dispatches: [
      {
        params: {
          rows: side,
          columns: side,
          first_line: 0,
          first_tile_row: 0,
          tiles_across: tilesAcross,
          threshold: THRESHOLD,
        },
        workgroups: [tilesAcross, tileRows],
      },
    ],
    // Both rasters, 8 bytes a sample, and a slope a tile.
    bytes: side * side * 16 + tileRows * tilesAcross * 8,
    flops: tileRows * tilesAcross * FLOPS.fringeSlope,
    more: { tiles: tileRows * tilesAcross },
    against: 'f64 reference, cycles per sample',
    bound: 1e-6,
    worst: async (read) => {
      const part = { reference: cut(pair.reference, side, corner, 2), secondary: cut(pair.secondary, side, corner, 2) };
      const expected = fringeSlopes({ ...part, rows: corner.side, columns: corner.side }, NODE, THRESHOLD);
      const slopes = await read('slopes');
      const [fromRow, fromColumn] = [corner.first / TILE.lines, corner.first / TILE.samples];
      let worst = 0;
      // The first tiles of the corner see what was cut away.
      for (let row = fromRow > 0 ? 1 : 0; row < expected.tileRows; row++)
        for (let column = fromColumn > 0 ? 1 : 0; column < expected.tilesAcross; column++)
          for (const k of [0, 1]) {
            const at = 2 * ((fromRow + row) * tilesAcross + fromColumn + column) + k;
            worst = Math.max(
              worst,
              Math.abs(slopes[at]! - expected.slopes[2 * (row * expected.tilesAcross + column) + k]!),
            );
          }
      return worst;
    },
  });
}

async function measureWindow(gpu: Gpu, one: One, side: number, pair: Pair): Promise<void> {
  const [tileRows, tilesAcross] = [side / TILE.lines, side / TILE.samples];
  const corner = cornerOf(side, 96, TILE.samples);
  // One slope a raster: tiles of the corner then are as those of the whole.
  const slope = [0.08, 0.14] as const;
  const slopesOf = (tiles: number): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: 2 * tiles }, (_, k) => slope[(k % 2) as 0 | 1]);
  await measureCase(gpu, one, {
    ...sizeOf(side, 'px'),
    kernel: windowKernel,
    buffers: { ...pair, slopes: slopesOf(tileRows * tilesAcross), cells: 4 * side * side },
    dispatches: [
      {
        params: {
          rows: side,
          columns: side,
          input_rows: side,
          input_columns: side,
          first_row: 0,
          first_line: 0,
          step_lines: 1,
          step_samples: 1,
          window_lines: WINDOW.lines,
          window_samples: WINDOW.samples,
          offset_lines: Math.floor((1 - WINDOW.lines) / 2),
          offset_samples: Math.floor((1 - WINDOW.samples) / 2),
          first_tile_row: 0,
          tiles_across: tilesAcross,
          tile_lines: TILE.lines,
          tile_samples: TILE.samples,
        },
        workgroups: [Math.ceil(side / 16), Math.ceil(side / 4)],
      },
    ],
    // Both rasters, 8 bytes a sample, a slope a tile, and a cell of 16.
    bytes: side * side * (16 + 16) + tileRows * tilesAcross * 8,
    flops: side * side * FLOPS.window,
    more: { window: `${WINDOW.lines} x ${WINDOW.samples}` },
    against: 'f64 reference, mean and coherence of amplitudes of about 1',
    // Sums of 64 terms of about 2 in f32, and a phasor turned from sample to sample.
    bound: 1e-5,
    worst: async (read) => {
      const expected = windowed({
        reference: cut(pair.reference, side, corner, 2),
        secondary: cut(pair.secondary, side, corner, 2),
        rows: corner.side,
        columns: corner.side,
        window: WINDOW,
        step: { lines: 1, samples: 1 },
        tile: TILE,
        tilesAcross: Math.ceil(corner.side / TILE.samples),
        slopes: slopesOf(Math.ceil(corner.side / TILE.samples) * Math.ceil(corner.side / TILE.lines)),
      });
      const margins = { margin: WINDOW.samples, components: 4 };
      return worstInCorner(await read('cells'), expected, side, corner, margins);
    },
  });
}

export function run(gpu: Gpu): Promise<BenchPart> {
  const cells = speckleCells(1);
  const patch = speckleRasters({ ...PATCH, coherence: 0.6, phaseRad: fringeRad, seed: 2 });
  return measureKernels(gpu, 'coherence', async (_, one) => {
    for (const side of sidesFor(gpu)) {
      await measureEstimate(gpu, one, side, cells);
      const pair = { reference: repeated(patch.reference, side, 2), secondary: repeated(patch.secondary, side, 2) };
      await measureFringeSlope(gpu, one, side, pair);
      await measureWindow(gpu, one, side, pair);
    }
  });
}

import type { Gpu } from '../../src/gpu/index.ts';
import type { TileModel } from '../../src/model/index.ts';
import { geocodeKernel } from '../../src/products/index.ts';
import { geocode } from '../../test/reference/products/geocode.ts';
import { Random } from '../../test/support/random.ts';
import { measureCase } from '../support/kernel-case.ts';
import { measureKernels } from '../support/measure-kernel.ts';
import type { BenchPart } from '../support/record.ts';
import { speckleCells } from '../support/speckle-cells.ts';
import { randomRaster, repeated, sidesFor, sizeOf } from '../support/square.ts';

export const description = 'radar rasters brought to a map grid';

const TILE = { lines: 16, samples: 64 } as const;

/** The track lies aslant to the map, whose pixels are finer than cells: cells per map row, and per map column. */
const CELL_ROW = [-0.75, 0.17] as const;
const CELL_COLUMN = [0.15, 0.73] as const;
const CELLS_PER_PIXEL = Math.abs(CELL_ROW[0] * CELL_COLUMN[1] - CELL_ROW[1] * CELL_COLUMN[0]);

/** Cells that 600 m of height move a pixel. */
const LAYOVER_CELLS = 18;

const FLOPS = { quantity: 22, place: 12, corner: 20, end: 8 } as const;

/** Pixels that the f64 reference makes, and how near to a change of cell or cycle they may be. */
const SAMPLES = 20_000;
const LEAST_MARGIN = 1e-3;
const LEAST_STRENGTH = 0.2;

function tileModel(side: number, cellSide: number): TileModel {
  const [tileRows, tileColumns] = [side / TILE.lines, side / TILE.samples];
  const coefficients = new Float32Array(tileRows * tileColumns * 24);
  const bases = new Int32Array(tileRows * tileColumns * 2);
  for (let tile = 0; tile < tileRows * tileColumns; tile++) {
    const down = (Math.floor(tile / tileColumns) + 0.5) * TILE.lines - 0.5 - side / 2;
    const right = ((tile % tileColumns) + 0.5) * TILE.samples - 0.5 - side / 2;
    [CELL_ROW, CELL_COLUMN].forEach(([perRow, perColumn], quantity) => {
      const at = 2 * tile + quantity;
      const middle = cellSide / 2 + perRow * down + perColumn * right;
      const base = Math.floor(middle);
      bases[at] = base;
      coefficients.set([middle - base, (perRow * TILE.lines) / 2, (perColumn * TILE.samples) / 2], 12 * at);
      coefficients[12 * at + 6] = quantity * LAYOVER_CELLS;
    });
  }
  const layout = {
    firstLine: 0,
    firstSample: 0,
    tileLines: TILE.lines,
    tileSamples: TILE.samples,
    tileRows,
    tileColumns,
  };
  return { layout, quantities: 2, coefficients, bases, heightMidM: 500, heightHalfM: 600 };
}

export function run(gpu: Gpu): Promise<BenchPart> {
  const patch = speckleCells(1);
  return measureKernels(gpu, 'products', async (_, one) => {
    for (const side of sidesFor(gpu)) {
      // All of the map lies within the cells.
      const cellSide = Math.ceil(side * 0.92) + 2 * LAYOVER_CELLS + 4;
      const tiles = tileModel(side, cellSide);
      const cells = repeated(patch, cellSide, 4);
      const coherence = randomRaster(cellSide, 2, 0, 1);
      const unwrapped = randomRaster(cellSide, 3, -50, 50);
      const heightsM = Float32Array.from(
        { length: side * side },
        (_height, at) => 500 + 400 * Math.sin(Math.floor(at / side) / 31) * Math.cos((at % side) / 23),
      );
      await measureCase(gpu, one, {
        ...sizeOf(side, 'px'),
        kernel: geocodeKernel,
        buffers: {
          tiles: tiles.coefficients as Float32Array<ArrayBuffer>,
          tile_bases: tiles.bases as Int32Array<ArrayBuffer>,
          map_heights: heightsM,
          cells,
          coherence,
          unwrapped,
          map: 4 * side * side,
        },
        dispatches: [
          {
            params: {
              map_rows: side,
              map_columns: side,
              tile_lines: TILE.lines,
              tile_samples: TILE.samples,
              tile_columns: tiles.layout.tileColumns,
              n_quantities: tiles.quantities,
              cell_rows: cellSide,
              cell_columns: cellSide,
              height_mid_m: tiles.heightMidM,
              height_half_m: tiles.heightHalfM,
            },
            workgroups: [Math.ceil(side / 64), side],
          },
        ],
        // A height and four values of 4 bytes a pixel; cell, coherence and phase of the cells that the map covers.
        bytes: side * side * (20 + 24 * CELLS_PER_PIXEL) + tiles.coefficients.byteLength + tiles.bases.byteLength,
        flops: side * side * (2 * FLOPS.quantity + FLOPS.place + 4 * FLOPS.corner + FLOPS.end),
        against: 'f64 reference, rad and coherence',
        bound: 1e-3,
        worst: async (read) => {
          const map = await read('map');
          const input = { mapRows: side, mapColumns: side, heightsM, tiles, rows: cellSide, columns: cellSide };
          const random = new Random(4);
          let worst = 0;
          for (let k = 0; k < SAMPLES; k++) {
            const [row, column] = [random.integer(0, side - 1), random.integer(0, side - 1)];
            const expected = geocode({ ...input, cells, coherence, unwrapped }, row, column);
            if (expected.margin < LEAST_MARGIN || expected.strength < LEAST_STRENGTH) continue;
            const at = 4 * (row * side + column);
            if (map[at + 3] !== expected.nearestCell) return Infinity;
            [expected.wrappedRad, expected.coherence, expected.unwrappedRad].forEach((value, quantity) => {
              worst = Math.max(worst, Math.abs(map[at + quantity]! - value));
            });
          }
          return worst;
        },
      });
    }
  });
}

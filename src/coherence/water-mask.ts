/**
 * A strong scatterer returns at least this much more power than the water around it (6 dB). Speckle alone does so on both
 * dates in 4 of 1000 cells of one look, and in fewer than 1 of 10 million of 4 looks or more
 * (test/unit/coherence/water-mask.test.ts); a deck, pier or platform is usually 10 dB above water and more.
 */
export const STRONG_POWER_RATIO = 10 ** 0.6;

/** Side of the blocks that water is judged by, cells: with their neighbours some 2.7 km, so that wind cancels. */
const BLOCK = 16;

/** Fewer cells of water than this are judged by all water there is. */
const LEAST_CELLS = 32;

/** Cells that a median is taken of, at most. */
const MOST_CELLS = 256;

/** Cells of water with data by block: those of block b are `cells[starts[b]]` up to `cells[starts[b + 1]]`. */
interface WaterBlocks {
  readonly across: number;
  readonly down: number;
  readonly starts: Uint32Array;
  readonly cells: Uint32Array;
}

function waterBlocks(rows: number, columns: number, isWater: (cell: number) => boolean): WaterBlocks {
  const across = Math.ceil(columns / BLOCK);
  const down = Math.ceil(rows / BLOCK);
  const starts = new Uint32Array(across * down + 1);
  let count = 0;
  for (let cell = 0; cell < rows * columns; cell++) if (isWater(cell)) count++;
  const cells = new Uint32Array(count);
  let next = 0;
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      for (let row = y * BLOCK; row < Math.min((y + 1) * BLOCK, rows); row++)
        for (let column = x * BLOCK; column < Math.min((x + 1) * BLOCK, columns); column++)
          if (isWater(row * columns + column)) cells[next++] = row * columns + column;
      starts[y * across + x + 1] = next;
    }
  return { across, down, starts, cells };
}

/** Medians of both powers over the cells of parts, thinned out evenly to `MOST_CELLS`. */
function medianPowers(
  powers: Float32Array,
  cells: Uint32Array,
  parts: readonly (readonly [start: number, end: number])[],
): readonly [first: number, second: number] {
  const total = parts.reduce((sum, [start, end]) => sum + end - start, 0);
  const step = Math.max(1, Math.ceil(total / MOST_CELLS));
  const count = Math.ceil(total / step);
  const first = new Float32Array(count);
  const second = new Float32Array(count);
  let k = 0;
  let skip = 0;
  for (const [start, end] of parts) {
    let at = start + skip;
    for (; at < end; at += step) {
      first[k] = powers[4 * cells[at]! + 2]!;
      second[k++] = powers[4 * cells[at]! + 3]!;
    }
    skip = at - end;
  }
  return [first.sort()[count >> 1] ?? Number.NaN, second.sort()[count >> 1] ?? Number.NaN];
}

/**
 * Cells of water that hold or touch a strong stable scatterer: one whose power on both dates is above that of the water
 * around by `STRONG_POWER_RATIO`. What is bright on one date only (a ship) is none. The power of the water around is the
 * median over some 50 x 50 cells, so that wind on one lake and calm on the next, or a fall of power across the swath,
 * make none.
 * @param powers shape (rows, columns, 4): re, im, power of both dates (`Interferogram.cells`)
 * @param water shape (rows, columns): 1 for water
 * @returns shape (rows, columns): 1 for these cells
 */
export function strongStableScatterers(
  rows: number,
  columns: number,
  powers: Float32Array,
  water: Uint8Array,
): Uint8Array {
  const isWater = (cell: number): boolean =>
    water[cell] === 1 && powers[4 * cell + 2]! > 0 && powers[4 * cell + 3]! > 0;
  const { across, down, starts, cells } = waterBlocks(rows, columns, isWater);
  const everywhere = medianPowers(powers, cells, [[0, cells.length]]);
  const found = new Uint8Array(rows * columns);
  const mark = (cell: number): void => {
    const row = Math.floor(cell / columns);
    const column = cell % columns;
    for (let i = Math.max(0, row - 1); i <= Math.min(rows - 1, row + 1); i++)
      for (let j = Math.max(0, column - 1); j <= Math.min(columns - 1, column + 1); j++)
        if (water[i * columns + j] === 1) found[i * columns + j] = 1;
  };
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      const [start, end] = [starts[y * across + x]!, starts[y * across + x + 1]!];
      if (start === end) continue;
      // Blocks side by side are one part of the list.
      const parts = [y - 1, y, y + 1]
        .filter((i) => i >= 0 && i < down)
        .map((i) => [starts[i * across + Math.max(0, x - 1)]!, starts[i * across + Math.min(across, x + 2)]!] as const);
      const around = parts.reduce((sum, [from, to]) => sum + to - from, 0);
      const [first, second] = around < LEAST_CELLS ? everywhere : medianPowers(powers, cells, parts);
      for (let at = start; at < end; at++) {
        const cell = cells[at]!;
        const isStrong =
          powers[4 * cell + 2]! > STRONG_POWER_RATIO * first && powers[4 * cell + 3]! > STRONG_POWER_RATIO * second;
        if (isStrong) mark(cell);
      }
    }
  return found;
}

/** Cells as flags and numbers, all of shape (rows, columns). */
export interface BlankingInput {
  /** 1 for water by the mask. */
  readonly water: Uint8Array;
  /** Sample coherence, biased; NaN where there is no data. */
  readonly rawCoherence: Float32Array;
  /** Raw coherence that 99 % of cells without coherence stay below, for the window of a cell. */
  readonly zeroQuantileOf: (cell: number) => number;
  /** 1 for cells that hold or touch a strong stable scatterer. */
  readonly strongScatterer: Uint8Array;
}

/**
 * Cells that are left out of unwrapping as water. The mask alone takes none: only together with coherence below what cells
 * without any stay below, and no strong stable scatterer. A mask does not know bridges, piers and platforms, and is drawn
 * for another day and another level of the water.
 * @returns 1 for blanked cells
 */
export function blankedCells({ water, rawCoherence, zeroQuantileOf, strongScatterer }: BlankingInput): Uint8Array {
  return water.map((flag, cell) =>
    flag === 1 && rawCoherence[cell]! < zeroQuantileOf(cell) && strongScatterer[cell] !== 1 ? 1 : 0,
  );
}

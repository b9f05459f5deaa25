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
const MOST_CELLS = 512;

function median(values: Float32Array): number {
  values.sort();
  return values[values.length >> 1] ?? NaN;
}

/** Cells of water with data, sorted into blocks: those of block b are `cells[starts[b]]` up to `cells[starts[b + 1]]`. */
function waterBlocks(rows: number, columns: number, isWater: (cell: number) => boolean) {
  const across = Math.ceil(columns / BLOCK);
  const down = Math.ceil(rows / BLOCK);
  const starts = new Uint32Array(across * down + 1);
  const blockOf = (cell: number): number =>
    Math.floor(Math.floor(cell / columns) / BLOCK) * across + Math.floor((cell % columns) / BLOCK);
  for (let cell = 0; cell < rows * columns; cell++) if (isWater(cell)) starts[blockOf(cell) + 1]!++;
  for (let block = 0; block < across * down; block++) starts[block + 1]! += starts[block]!;
  const next = starts.slice();
  const cells = new Uint32Array(starts.at(-1)!);
  for (let cell = 0; cell < rows * columns; cell++) if (isWater(cell)) cells[next[blockOf(cell)]!++] = cell;
  return { across, down, starts, cells };
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
  const power = (cell: number, date: 0 | 1): number => powers[4 * cell + 2 + date]!;
  const isWater = (cell: number): boolean => water[cell] === 1 && power(cell, 0) > 0 && power(cell, 1) > 0;
  const { across, down, starts, cells } = waterBlocks(rows, columns, isWater);
  /** Median powers of both dates over a list of cells, thinned out evenly. */
  const medians = (list: Uint32Array): [number, number] => {
    const step = Math.ceil(list.length / MOST_CELLS);
    const chosen = step > 1 ? list.filter((_, k) => k % step === 0) : list;
    return [
      median(Float32Array.from(chosen, (cell) => power(cell, 0))),
      median(Float32Array.from(chosen, (cell) => power(cell, 1))),
    ];
  };
  const everywhere = medians(cells);
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
      const own = cells.subarray(starts[y * across + x]!, starts[y * across + x + 1]!);
      if (own.length === 0) continue;
      const around: number[] = [];
      for (let i = Math.max(0, y - 1); i <= Math.min(down - 1, y + 1); i++)
        for (let j = Math.max(0, x - 1); j <= Math.min(across - 1, x + 1); j++)
          around.push(...cells.subarray(starts[i * across + j]!, starts[i * across + j + 1]!));
      const [first, second] = around.length < LEAST_CELLS ? everywhere : medians(Uint32Array.from(around));
      for (const cell of own)
        if (power(cell, 0) > STRONG_POWER_RATIO * first && power(cell, 1) > STRONG_POWER_RATIO * second) mark(cell);
    }
  return found;
}

/** Cells as flags and numbers, all of shape (rows, columns). */
export interface BlankingInput {
  /** 1 for water by the mask. */
  readonly water: Uint8Array;
  /** Sample coherence, biased; NaN where there is no data. */
  readonly rawCoherence: Float32Array;
  /** Raw coherence that 99 % of cells without coherence stay below. */
  readonly zeroQuantile: number;
  /** 1 for cells that hold or touch a strong stable scatterer. */
  readonly strongScatterer: Uint8Array;
}

/**
 * Cells that are left out of unwrapping as water. The mask alone takes none: only together with coherence below what cells
 * without any stay below, and no strong stable scatterer. A mask does not know bridges, piers and platforms, and is drawn
 * for another day and another level of the water.
 * @returns 1 for blanked cells
 */
export function blankedCells({ water, rawCoherence, zeroQuantile, strongScatterer }: BlankingInput): Uint8Array {
  return water.map((flag, cell) =>
    flag === 1 && rawCoherence[cell]! < zeroQuantile && strongScatterer[cell] !== 1 ? 1 : 0,
  );
}

import type { LookGrid } from '../model/index.ts';
import { type SwathSpectrum, biasRemoval, effectiveLooks, zeroCoherenceQuantile } from '../speckle/index.ts';

/** Cells that one estimate of coherence is over. */
export interface CoherenceWindow {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Cells with data in the window of each cell: fewer at borders and beside gaps.
 * @param cells shape (rows, columns, 4), as in `Interferogram`
 * @returns shape (rows, columns); 0 for a cell without data itself
 */
export function countWindowCells(
  { rows, columns }: LookGrid,
  cells: Float32Array,
  window: CoherenceWindow,
): Uint16Array {
  const hasData = (cell: number): boolean => cells[4 * cell + 2]! > 0;
  const [up, left] = [Math.floor((window.rows - 1) / 2), Math.floor((window.columns - 1) / 2)];
  const counts = new Uint16Array(rows * columns);
  const down = new Uint16Array(columns);
  const addRow = (row: number, sign: 1 | -1): void => {
    if (row < 0 || row >= rows) return;
    for (let column = 0; column < columns; column++) if (hasData(row * columns + column)) down[column]! += sign;
  };
  for (let row = 0; row < window.rows - 1 - up; row++) addRow(row, 1);
  for (let row = 0; row < rows; row++) {
    addRow(row + window.rows - 1 - up, 1);
    addRow(row - up - 1, -1);
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (!hasData(cell)) continue;
      const end = Math.min(column - left + window.columns, columns);
      let count = 0;
      for (let x = Math.max(column - left, 0); x < end; x++) count += down[x]!;
      counts[cell] = count;
    }
  }
  return counts;
}

/** What a window with so many cells with data is worth; both by that number, from 0 to all its cells. */
export interface WindowTables {
  /** Effective number of independent looks. */
  readonly looks: Float64Array;
  /** Raw coherence that 99 % of windows without coherence stay below. */
  readonly zeroQuantiles: Float64Array;
}

/**
 * Looks of a window by its number of cells with data: those of one cell, those of all, and in between by a line, which is how
 * the looks of a box grow with its size once it is longer than the correlation of its samples.
 */
export function windowTables(spectrum: SwathSpectrum, { looks }: LookGrid, window: CoherenceWindow): WindowTables {
  const all = window.rows * window.columns;
  const one = effectiveLooks(spectrum, looks.azimuth, looks.range);
  const most = effectiveLooks(spectrum, window.rows * looks.azimuth, window.columns * looks.range);
  const byCells = Float64Array.from({ length: all + 1 }, (_, count) => {
    if (count === 0) return 0;
    return count === all ? most : one + ((most - one) * (count - 1)) / (all - 1);
  });
  return { looks: byCells, zeroQuantiles: byCells.map(zeroCoherenceQuantile) };
}

/** Removes the bias of each raw coherence for the looks of its own window. Shape (rows, columns). */
export function removeBias(raw: Float32Array, windowCells: Uint16Array, looks: Float64Array): Float32Array {
  const tables = new Map<number, (raw: number) => number>();
  return raw.map((value, cell) => {
    const count = windowCells[cell]!;
    let remove = tables.get(count);
    if (remove === undefined) {
      remove = biasRemoval(looks[count]!);
      tables.set(count, remove);
    }
    return remove(value);
  });
}

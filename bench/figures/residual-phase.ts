import type { BurstPlacement, Interferogram, Looks } from '../../src/model/index.ts';

/** Cells on each side of a seam whose mean residuals are compared. */
const SEAM_CELLS = 12;

/** Cells of a placement, as a rectangle of the raster. */
export interface CellBox {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export function boxOf({ window, firstCellRow, firstCellColumn }: BurstPlacement, looks: Looks): CellBox {
  return {
    row: firstCellRow,
    column: firstCellColumn,
    rows: window.lines / looks.azimuth,
    columns: window.samples / looks.range,
  };
}

/** The sum of the cells of a rectangle; cells without data are left out. */
function sumOf({ grid, cells }: Interferogram, box: CellBox): { re: number; im: number; count: number } {
  const sum = { re: 0, im: 0, count: 0 };
  for (let row = box.row; row < box.row + box.rows; row++)
    for (let column = box.column; column < box.column + box.columns; column++) {
      const at = 4 * (row * grid.columns + column);
      if (!(cells[at + 2]! > 0)) continue;
      sum.re += cells[at]!;
      sum.im += cells[at + 1]!;
      sum.count++;
    }
  return sum;
}

/** Phases of averages of `down` by `across` cells that hold data throughout, rad, over the placements. */
export function residuals(
  interferogram: Interferogram,
  boxes: readonly CellBox[],
  down: number,
  across: number,
): number[] {
  const phases: number[] = [];
  for (const box of boxes)
    for (let row = box.row; row + down <= box.row + box.rows; row += down)
      for (let column = box.column; column + across <= box.column + box.columns; column += across) {
        const { re, im, count } = sumOf(interferogram, { row, column, rows: down, columns: across });
        if (count === down * across) phases.push(Math.atan2(im, re));
      }
  return phases;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The value that a share of the magnitudes stays below. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.map(Math.abs).toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}

/** Mean residual of both sides of every line on which two placements meet, and their difference. */
export function seams(interferogram: Interferogram, boxes: readonly CellBox[]): { what: string; jumpRad: number }[] {
  const found: { what: string; jumpRad: number }[] = [];
  const jump = (before: CellBox, after: CellBox): number =>
    mean(residuals(interferogram, [after], 1, 1)) - mean(residuals(interferogram, [before], 1, 1));
  for (const [i, a] of boxes.entries()) {
    for (const [j, b] of boxes.entries()) {
      if (a.column === b.column && a.row + a.rows === b.row)
        found.push({
          what: `burst seam ${i + 1}-${j + 1}`,
          jumpRad: jump({ ...a, row: b.row - SEAM_CELLS, rows: SEAM_CELLS }, { ...b, rows: SEAM_CELLS }),
        });
      const row = Math.max(a.row, b.row);
      const rows = Math.min(a.row + a.rows, b.row + b.rows) - row;
      if (a.column + a.columns === b.column && rows > SEAM_CELLS)
        found.push({
          what: `swath seam ${i + 1}-${j + 1}`,
          jumpRad: jump(
            { row, rows, column: b.column - SEAM_CELLS, columns: SEAM_CELLS },
            { row, rows, column: b.column, columns: SEAM_CELLS },
          ),
        });
    }
  }
  return found;
}

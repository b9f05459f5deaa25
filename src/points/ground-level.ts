import type { CellPosition } from '../geometry/index.ts';
import type { CellRasters } from './cell-sample.ts';

/** How far around a point ground is looked for, cells: some 700 m. */
const REACH_CELLS = 12;

/** Fewer cells than this are no ground to count cycles from. */
const LEAST_CELLS = 30;

/** Rounds of reweighting, and the residual below which all cells weigh the same, rad: a plane by least absolute residuals. */
const ROUNDS = 12;
const SMALL_RAD = 0.2;

interface GroundCell {
  readonly row: number;
  readonly column: number;
  readonly phaseRad: number;
}

/** Weighted least-squares plane, its value at the origin; undefined where the cells lie in a line. */
function planeAtOrigin(cells: readonly GroundCell[], weights: readonly number[]): readonly number[] | undefined {
  const m = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  const b = [0, 0, 0];
  for (const [k, { row, column, phaseRad }] of cells.entries()) {
    const terms = [1, row, column];
    for (let p = 0; p < 3; p++) {
      for (let q = 0; q < 3; q++) m[3 * p + q]! += weights[k]! * terms[p]! * terms[q]!;
      b[p]! += weights[k]! * terms[p]! * phaseRad;
    }
  }
  const det = (c: readonly number[]): number =>
    c[0]! * (c[4]! * c[8]! - c[5]! * c[7]!) -
    c[1]! * (c[3]! * c[8]! - c[5]! * c[6]!) +
    c[2]! * (c[3]! * c[7]! - c[4]! * c[6]!);
  const whole = det(m);
  if (!(Math.abs(whole) > 1e-9)) return undefined;
  return [0, 1, 2].map(
    (k) => det(m.map((value, index) => (index % 3 === k ? b[Math.floor(index / 3)]! : value))) / whole,
  );
}

/**
 * Unwrapped phase of the ground around a place, rad: a plane by least absolute residuals through the coherent cells of the
 * component within 12 cells, without those told to hold a structure and those whose cycles are doubtful. A deck's own cells are
 * few among them and do not move it.
 * @returns undefined where there are fewer than 30 such cells
 */
export function groundLevelRad(
  { coherence, unwrapped }: CellRasters,
  position: CellPosition,
  component: number,
  isLeftOut: (index: number, coherence: number) => boolean,
): number | undefined {
  const { rows, columns } = unwrapped.grid;
  const cells: GroundCell[] = [];
  const middle = { row: Math.round(position.row), column: Math.round(position.column) };
  const [firstRow, firstColumn] = [Math.max(0, middle.row - REACH_CELLS), Math.max(0, middle.column - REACH_CELLS)];
  for (let i = firstRow; i <= Math.min(rows - 1, middle.row + REACH_CELLS); i++)
    for (let j = firstColumn; j <= Math.min(columns - 1, middle.column + REACH_CELLS); j++) {
      const index = i * columns + j;
      const phaseRad = unwrapped.phaseRad[index]!;
      if (unwrapped.components[index] !== component || unwrapped.ambiguous[index] === 1) continue;
      if (Number.isNaN(phaseRad) || isLeftOut(index, coherence.raw[index]!)) continue;
      cells.push({ row: i - position.row, column: j - position.column, phaseRad });
    }
  if (cells.length < LEAST_CELLS) return undefined;
  const sorted = Float64Array.from(cells, ({ phaseRad }) => phaseRad).toSorted();
  let plane: readonly number[] | undefined = [sorted[sorted.length >> 1]!, 0, 0];
  for (let round = 0; round < ROUNDS && plane; round++) {
    const [level, perRow, perColumn] = plane as [number, number, number];
    const weights = cells.map(({ row, column, phaseRad }) => {
      const residual = Math.abs(phaseRad - level - perRow * row - perColumn * column);
      return 1 / Math.max(residual, SMALL_RAD);
    });
    plane = planeAtOrigin(cells, weights);
  }
  return plane?.[0];
}

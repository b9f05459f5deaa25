import { type CycleProblem, type CycleSolution, STEPS_PER_NAT, jumpCost, visitEdges } from '../cycles/cycle-problem.ts';
import type { GridEdges } from '../grid-edges.ts';

/** Patches that are tried, rows by columns of cells. */
const PATCHES: readonly (readonly [height: number, width: number])[] = [
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 2],
  [2, 3],
  [3, 2],
  [3, 3],
  [4, 4],
  [6, 6],
];

/** A patch that another cycle costs less than this is loose, nats: odds of 1 to 1300, if the model were right. */
export const LOOSE_NATS = 7.2;

/**
 * Marks the cells of small patches that could as well lie one cycle higher or lower: moving the patch as a whole would
 * raise the objective by less than LOOSE_NATS.
 */
export function markLoosePatches(problem: CycleProblem, solution: CycleSolution, marks: Uint8Array): void {
  for (const sign of [1, -1]) {
    const sums = edgeSums(problem, solution, sign);
    for (const [height, width] of PATCHES)
      if (height < problem.rows || width < problem.columns) markPatches(problem, sums, height, width, marks);
  }
}

/** What it costs if only the head, or only the tail of an edge moves, summed along its row (y) or column (x). */
interface EdgeSums {
  readonly headMoves: GridEdges<Int32Array>;
  readonly tailMoves: GridEdges<Int32Array>;
}

function edgeSums(problem: CycleProblem, { jumps }: CycleSolution, sign: number): EdgeSums {
  const { rows, columns, cost } = problem;
  const plane = (): GridEdges<Int32Array> => ({
    x: new Int32Array(rows * columns),
    y: new Int32Array(rows * columns),
  });
  const [headMoves, tailMoves] = [plane(), plane()];
  visitEdges(rows, columns, (axis, tail) => {
    const [up, down, jump] = [cost.up[axis][tail]!, cost.down[axis][tail]!, jumps[axis][tail]!];
    const now = jumpCost(jump, up, down);
    headMoves[axis][tail] = jumpCost(jump + sign, up, down) - now;
    tailMoves[axis][tail] = jumpCost(jump - sign, up, down) - now;
  });
  for (const { x, y } of [headMoves, tailMoves]) {
    for (let cell = columns; cell < x.length; cell++) x[cell]! += x[cell - columns]!;
    for (let cell = 0; cell < y.length; cell++) if (cell % columns > 0) y[cell]! += y[cell - 1]!;
  }
  return { headMoves, tailMoves };
}

function markPatches(problem: CycleProblem, sums: EdgeSums, height: number, width: number, marks: Uint8Array): void {
  const { rows, columns } = problem;
  const limit = LOOSE_NATS * STEPS_PER_NAT;
  const { headMoves, tailMoves } = sums;
  const above = (plane: Int32Array, cell: number): number =>
    plane[cell + (height - 1) * columns]! - (cell >= columns ? plane[cell - columns]! : 0);
  const before = (plane: Int32Array, cell: number, column: number): number =>
    plane[cell + width - 1]! - (column > 0 ? plane[cell - 1]! : 0);
  for (let row = 0; row + height <= rows; row++)
    for (let column = 0; column + width <= columns; column++) {
      const cell = row * columns + column;
      let added = 0;
      if (column > 0) added += above(headMoves.x, cell - 1);
      if (column + width < columns) added += above(tailMoves.x, cell + width - 1);
      if (row > 0) added += before(headMoves.y, cell - columns, column);
      if (row + height < rows) added += before(tailMoves.y, cell + (height - 1) * columns, column);
      if (added >= limit) continue;
      for (let r = 0; r < height; r++) marks.fill(1, cell + r * columns, cell + r * columns + width);
    }
}

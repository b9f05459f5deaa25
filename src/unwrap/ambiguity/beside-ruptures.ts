import { type CycleProblem, type CycleSolution, STEPS_PER_NAT, jumpCost, visitEdges } from '../cycles/cycle-problem.ts';

/** A jump that cost at least this, nats, is taken for a rupture: noise alone jumps where it is cheap. */
const RUPTURE_NATS = 2;

/** Cells on each side of a rupture whose side of it is not sure. */
const REACH = 2;

/** Marks the cells beside ruptures: which cells lie on which side is known only to within a few. */
export function markBesideRuptures(problem: CycleProblem, { jumps }: CycleSolution, marks: Uint8Array): void {
  const { rows, columns, cost } = problem;
  visitEdges(rows, columns, (axis, tail) => {
    const jump = jumps[axis][tail]!;
    if (jump === 0) return;
    const steps = jumpCost(jump, cost.up[axis][tail]!, cost.down[axis][tail]!);
    if (steps < RUPTURE_NATS * STEPS_PER_NAT) return;
    const [row, column] = [Math.floor(tail / columns), tail % columns];
    const [toRow, toColumn] = axis === 'x' ? [row, column + 1] : [row + 1, column];
    for (let r = Math.max(row - REACH + 1, 0); r <= Math.min(toRow + REACH - 1, rows - 1); r++)
      for (let c = Math.max(column - REACH + 1, 0); c <= Math.min(toColumn + REACH - 1, columns - 1); c++)
        marks[r * columns + c] = 1;
  });
}

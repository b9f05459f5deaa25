import { TWO_PI } from '../../units/index.ts';
import type { GridEdges } from '../grid-edges.ts';

/** Whole steps in a nat: costs are whole numbers, so that least objectives are exact and the same everywhere. */
export const STEPS_PER_NAT = 1000;

/** Cost of each cycle that an edge jumps by, in whole steps; 0 past the border. */
export interface EdgeCosts {
  /** Of a jump of more than zero cycles. */
  readonly up: GridEdges<Int32Array>;
  /** Of one of less. */
  readonly down: GridEdges<Int32Array>;
}

/** What the whole cycles have to agree with. Shapes (rows, columns). */
export interface CycleProblem {
  readonly rows: number;
  readonly columns: number;
  /** Wrapped phase, rad, finite everywhere. */
  readonly phaseRad: Float32Array;
  /** Its wrapped gradient, rad. */
  readonly gradientRad: GridEdges;
  readonly cost: EdgeCosts;
}

/** Whole cycles and the jumps they leave. */
export interface CycleSolution {
  readonly cycles: Int32Array;
  /** Cycles by which the unwrapped gradient exceeds the wrapped one, per edge. */
  readonly jumps: GridEdges<Int32Array>;
  /** Sum over all edges of cost times cycles jumped, whole steps. */
  readonly objectiveSteps: number;
}

/** Whole cycles by which the difference of two wrapped phases exceeds the wrapped gradient of their edge. */
export function wholeTurns(problem: CycleProblem, axis: 'x' | 'y', tail: number, head: number): number {
  const { phaseRad, gradientRad } = problem;
  return Math.round((phaseRad[head]! - phaseRad[tail]! - gradientRad[axis][tail]!) / TWO_PI);
}

/** Cost of a jump, whole steps. */
export function jumpCost(jump: number, up: number, down: number): number {
  return jump > 0 ? jump * up : -jump * down;
}

/** Calls `visit` for every edge within the grid. */
export function visitEdges(
  rows: number,
  columns: number,
  visit: (axis: 'x' | 'y', tail: number, head: number) => void,
): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const tail = row * columns + column;
      if (column + 1 < columns) visit('x', tail, tail + 1);
      if (row + 1 < rows) visit('y', tail, tail + columns);
    }
}

/** The jumps that whole cycles leave, and what they cost. */
export function solutionOf(problem: CycleProblem, cycles: Int32Array): CycleSolution {
  const { rows, columns, cost } = problem;
  const jumps = { x: new Int32Array(rows * columns), y: new Int32Array(rows * columns) };
  let objectiveSteps = 0;
  visitEdges(rows, columns, (axis, tail, head) => {
    const jump = cycles[head]! - cycles[tail]! + wholeTurns(problem, axis, tail, head);
    jumps[axis][tail] = jump;
    objectiveSteps += jumpCost(jump, cost.up[axis][tail]!, cost.down[axis][tail]!);
  });
  return { cycles, jumps, objectiveSteps };
}

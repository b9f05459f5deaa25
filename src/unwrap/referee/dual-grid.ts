import type { CycleProblem } from '../cycle-moves.ts';
import { TWO_PI } from '../../units/index.ts';

/** Costs 0..1 become whole numbers by this factor, so that the minimum is exact. */
export const COST_STEPS = 10_000;

/**
 * The network on which cycles flow. Nodes are the loops of 2 x 2 cells and a ring of one node's width around the grid,
 * which flow runs along for free: the outside. Each edge between two cells is crossed by one arc between the nodes on
 * its two sides; a flow of k across an edge is a jump of k cycles. Nodes lie in rows of `stride`; the column past the
 * last one and the rows before the first and after the last one are walls, which belong to no node.
 */
export interface DualGrid {
  readonly stride: number;
  /** Node count, walls included. */
  readonly size: number;
  readonly isWall: Uint8Array;
  /** Cost per cycle, in whole steps, of the arc to the next node in the row, and to that in the next row. */
  readonly costRight: Int32Array;
  readonly costDown: Int32Array;
  /** Cycles that have to leave each node (negative: enter). They add up to zero. */
  readonly supply: Int32Array;
}

/** First node of the arc that crosses the edge to the right of a cell, downward: between loops above and below it. */
export function nodeAbove(columns: number, row: number, column: number): number {
  return (row + 1) * (columns + 2) + column + 1;
}

/** First node of the arc that crosses the edge below a cell, to the right: between loops left and right of it. */
export function nodeLeft(columns: number, row: number, column: number): number {
  return (row + 2) * (columns + 2) + column;
}

/** Cycles by which the difference of two wrapped phases exceeds the wrapped gradient of their edge. */
export function wholeTurns(problem: CycleProblem, axis: 'x' | 'y', tail: number, head: number): number {
  const { phaseRad, gradientRad } = problem;
  return Math.round((phaseRad[head]! - phaseRad[tail]! - gradientRad[axis][tail]!) / TWO_PI);
}

/**
 * Supply of a loop: the jumps k around it have to cancel what its wrapped gradient leaves, its residue. With the whole
 * turns n of the edges, k = cycles(head) - cycles(tail) + n, so that the sum of k around each loop is that of n.
 */
export function createDualGrid(problem: CycleProblem): DualGrid {
  const { rows, columns, cost } = problem;
  const stride = columns + 2;
  const size = (rows + 3) * stride;
  const isWall = new Uint8Array(size).fill(1);
  for (let row = 1; row <= rows + 1; row++) isWall.fill(0, row * stride, row * stride + columns + 1);
  const costRight = new Int32Array(size);
  const costDown = new Int32Array(size);
  const supply = new Int32Array(size);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const tail = row * columns + column;
      if (column + 1 < columns) {
        const node = nodeAbove(columns, row, column);
        costDown[node] = wholeCost(cost.x[tail]!);
        const turns = wholeTurns(problem, 'x', tail, tail + 1);
        supply[node]! -= turns;
        supply[node + stride]! += turns;
      }
      if (row + 1 < rows) {
        const node = nodeLeft(columns, row, column);
        costRight[node] = wholeCost(cost.y[tail]!);
        const turns = wholeTurns(problem, 'y', tail, tail + columns);
        supply[node]! += turns;
        supply[node + 1]! -= turns;
      }
    }
  gatherOutside(rows, columns, supply);
  return { stride, size, isWall, costRight, costDown, supply };
}

/** What the ring has to supply leaves from its first node: which one makes no difference. */
function gatherOutside(rows: number, columns: number, supply: Int32Array): void {
  const stride = columns + 2;
  const first = stride;
  let sum = 0;
  const take = (node: number): void => {
    sum += supply[node]!;
    supply[node] = 0;
  };
  for (let column = 0; column <= columns; column++) {
    take(first + column);
    take(first + rows * stride + column);
  }
  for (let row = 1; row < rows; row++) {
    take(first + row * stride);
    take(first + row * stride + columns);
  }
  supply[first] = sum;
}

function wholeCost(cost: number): number {
  return cost > 0 ? Math.max(1, Math.round(cost * COST_STEPS)) : 0;
}

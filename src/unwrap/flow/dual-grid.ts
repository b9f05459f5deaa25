import { type CycleProblem, wholeTurns } from '../cycles/cycle-problem.ts';

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
  /** Cost per cycle, in whole steps, along the arc to the next node in the row and against it. */
  readonly costRight: Int32Array;
  readonly costLeft: Int32Array;
  /** The same of the arc to the node in the next row. */
  readonly costDown: Int32Array;
  readonly costUp: Int32Array;
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
  const [costRight, costLeft] = [new Int32Array(size), new Int32Array(size)];
  const [costDown, costUp] = [new Int32Array(size), new Int32Array(size)];
  const supply = new Int32Array(size);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const tail = row * columns + column;
      if (column + 1 < columns) {
        const node = nodeAbove(columns, row, column);
        costUp[node] = cost.up.x[tail]!;
        costDown[node] = cost.down.x[tail]!;
        const turns = wholeTurns(problem, 'x', tail, tail + 1);
        supply[node]! -= turns;
        supply[node + stride]! += turns;
      }
      if (row + 1 < rows) {
        const node = nodeLeft(columns, row, column);
        costRight[node] = cost.up.y[tail]!;
        costLeft[node] = cost.down.y[tail]!;
        const turns = wholeTurns(problem, 'y', tail, tail + columns);
        supply[node]! += turns;
        supply[node + 1]! -= turns;
      }
    }
  gatherOutside(rows, columns, supply);
  return { stride, size, isWall, costRight, costLeft, costDown, costUp, supply };
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

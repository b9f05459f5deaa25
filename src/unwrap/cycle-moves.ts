import { TWO_PI } from '../units/index.ts';
import type { GridEdges } from './grid-edges.ts';
import { DIRECTION, GridMaxFlow } from './max-flow.ts';

/** Costs 0..1 become whole numbers by this factor, so that moves are decided exactly. */
const COST_STEPS = 10_000;

/** What the whole cycles have to agree with. Shapes (rows, columns). */
export interface CycleProblem {
  readonly rows: number;
  readonly columns: number;
  /** Wrapped phase, rad, finite everywhere. */
  readonly phaseRad: Float32Array;
  /** Its wrapped gradient, rad. */
  readonly gradientRad: GridEdges;
  /** Cost of one cycle across each edge, 0..1. */
  readonly cost: GridEdges;
}

/** Whole cycles and the jumps they leave. */
export interface CycleSolution {
  readonly cycles: Int32Array;
  /** Cycles by which the unwrapped gradient exceeds the wrapped one, per edge. */
  readonly jumps: GridEdges<Int32Array>;
  /** Sum of cost |jump| over all edges. */
  readonly objective: number;
}

interface Edge {
  readonly axis: 'x' | 'y';
  readonly stride: number;
  readonly forward: number;
}

/**
 * Lowers sum of cost |jump| to its global minimum by moving sets of cells up or down by one cycle, each set the best
 * there is, found as a minimum cut (Bioucas-Dias & Valadão 2007, IEEE TIP 16, 698-709). From a good start few moves
 * and short paths are left.
 */
export function optimizeCycles(problem: CycleProblem, start: Int32Array): CycleSolution {
  const { rows, columns } = problem;
  const cycles = Int32Array.from(start);
  const edges: readonly Edge[] = [
    { axis: 'x', stride: 1, forward: DIRECTION.right },
    { axis: 'y', stride: columns, forward: DIRECTION.down },
  ];
  const cost = { x: wholeCosts(problem.cost.x), y: wholeCosts(problem.cost.y) };
  const jumps = { x: edgeJumps(problem, 'x', 1, cycles), y: edgeJumps(problem, 'y', columns, cycles) };
  const graph = new GridMaxFlow(rows, columns);
  let unsuccessful = 0;
  for (let sign = 1; unsuccessful < 2; sign = -sign) {
    const shift = bestShift(graph, edges, cost, jumps, sign);
    if (!shift) {
      unsuccessful++;
      continue;
    }
    unsuccessful = 0;
    for (let cell = 0; cell < cycles.length; cell++) cycles[cell]! += sign * shift[cell]!;
    for (const { axis, stride } of edges)
      for (let cell = 0; cell + stride < cycles.length; cell++)
        jumps[axis][cell]! += sign * (shift[cell + stride]! - shift[cell]!);
    sign = -sign;
  }
  let objective = 0;
  for (const { axis } of edges)
    for (let cell = 0; cell < cycles.length; cell++) objective += cost[axis][cell]! * Math.abs(jumps[axis][cell]!);
  return { cycles, jumps, objective: objective / COST_STEPS };
}

function wholeCosts(cost: Float32Array): Int32Array {
  return Int32Array.from(cost, (value) => (value > 0 ? Math.max(1, Math.round(value * COST_STEPS)) : 0));
}

/** Edges past the border cost nothing; their jump has no meaning. */
function edgeJumps(problem: CycleProblem, axis: 'x' | 'y', stride: number, cycles: Int32Array): Int32Array {
  const { phaseRad } = problem;
  const gradientRad = problem.gradientRad[axis];
  return Int32Array.from(gradientRad, (gradient, cell) =>
    cell + stride < cycles.length
      ? cycles[cell + stride]! -
        cycles[cell]! +
        Math.round((phaseRad[cell + stride]! - phaseRad[cell]! - gradient) / TWO_PI)
      : 0,
  );
}

/**
 * The set of cells (1) whose shift by `sign` cycles lowers the objective most, or undefined where none lowers it.
 * An edge of jump k costs c|k|, c|k + sign| if only its head moves, c|k - sign| if only its tail moves: what a lone
 * move would gain goes to the terminals, what it would lose to the edge (Kolmogorov & Zabih 2004).
 */
function bestShift(
  graph: GridMaxFlow,
  edges: readonly Edge[],
  cost: GridEdges<Int32Array>,
  jumps: GridEdges<Int32Array>,
  sign: number,
): Uint8Array | undefined {
  const { terminal, capacity } = graph;
  terminal.fill(0);
  for (const { axis, stride, forward } of edges) {
    const onlyHeadMoves = capacity[forward as 0 | 2];
    const onlyTailMoves = capacity[(forward ^ 1) as 1 | 3];
    onlyHeadMoves.fill(0);
    onlyTailMoves.fill(0);
    for (let tail = 0; tail + stride < terminal.length; tail++) {
      const unit = cost[axis][tail]!;
      if (unit === 0) continue;
      const jump = jumps[axis][tail]!;
      const now = Math.abs(jump);
      const headLoss = unit * (Math.abs(jump + sign) - now);
      const tailLoss = unit * (Math.abs(jump - sign) - now);
      const pull = tailLoss < 0 ? tailLoss : headLoss < 0 ? -headLoss : 0;
      terminal[tail]! += pull;
      terminal[tail + stride]! -= pull;
      onlyHeadMoves[tail] = headLoss + pull;
      onlyTailMoves[tail + stride] = tailLoss - pull;
    }
  }
  let gain = 0;
  for (let cell = 0; cell < terminal.length; cell++) gain -= Math.min(terminal[cell]!, 0);
  if (gain === 0 || graph.run() >= gain) return undefined;
  return Uint8Array.from(terminal, (_, cell) => (graph.reachesSink(cell) ? 1 : 0));
}

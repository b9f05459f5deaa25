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

/** One axis of edges: from a cell to the cell `stride` further on. */
interface Axis {
  readonly stride: number;
  /** Direction from the tail to the head. */
  readonly forward: 0 | 2;
  readonly cost: Int32Array;
  readonly jumps: Int32Array;
}

/**
 * Lowers sum of cost |jump| to its global minimum by moving sets of cells up or down by one cycle, each set the best
 * there is, found as a minimum cut (Bioucas-Dias & Valadão 2007, IEEE TIP 16, 698-709). From a good start few moves
 * and short paths are left.
 */
export function optimizeCycles(problem: CycleProblem, start: Int32Array): CycleSolution {
  const { rows, columns } = problem;
  const cycles = start.slice();
  const x = createAxis(problem, 'x', cycles);
  const y = createAxis(problem, 'y', cycles);
  const graph = new GridMaxFlow(rows, columns);
  let sign = 1;
  for (let unsuccessful = 0; unsuccessful < 2;) {
    const shift = bestShift(graph, [x, y], sign);
    if (shift) {
      unsuccessful = 0;
      for (let cell = 0; cell < cycles.length; cell++) cycles[cell]! += sign * shift[cell]!;
      for (const { stride, jumps } of [x, y])
        for (let tail = 0; tail + stride < cycles.length; tail++)
          jumps[tail]! += sign * (shift[tail + stride]! - shift[tail]!);
    } else {
      unsuccessful++;
      sign = -sign;
    }
  }
  return { cycles, jumps: { x: x.jumps, y: y.jumps }, objective: (totalCost(x) + totalCost(y)) / COST_STEPS };
}

/** Edges past the border cost nothing; their jump has no meaning. */
function createAxis(problem: CycleProblem, name: 'x' | 'y', cycles: Int32Array): Axis {
  const { phaseRad, columns } = problem;
  const gradientRad = problem.gradientRad[name];
  const unitCost = problem.cost[name];
  const stride = name === 'x' ? 1 : columns;
  const cost = new Int32Array(cycles.length);
  const jumps = new Int32Array(cycles.length);
  for (let tail = 0; tail + stride < cycles.length; tail++) {
    if (unitCost[tail]! > 0) cost[tail] = Math.max(1, Math.round(unitCost[tail]! * COST_STEPS));
    const turns = (phaseRad[tail + stride]! - phaseRad[tail]! - gradientRad[tail]!) / TWO_PI;
    jumps[tail] = cycles[tail + stride]! - cycles[tail]! + Math.round(turns);
  }
  return { stride, forward: name === 'x' ? DIRECTION.right : DIRECTION.down, cost, jumps };
}

function totalCost({ cost, jumps }: Axis): number {
  let sum = 0;
  for (let tail = 0; tail < cost.length; tail++) sum += cost[tail]! * Math.abs(jumps[tail]!);
  return sum;
}

/**
 * The set of cells (1) whose shift by `sign` cycles lowers the objective most, or undefined where none lowers it.
 * An edge of jump k costs c|k|, c|k + sign| if only its head moves, c|k - sign| if only its tail moves: what a lone
 * move would gain goes to the terminals, what it would lose to the edge (Kolmogorov & Zabih 2004).
 */
function bestShift(graph: GridMaxFlow, axes: readonly Axis[], sign: number): Uint8Array | undefined {
  const { terminal, capacity } = graph;
  terminal.fill(0);
  for (const { stride, forward, cost, jumps } of axes) {
    const onlyHeadMoves = capacity[forward];
    const onlyTailMoves = capacity[forward === DIRECTION.right ? DIRECTION.left : DIRECTION.up];
    onlyHeadMoves.fill(0);
    onlyTailMoves.fill(0);
    for (let tail = 0; tail + stride < terminal.length; tail++) {
      const unit = cost[tail]!;
      if (unit === 0) continue;
      const jump = jumps[tail]!;
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
  const shift = new Uint8Array(terminal.length);
  for (let cell = 0; cell < shift.length; cell++) if (graph.reachesSink(cell)) shift[cell] = 1;
  return shift;
}

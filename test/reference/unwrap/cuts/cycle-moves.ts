import {
  type CycleProblem,
  type CycleSolution,
  jumpCost,
  solutionOf,
} from '../../../../src/unwrap/cycles/cycle-problem.ts';
import { DIRECTION, GridMaxFlow } from './max-flow.ts';

/** One axis of edges: from a cell to the cell `stride` further on. */
interface Axis {
  readonly stride: number;
  /** Direction from the tail to the head. */
  readonly forward: 0 | 2;
  readonly up: Int32Array;
  readonly down: Int32Array;
  readonly jumps: Int32Array;
}

/**
 * Lowers the sum of costs of jumps to its global minimum by moving sets of cells up or down by one cycle, each set the best
 * there is, found as a minimum cut (Bioucas-Dias & Valadão 2007, IEEE TIP 16, 698-709). From a good start few moves
 * and short paths are left.
 */
export function optimizeCycles(problem: CycleProblem, start: Int32Array): CycleSolution {
  const { rows, columns } = problem;
  const cycles = start.slice();
  const { jumps } = solutionOf(problem, cycles);
  const x = createAxis(problem, 'x', jumps);
  const y = createAxis(problem, 'y', jumps);
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
  return solutionOf(problem, cycles);
}

function createAxis({ cost, columns }: CycleProblem, name: 'x' | 'y', jumps: CycleSolution['jumps']): Axis {
  const stride = name === 'x' ? 1 : columns;
  const forward = name === 'x' ? DIRECTION.right : DIRECTION.down;
  return { stride, forward, up: cost.up[name], down: cost.down[name], jumps: jumps[name] };
}

/**
 * The set of cells (1) whose shift by `sign` cycles lowers the objective most, or undefined where none lowers it.
 * An edge of jump k goes to k + sign if only its head moves, to k - sign if only its tail moves: what a lone
 * move would gain goes to the terminals, what it would lose to the edge (Kolmogorov & Zabih 2004).
 */
function bestShift(graph: GridMaxFlow, axes: readonly Axis[], sign: number): Uint8Array | undefined {
  const { terminal, capacity } = graph;
  terminal.fill(0);
  for (const { stride, forward, up, down, jumps } of axes) {
    const onlyHeadMoves = capacity[forward];
    const onlyTailMoves = capacity[forward === DIRECTION.right ? DIRECTION.left : DIRECTION.up];
    onlyHeadMoves.fill(0);
    onlyTailMoves.fill(0);
    for (let tail = 0; tail + stride < terminal.length; tail++) {
      const [more, less, jump] = [up[tail]!, down[tail]!, jumps[tail]!];
      if (more === 0 && less === 0) continue;
      const now = jumpCost(jump, more, less);
      const headLoss = jumpCost(jump + sign, more, less) - now;
      const tailLoss = jumpCost(jump - sign, more, less) - now;
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

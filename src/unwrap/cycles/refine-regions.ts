import { labelComponents } from '../components.ts';
import { type CycleProblem, type CycleSolution, jumpCost, solutionOf, visitEdges } from './cycle-problem.ts';

/** A rounded solution is mended within a few rounds; each lowers the objective. */
const MAX_ROUNDS = 10;

/**
 * Lowers the objective by moving whole regions, the cells between jumps, up or down by one cycle: rounding a plateau of
 * the continuous solution puts it a cycle off as one. In each round the regions that gain most among their neighbours.
 */
export function refineRegions(problem: CycleProblem, start: Int32Array): CycleSolution {
  const { rows, columns, cost } = problem;
  let solution = solutionOf(problem, start.slice());
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { jumps } = solution;
    const everyCell = new Uint8Array(rows * columns).fill(1);
    const { labels, sizes } = labelComponents(rows, columns, everyCell, (axis, tail) => jumps[axis][tail] === 0, 1);
    const gain = { up: new Float64Array(sizes.length + 1), down: new Float64Array(sizes.length + 1) };
    visitEdges(rows, columns, (axis, tail, head) => {
      const [from, to] = [labels[tail]!, labels[head]!];
      if (from === to) return;
      const [up, down, jump] = [cost.up[axis][tail]!, cost.down[axis][tail]!, jumps[axis][tail]!];
      const now = jumpCost(jump, up, down);
      const more = now - jumpCost(jump + 1, up, down);
      const less = now - jumpCost(jump - 1, up, down);
      gain.up[to]! += more;
      gain.down[from]! += more;
      gain.down[to]! += less;
      gain.up[from]! += less;
    });
    const best = gain.up.map((up, region) => Math.max(up, gain.down[region]!));
    const isBlocked = new Uint8Array(best.length);
    visitEdges(rows, columns, (_, tail, head) => {
      const [from, to] = [labels[tail]!, labels[head]!];
      if (from === to) return;
      const loser = best[from]! > best[to]! || (best[from] === best[to] && from < to) ? to : from;
      isBlocked[loser] = 1;
    });
    const move = best.map((value, region) =>
      value <= 0 || isBlocked[region] ? 0 : gain.up[region]! > gain.down[region]! ? 1 : -1,
    );
    if (move.every((step) => step === 0)) break;
    solution = solutionOf(
      problem,
      solution.cycles.map((cycles, cell) => cycles + move[labels[cell]!]!),
    );
  }
  return solution;
}

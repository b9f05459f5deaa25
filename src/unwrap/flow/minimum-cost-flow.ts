import { type CycleProblem, type CycleSolution, jumpCost, wholeTurns } from '../cycles/cycle-problem.ts';
import { cheapestFlow } from './cheapest-flow.ts';
import { createDualGrid, nodeAbove, nodeLeft } from './dual-grid.ts';

/**
 * Whole cycles of least sum of cost times cycles jumped, as a minimum-cost flow between residues (Costantini 1998, IEEE
 * TGRS 36, 813-821): the global minimum, in whole numbers, from no start. The first cell has 0 cycles.
 * Gives other calls a turn every tenth of a second.
 * @throws the signal's reason when aborted
 */
export async function minimumCostFlowCycles(
  problem: CycleProblem,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<CycleSolution> {
  options.signal?.throwIfAborted();
  const { rows, columns, cost } = problem;
  const flow = await cheapestFlow(createDualGrid(problem), options.signal);
  const jumps = { x: new Int32Array(rows * columns), y: new Int32Array(rows * columns) };
  let objectiveSteps = 0;
  const set = (axis: 'x' | 'y', tail: number, jump: number): void => {
    jumps[axis][tail] = jump;
    objectiveSteps += jumpCost(jump, cost.up[axis][tail]!, cost.down[axis][tail]!);
  };
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const tail = row * columns + column;
      if (column + 1 < columns) set('x', tail, 0 - flow.down[nodeAbove(columns, row, column)]!);
      if (row + 1 < rows) set('y', tail, flow.right[nodeLeft(columns, row, column)]!);
    }
  return { cycles: sumJumps(problem, jumps), jumps, objectiveSteps };
}

/** Cycles from the jumps: down the first column, then along each row. Any other way gives the same. */
function sumJumps(problem: CycleProblem, jumps: CycleSolution['jumps']): Int32Array {
  const { rows, columns } = problem;
  const cycles = new Int32Array(rows * columns);
  for (let cell = 1; cell < cycles.length; cell++) {
    const axis = cell % columns === 0 ? 'y' : 'x';
    const tail = axis === 'y' ? cell - columns : cell - 1;
    cycles[cell] = cycles[tail]! + jumps[axis][tail]! - wholeTurns(problem, axis, tail, cell);
  }
  return cycles;
}

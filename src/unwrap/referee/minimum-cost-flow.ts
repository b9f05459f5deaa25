import type { CycleProblem, CycleSolution } from '../cycle-moves.ts';
import { cheapestFlow } from './cheapest-flow.ts';
import { COST_STEPS, createDualGrid, nodeAbove, nodeLeft, wholeTurns } from './dual-grid.ts';

/**
 * Whole cycles of least sum of cost |jump|, as a minimum-cost flow between residues (Costantini 1998, IEEE TGRS 36,
 * 813-821): the global minimum, in whole numbers, from no start. The first cell has 0 cycles.
 * Gives other calls a turn every tenth of a second.
 * @throws the signal's reason when aborted
 */
export async function minimumCostFlowCycles(
  problem: CycleProblem,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<CycleSolution> {
  options.signal?.throwIfAborted();
  const { rows, columns } = problem;
  const grid = createDualGrid(problem);
  const flow = await cheapestFlow(grid, options.signal);
  const jumps = { x: new Int32Array(rows * columns), y: new Int32Array(rows * columns) };
  let cost = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const tail = row * columns + column;
      if (column + 1 < columns) {
        const node = nodeAbove(columns, row, column);
        jumps.x[tail] = -flow.down[node]!;
        cost += grid.costDown[node]! * Math.abs(flow.down[node]!);
      }
      if (row + 1 < rows) {
        const node = nodeLeft(columns, row, column);
        jumps.y[tail] = flow.right[node]!;
        cost += grid.costRight[node]! * Math.abs(flow.right[node]!);
      }
    }
  return { cycles: sumJumps(problem, jumps), jumps, objective: cost / COST_STEPS };
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

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CycleProblem, type EdgeCosts, jumpCost } from '../../../src/unwrap/cycles/cycle-problem.ts';
import { optimizeCycles } from '../../reference/unwrap/cuts/cycle-moves.ts';
import { wrappedGradient } from '../../reference/unwrap/cost/wrapped-gradient.ts';

function problem(rows: number, columns: number, phase: readonly number[], cost: EdgeCosts): CycleProblem {
  const phaseRad = Float32Array.from(phase);
  const { x, y } = wrappedGradient(rows, columns, phaseRad);
  return { rows, columns, phaseRad, gradientRad: { x: Float32Array.from(x), y: Float32Array.from(y) }, cost };
}

/** Sum of the costs of jumps straight from the phases. */
function objective({ rows, columns, phaseRad, gradientRad, cost }: CycleProblem, cycles: ArrayLike<number>): number {
  const value = (cell: number): number => phaseRad[cell]! + 2 * Math.PI * cycles[cell]!;
  let sum = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      const jump = (head: number, gradient: number): number =>
        Math.round((value(head) - value(cell) - gradient) / (2 * Math.PI));
      if (column + 1 < columns)
        sum += jumpCost(jump(cell + 1, gradientRad.x[cell]!), cost.up.x[cell]!, cost.down.x[cell]!);
      if (row + 1 < rows)
        sum += jumpCost(jump(cell + columns, gradientRad.y[cell]!), cost.up.y[cell]!, cost.down.y[cell]!);
    }
  return sum;
}

const ROWS = 2;
const COLUMNS = 3;
const CELLS = ROWS * COLUMNS;
const plane = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
  fc.array(arbitrary, { minLength: CELLS, maxLength: CELLS });

it('finds the least objective of all cycles, from any start', () => {
  const phase = fc.integer({ min: -3000, max: 3000 }).map((value) => value / 1000);
  const cost = fc.integer({ min: 1, max: 20 });
  fc.assert(
    fc.property(
      plane(phase),
      fc.array(plane(cost), { minLength: 4, maxLength: 4 }),
      plane(fc.integer({ min: -3, max: 3 })),
      (phases, costs, start) => {
        const within = (axis: 'x' | 'y', values: number[]): Int32Array =>
          Int32Array.from(values, (value, cell) =>
            (axis === 'x' ? cell % COLUMNS === COLUMNS - 1 : cell >= CELLS - COLUMNS) ? 0 : value,
          );
        const given = problem(ROWS, COLUMNS, phases, {
          up: { x: within('x', costs[0]!), y: within('y', costs[1]!) },
          down: { x: within('x', costs[2]!), y: within('y', costs[3]!) },
        });
        const found = optimizeCycles(given, Int32Array.from(start));
        expect(found.objectiveSteps).toBe(objective(given, found.cycles));
        // The first cell fixes the constant; jumps of the optimum stay within one cycle of the neighbour's.
        let least = Infinity;
        const base = 5;
        for (let code = 0; code < base ** (CELLS - 1); code++) {
          const cycles = Array.from({ length: CELLS }, (_, cell) =>
            cell === 0 ? 0 : (Math.floor(code / base ** (cell - 1)) % base) - 2,
          );
          least = Math.min(least, objective(given, cycles));
        }
        expect(found.objectiveSteps).toBe(least);
      },
    ),
    { seed: 2, numRuns: 40 },
  );
});

it('brings back a plateau that was left one and another two cycles off', () => {
  const [rows, columns] = [12, 15];
  const cells = rows * columns;
  const uniform = new Int32Array(cells).fill(8);
  const x = uniform.map((value, cell) => (cell % columns === columns - 1 ? 0 : value));
  const y = uniform.map((value, cell) => (cell >= cells - columns ? 0 : value));
  const given = problem(rows, columns, new Array<number>(cells).fill(0.3), { up: { x, y }, down: { x, y } });
  const start = Int32Array.from({ length: cells }, (_, cell) =>
    cell % columns < 4 ? 2 : cell % columns > 10 && cell > 60 ? -1 : 0,
  );
  const { cycles, objectiveSteps: left, jumps } = optimizeCycles(given, start);
  expect(left).toBe(0);
  expect(new Set(cycles).size).toBe(1);
  expect(jumps.y.slice(0, cells - columns).every((jump) => jump === 0)).toBe(true);
});

import { expect, it } from 'vitest';
import { markBesideRuptures } from '../../../src/unwrap/ambiguity/beside-ruptures.ts';
import { LOOSE_NATS, markLoosePatches } from '../../../src/unwrap/ambiguity/loose-patches.ts';
import { differenceOf, markOtherSolution } from '../../../src/unwrap/ambiguity/other-solutions.ts';
import { type CycleProblem, STEPS_PER_NAT, solutionOf } from '../../../src/unwrap/cycles/cycle-problem.ts';
import { refineRegions } from '../../../src/unwrap/cycles/refine-regions.ts';
import { Random } from '../../support/random.ts';

const [ROWS, COLUMNS] = [14, 17];
const CELLS = ROWS * COLUMNS;

/** A flat phase; every jump costs the same unless `costNats` says otherwise for an edge. */
function flat(costNats: (axis: 'x' | 'y', row: number, column: number) => number = () => 5): CycleProblem {
  const plane = (axis: 'x' | 'y'): Int32Array =>
    Int32Array.from({ length: CELLS }, (_, cell) => {
      const [row, column] = [Math.floor(cell / COLUMNS), cell % COLUMNS];
      if (axis === 'x' ? column + 1 === COLUMNS : row + 1 === ROWS) return 0;
      return Math.round(costNats(axis, row, column) * STEPS_PER_NAT);
    });
  const cost = { x: plane('x'), y: plane('y') };
  return {
    rows: ROWS,
    columns: COLUMNS,
    phaseRad: new Float32Array(CELLS),
    gradientRad: { x: new Float32Array(CELLS), y: new Float32Array(CELLS) },
    cost: { up: cost, down: cost },
  };
}

const patch = (rows: readonly [number, number], columns: readonly [number, number], value = 1): Int32Array =>
  Int32Array.from({ length: CELLS }, (_, cell) => {
    const [row, column] = [Math.floor(cell / COLUMNS), cell % COLUMNS];
    return row >= rows[0] && row <= rows[1] && column >= columns[0] && column <= columns[1] ? value : 0;
  });

const marked = (marks: Uint8Array): number[] => [...marks.keys()].filter((cell) => marks[cell]);

it('regions a cycle or two off come back, nested ones too', () => {
  const start = patch([2, 9], [3, 12]).map((value, cell) => value + patch([4, 6], [5, 8], -3)[cell]!);
  const { objectiveSteps, cycles } = refineRegions(flat(), start);
  expect(objectiveSteps).toBe(0);
  expect(new Set(cycles).size).toBe(1);
});

it('never raises the objective, and states it right', () => {
  const random = new Random(4);
  for (let draw = 0; draw < 20; draw++) {
    const problem = flat(() => random.uniform(0.01, 8));
    const start = Int32Array.from({ length: CELLS }, () => random.integer(-2, 2));
    const refined = refineRegions(problem, start);
    expect(refined.objectiveSteps).toBeLessThanOrEqual(solutionOf(problem, start).objectiveSteps);
    expect(solutionOf(problem, refined.cycles).objectiveSteps).toBe(refined.objectiveSteps);
  }
});

it('a patch is loose where its whole outline costs less than the limit', () => {
  // A block of 2 x 2 cells has eight edges around it, a lone cell four, one in the corner of the grid two.
  const isOutline = (axis: 'x' | 'y', row: number, column: number): boolean =>
    axis === 'x'
      ? (row === 5 || row === 6) && (column === 7 || column === 9)
      : (column === 8 || column === 9) && (row === 4 || row === 6);
  const marks = (outlineNats: number): number[] => {
    const problem = flat((...edge) => (isOutline(...edge) ? outlineNats : 5));
    const flags = new Uint8Array(CELLS);
    markLoosePatches(problem, solutionOf(problem, new Int32Array(CELLS)), flags);
    return marked(flags);
  };
  expect(marks((0.99 * LOOSE_NATS) / 8)).toEqual(
    [5, 6].flatMap((row) => [8, 9].map((column) => row * COLUMNS + column)),
  );
  expect(marks((1.01 * LOOSE_NATS) / 8)).toEqual([]);
});

it.each([
  [1, 1],
  [1, 2],
  [3, 3],
  [6, 6],
  [1, 9],
])('a sure grid of %i x %i has no loose patch: moving all of it moves nothing', (rows, columns) => {
  const plane = { x: new Int32Array(rows * columns), y: new Int32Array(rows * columns) };
  for (let cell = 0; cell < rows * columns; cell++) {
    if ((cell + 1) % columns > 0) plane.x[cell] = 20 * STEPS_PER_NAT;
    if (cell + columns < rows * columns) plane.y[cell] = 20 * STEPS_PER_NAT;
  }
  const zero = { x: new Float32Array(rows * columns), y: new Float32Array(rows * columns) };
  const cost = { up: plane, down: plane };
  const problem = { rows, columns, phaseRad: new Float32Array(rows * columns), gradientRad: zero, cost };
  const flags = new Uint8Array(rows * columns);
  markLoosePatches(problem, solutionOf(problem, new Int32Array(rows * columns)), flags);
  expect(marked(flags)).toEqual([]);
});

it('another solution marks the regions that cost little more, not those that the objective speaks against', () => {
  const problem = flat((_, row) => (row < 7 ? 0.1 : 5));
  const other = patch([2, 4], [3, 6], 2).map((value, cell) => value + patch([9, 11], [3, 6])[cell]! + 7);
  const flags = new Uint8Array(CELLS);
  const everyCell = new Uint8Array(CELLS).fill(1);
  const solution = solutionOf(problem, new Int32Array(CELLS));
  markOtherSolution(problem, solution, other, everyCell, flags);
  expect(marked(flags)).toEqual(marked(Uint8Array.from(patch([2, 4], [3, 6]))));
  expect(differenceOf(solution.cycles, other, everyCell).cells).toBe(24);
});

it('two cells on each side of a rupture are marked, jumps through noise are not', () => {
  const problem = flat((_, row) => (row < 7 ? 5 : 0.5));
  const solution = solutionOf(problem, patch([0, ROWS], [9, COLUMNS]));
  const flags = new Uint8Array(CELLS);
  markBesideRuptures(problem, solution, flags);
  for (const cell of flags.keys()) {
    const [row, column] = [Math.floor(cell / COLUMNS), cell % COLUMNS];
    // Columns 7 and 8 lie before the jump, 9 and 10 after it; the last rupture edge is in row 6, and reaches to row 7.
    expect(flags[cell]).toBe(column >= 7 && column <= 10 && row <= 7 ? 1 : 0);
  }
});

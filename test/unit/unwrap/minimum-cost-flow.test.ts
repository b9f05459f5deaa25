import { describe, expect, it } from 'vitest';
import type { CycleProblem, CycleSolution } from '../../../src/unwrap/cycles/cycle-problem.ts';
import { minimumCostFlowCycles } from '../../../src/unwrap/flow/index.ts';
import { TWO_PI } from '../../../src/units/index.ts';
import { optimizeCycles } from '../../reference/unwrap/cuts/cycle-moves.ts';
import { wrappedGradient } from '../../reference/unwrap/cost/wrapped-gradient.ts';
import { noiseFree, speckled } from '../../scene/unwrap-scenes.ts';
import { Random } from '../../support/random.ts';

type Sizes = readonly [number, number];
/** Cost of a jump up and of one down, 0..1. */
type CostOf = (axis: 'x' | 'y', row: number, column: number) => readonly [up: number, down: number];

const STEPS = 10_000;

function problemOf([rows, columns]: Sizes, phaseRad: Float32Array, costOf: CostOf): CycleProblem {
  const { x, y } = wrappedGradient(rows, columns, phaseRad);
  const plane = () => ({ x: new Int32Array(rows * columns), y: new Int32Array(rows * columns) });
  const cost = { up: plane(), down: plane() };
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (const axis of ['x', 'y'] as const) {
        if (axis === 'x' ? column + 1 === columns : row + 1 === rows) continue;
        const [up, down] = costOf(axis, row, column);
        cost.up[axis][row * columns + column] = Math.round(up * STEPS);
        cost.down[axis][row * columns + column] = Math.round(down * STEPS);
      }
  return { rows, columns, phaseRad, gradientRad: { x: Float32Array.from(x), y: Float32Array.from(y) }, cost };
}

const alike =
  (of: (axis: 'x' | 'y', row: number, column: number) => number): CostOf =>
  (...edge) => {
    const cost = of(...edge);
    return [cost, cost];
  };

/** Phase uniform over the circle: one loop in three has a residue. */
function noise([rows, columns]: Sizes, random: Random): Float32Array {
  return Float32Array.from({ length: rows * columns }, () => random.uniform(-Math.PI, Math.PI));
}

/** A bowl of two fringes under the noise of 4 looks; jumps cost the more the surer both cells, and down is dearer. */
function noisyBowl(sizes: Sizes, seed: number): CycleProblem {
  const bowl = (row: number, column: number): number => 14 * Math.exp(-((row - 20) ** 2 + (column - 15) ** 2) / 300);
  const { input } = speckled(
    sizes,
    bowl,
    (row, column) => 0.5 + 0.3 * Math.sin(row / 9 + column / 5),
    4,
    new Random(seed),
  );
  return problemOf(sizes, input.wrappedPhaseRad, (axis, row, column) => {
    const cell = row * sizes[1] + column;
    const cost = input.coherence[cell]! * input.coherence[cell + (axis === 'x' ? 1 : sizes[1])]! + 0.01;
    return [0.5 * cost, cost];
  });
}

/** Jumps straight from the unwrapped phase, in f64, have to be those of the solution, and so has their cost. */
function expectConsistent(problem: CycleProblem, { cycles, jumps, objectiveSteps }: CycleSolution): void {
  const { rows, columns, phaseRad, gradientRad, cost } = problem;
  const unwrapped = Float64Array.from(phaseRad, (phase, cell) => phase + TWO_PI * cycles[cell]!);
  let sum = 0;
  let wrong = 0;
  for (const axis of ['x', 'y'] as const)
    for (let tail = 0; tail < rows * columns; tail++) {
      if (axis === 'x' ? tail % columns === columns - 1 : tail + columns >= rows * columns) continue;
      const head = tail + (axis === 'x' ? 1 : columns);
      const jump = (unwrapped[head]! - unwrapped[tail]! - gradientRad[axis][tail]!) / TWO_PI;
      if (Math.abs(jump - jumps[axis][tail]!) > 1e-5) wrong++;
      sum +=
        Math.max(Math.round(jump), 0) * cost.up[axis][tail]! + Math.max(-Math.round(jump), 0) * cost.down[axis][tail]!;
    }
  expect(wrong).toBe(0);
  expect(objectiveSteps).toBe(sum);
}

const ofNoise =
  (sizes: Sizes, costOf: (random: Random) => CostOf) =>
  (seed: number): CycleProblem => {
    const random = new Random(seed);
    return problemOf(sizes, noise(sizes, random), costOf(random));
  };
const anyCost =
  (random: Random): CostOf =>
  () => [random.uniform(), random.uniform()];
const extremeCost = (random: Random): CostOf => alike(() => [1, 1e-4, 1e-9, 0][random.integer(0, 3)]!);
const lakeBetweenBanks = (random: Random): CostOf =>
  alike((_, row, column) => (Math.hypot(row - 20, column - 16) < 10 ? 1e-4 : random.uniform(0.05, 1)));

/** Two ramps that part along a row, by up to 2 · 20² / 16 rad = 8.0 cycles, under noise of 0.1 rad. */
function partingRamps(seed: number): CycleProblem {
  const random = new Random(seed);
  const parting = (row: number, column: number): number =>
    ((row < 16 ? 1 : -1) * (column - 20) ** 2) / 16 + 0.1 * random.normal();
  const { wrappedPhaseRad } = noiseFree(32, 40, parting).input;
  return problemOf(
    [32, 40],
    wrappedPhaseRad,
    alike((axis, row) => (axis === 'y' && row === 15 ? 0.1 : 1)),
  );
}

describe('the least sum of the costs of jumps is one number: minimum cuts find the same', () => {
  it.each<[string, number, (seed: number) => CycleProblem]>([
    ['noise 1 x 1', 2, ofNoise([1, 1], anyCost)],
    ['noise 1 x 9', 6, ofNoise([1, 9], anyCost)],
    ['noise 9 x 1', 6, ofNoise([9, 1], anyCost)],
    ['noise 2 x 2', 30, ofNoise([2, 2], anyCost)],
    ['noise 2 x 7', 20, ofNoise([2, 7], anyCost)],
    ['noise 3 x 3', 30, ofNoise([3, 3], anyCost)],
    ['noise 17 x 12', 12, ofNoise([17, 12], anyCost)],
    ['noise 12 x 31', 12, ofNoise([12, 31], anyCost)],
    ['noise where all edges cost the same, so that most ways are equal', 6, ofNoise([29, 34], () => alike(() => 0.5))],
    ['edges that cost the most, next to nothing and nothing', 12, ofNoise([23, 19], extremeCost)],
    ['a lake without data between noisy banks', 6, ofNoise([41, 33], lakeBetweenBanks)],
    ['a bowl under the noise of 4 looks', 6, (seed) => noisyBowl([57, 64], seed)],
    ['jumps of many cycles', 4, partingRamps],
  ])('%s', async (_, draws, make) => {
    for (let seed = 0; seed < draws; seed++) {
      const problem = make(seed);
      const flow = await minimumCostFlowCycles(problem);
      expectConsistent(problem, flow);
      const cuts = optimizeCycles(problem, new Int32Array(problem.phaseRad.length));
      expect(cuts.objectiveSteps).toBe(flow.objectiveSteps);
    }
  });
});

it('edges jump by as many cycles as it takes', async () => {
  const { jumps } = await minimumCostFlowCycles(partingRamps(1));
  expect(Math.abs(jumps.y[15 * 40]! - jumps.y[15 * 40 + 20]!)).toBe(8);
});

it('a dipole is closed along the cheap way, and nothing else jumps', async () => {
  // Half a turn up and half a turn down around the two ends of a cut in a plane: residues at both ends.
  const [rows, columns] = [9, 12];
  const phase = Float32Array.from({ length: rows * columns }, (_, cell) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    return Math.atan2(row - 3.5, column - 2.5) - Math.atan2(row - 3.5, column - 8.5);
  });
  const wrapped = phase.map((value) => value - TWO_PI * Math.round(value / TWO_PI));
  const problem = problemOf(
    [rows, columns],
    wrapped,
    alike(() => 0.5),
  );
  const { objectiveSteps, jumps } = await minimumCostFlowCycles(problem);
  // Six edges lie between the two residues; to the border it is three rows and four, or three columns and three.
  expect(objectiveSteps).toBe(3 * STEPS);
  const crossed = [...jumps.x, ...jumps.y].reduce((sum, jump) => sum + Math.abs(jump), 0);
  expect(crossed).toBe(6);
});

it('without residues there is nothing to pay: ramps and Gaussians to 0.8 pi per cell come back whole', async () => {
  const [rows, columns] = [33, 46];
  const slope = 0.8 * Math.PI;
  const scenes = [
    noiseFree(rows, columns, (row, column) => slope * column - 0.7 * slope * row),
    noiseFree(rows, columns, (row, column) => 8 * slope * Math.exp(0.5 - ((row - 16) ** 2 + (column - 22) ** 2) / 128)),
  ];
  for (const { input, truthRad } of scenes) {
    const { cycles, objectiveSteps } = await minimumCostFlowCycles(
      problemOf(
        [rows, columns],
        input.wrappedPhaseRad,
        alike(() => 0.3),
      ),
    );
    expect(objectiveSteps).toBe(0);
    const off = cycles.map(
      (value, cell) => Math.round((truthRad[cell]! - input.wrappedPhaseRad[cell]!) / TWO_PI) - value,
    );
    expect(new Set(off).size).toBe(1);
  }
});

it('stops when it is told to, also half-way', async () => {
  const reason = new Error('enough');
  const problem = problemOf(
    [4, 4],
    noise([4, 4], new Random(1)),
    alike(() => 0.5),
  );
  await expect(minimumCostFlowCycles(problem, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const large = problemOf(
    [600, 600],
    noise([600, 600], new Random(1)),
    alike(() => 0.5),
  );
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 10);
  await expect(minimumCostFlowCycles(large, { signal: controller.signal })).rejects.toBe(reason);
});

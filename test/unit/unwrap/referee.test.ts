import { describe, expect, it } from 'vitest';
import { type CycleProblem, type CycleSolution, optimizeCycles } from '../../../src/unwrap/cycle-moves.ts';
import { minimumCostFlowCycles } from '../../../src/unwrap/referee/index.ts';
import { TWO_PI } from '../../../src/units/index.ts';
import { edgeCost } from '../../reference/unwrap/edge-cost.ts';
import { wrappedGradient } from '../../reference/unwrap/wrapped-gradient.ts';
import { noiseFree, speckled } from '../../scene/unwrap-scenes.ts';
import { Random } from '../../support/random.ts';

type Sizes = readonly [number, number];
type CostOf = (axis: 'x' | 'y', row: number, column: number) => number;

function problemOf([rows, columns]: Sizes, phaseRad: Float32Array, costOf: CostOf): CycleProblem {
  const { x, y } = wrappedGradient(rows, columns, phaseRad);
  const cost = { x: new Float32Array(rows * columns), y: new Float32Array(rows * columns) };
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const tail = row * columns + column;
      if (column + 1 < columns) cost.x[tail] = costOf('x', row, column);
      if (row + 1 < rows) cost.y[tail] = costOf('y', row, column);
    }
  return { rows, columns, phaseRad, gradientRad: { x: Float32Array.from(x), y: Float32Array.from(y) }, cost };
}

/** Phase uniform over the circle: one loop in three has a residue. */
function noise([rows, columns]: Sizes, random: Random): Float32Array {
  return Float32Array.from({ length: rows * columns }, () => random.uniform(-Math.PI, Math.PI));
}

/** A bowl of two fringes under the noise of 4 looks, with the costs that unwrapping gives it. */
function noisyBowl(sizes: Sizes, seed: number): CycleProblem {
  const [rows, columns] = sizes;
  const bowl = (row: number, column: number): number => 14 * Math.exp(-((row - 20) ** 2 + (column - 15) ** 2) / 300);
  const { input } = speckled(
    sizes,
    bowl,
    (row, column) => 0.5 + 0.3 * Math.sin(row / 9 + column / 5),
    4,
    new Random(seed),
  );
  const gradient = wrappedGradient(rows, columns, input.wrappedPhaseRad);
  const cost = edgeCost(rows, columns, gradient, input.coherence, 4);
  return problemOf(sizes, input.wrappedPhaseRad, (axis, row, column) => cost[axis][row * columns + column]!);
}

/** Jumps straight from the unwrapped phase, in f64, have to be those of the solution, and so has their cost. */
function expectConsistent(problem: CycleProblem, { cycles, jumps, objective }: CycleSolution): void {
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
      const unit = cost[axis][tail]!;
      if (unit > 0) sum += Math.max(Math.round(unit * 10_000) / 10_000, 1e-4) * Math.abs(jumps[axis][tail]!);
    }
  expect(wrong).toBe(0);
  expect(objective).toBeCloseTo(sum, 6);
}

const ofNoise =
  (sizes: Sizes, costOf: (random: Random) => CostOf) =>
  (seed: number): CycleProblem => {
    const random = new Random(seed);
    return problemOf(sizes, noise(sizes, random), costOf(random));
  };
const anyCost =
  (random: Random): CostOf =>
  () =>
    random.uniform();
const extremeCost =
  (random: Random): CostOf =>
  () =>
    [1, 1e-4, 1e-9, 0][random.integer(0, 3)]!;
const lakeBetweenBanks =
  (random: Random): CostOf =>
  (_, row, column) =>
    Math.hypot(row - 20, column - 16) < 10 ? 1e-4 : random.uniform(0.05, 1);

/** Two ramps that part along a row, by up to 2 · 20² / 16 rad = 8.0 cycles, under noise of 0.1 rad. */
function partingRamps(seed: number): CycleProblem {
  const random = new Random(seed);
  const parting = (row: number, column: number): number =>
    ((row < 16 ? 1 : -1) * (column - 20) ** 2) / 16 + 0.1 * random.normal();
  const { wrappedPhaseRad } = noiseFree(32, 40, parting).input;
  return problemOf([32, 40], wrappedPhaseRad, (axis, row) => (axis === 'y' && row === 15 ? 0.1 : 1));
}

describe('the least sum of cost |jump| is one number: minimum cuts find the same', () => {
  it.each<[string, number, (seed: number) => CycleProblem]>([
    ['noise 1 x 1', 2, ofNoise([1, 1], anyCost)],
    ['noise 1 x 9', 6, ofNoise([1, 9], anyCost)],
    ['noise 9 x 1', 6, ofNoise([9, 1], anyCost)],
    ['noise 2 x 2', 30, ofNoise([2, 2], anyCost)],
    ['noise 2 x 7', 20, ofNoise([2, 7], anyCost)],
    ['noise 3 x 3', 30, ofNoise([3, 3], anyCost)],
    ['noise 17 x 12', 12, ofNoise([17, 12], anyCost)],
    ['noise 12 x 31', 12, ofNoise([12, 31], anyCost)],
    ['noise where all edges cost the same, so that most ways are equal', 6, ofNoise([29, 34], () => () => 0.5)],
    ['edges that cost the most, next to nothing and nothing', 12, ofNoise([23, 19], extremeCost)],
    ['a lake without data between noisy banks', 6, ofNoise([41, 33], lakeBetweenBanks)],
    ['a bowl under the noise of 4 looks, costs as unwrapping sets them', 6, (seed) => noisyBowl([57, 64], seed)],
    ['jumps of many cycles', 4, partingRamps],
  ])('%s', async (_, draws, make) => {
    for (let seed = 0; seed < draws; seed++) {
      const problem = make(seed);
      const flow = await minimumCostFlowCycles(problem);
      expectConsistent(problem, flow);
      const cuts = optimizeCycles(problem, new Int32Array(problem.phaseRad.length));
      expect(cuts.objective).toBe(flow.objective);
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
  const problem = problemOf([rows, columns], wrapped, () => 0.5);
  const { objective, jumps } = await minimumCostFlowCycles(problem);
  // Six edges lie between the two residues; to the border it is three rows and four, or three columns and three.
  expect(objective).toBe(3);
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
    const { cycles, objective } = await minimumCostFlowCycles(
      problemOf([rows, columns], input.wrappedPhaseRad, () => 0.3),
    );
    expect(objective).toBe(0);
    const off = cycles.map(
      (value, cell) => Math.round((truthRad[cell]! - input.wrappedPhaseRad[cell]!) / TWO_PI) - value,
    );
    expect(new Set(off).size).toBe(1);
  }
});

it('stops when it is told to, also half-way', async () => {
  const reason = new Error('enough');
  const problem = problemOf([4, 4], noise([4, 4], new Random(1)), () => 0.5);
  await expect(minimumCostFlowCycles(problem, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const large = problemOf([600, 600], noise([600, 600], new Random(1)), () => 0.5);
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), 10);
  await expect(minimumCostFlowCycles(large, { signal: controller.signal })).rejects.toBe(reason);
});

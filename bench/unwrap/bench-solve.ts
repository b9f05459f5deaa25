import { loadavg } from 'node:os';
import type { Gpu } from '../../src/gpu/index.ts';
import { FAST_SCHEDULE, type SolveInput, fusableCells, solve } from '../../src/unwrap/index.ts';
import { type BenchPart, type BenchRecord, type Verification, verifiedWithin } from '../support/record.ts';
import { spreadOf } from '../support/timing.ts';
import { solveInput } from './solve-input.ts';

export const description =
  'the fast schedule of unwrapping from upload to solution, with the coarse levels of the multigrid fused and not';

/** Rows and columns alike. */
const SIDES = { software: [512, 1024], gpu: [512, 1024, 2048, 4096] } as const;

/** Time for one size, s, and how often at least and at most. */
const BUDGET_S = { software: 12, gpu: 30 } as const;
const REPEATS = { least: 2, most: 21 } as const;

/** Both take the same sums in the same order; reweighting magnifies what a compiler contracts in one of them only. */
const RMS_BOUND_RAD = 0.01;

interface Solved {
  readonly u: Float32Array;
  readonly seconds: number;
  readonly dispatches: number;
}

async function timeSolve(gpu: Gpu, input: SolveInput, fusedCells: number): Promise<Solved> {
  const before = gpu.dispatches;
  const start = performance.now();
  const u = await solve(gpu, input, FAST_SCHEDULE, { fusedCells });
  return { u, seconds: (performance.now() - start) / 1000, dispatches: gpu.dispatches - before };
}

function compare(first: Solved, second: Solved): Verification {
  const sum = first.u.reduce((total, value, cell) => total + (value - second.u[cell]!) ** 2, 0);
  const worst = Math.sqrt(sum / first.u.length);
  return verifiedWithin({ against: 'the other solution, rms, rad', worst, bound: RMS_BOUND_RAD });
}

/** Both ways in turn: what else the machine does falls on both alike. */
async function measureSide(gpu: Gpu, side: number): Promise<BenchRecord[]> {
  const input = solveInput(side, side);
  const ways = [
    { name: 'unwrap/solve, coarse levels fused', fusedCells: fusableCells(gpu), times: [] as number[] },
    { name: 'unwrap/solve, a dispatch a step', fusedCells: 0, times: [] as number[] },
  ];
  // The first runs compile, and are compared.
  const [fused, apart] = [
    await timeSolve(gpu, input, ways[0]!.fusedCells),
    await timeSolve(gpu, input, ways[1]!.fusedCells),
  ];
  const verified = compare(fused, apart);
  const budgetS = BUDGET_S[gpu.adapter.isSoftware ? 'software' : 'gpu'];
  const repeats = Math.max(REPEATS.least, Math.min(REPEATS.most, Math.floor(budgetS / (2 * apart.seconds))));
  for (let k = 0; k < repeats; k++)
    for (const { fusedCells, times } of ways) times.push((await timeSolve(gpu, input, fusedCells)).seconds);
  return ways.map(({ name, times }, way) => ({
    name,
    size: `${side} x ${side}`,
    elements: side * side,
    unit: 'cells',
    clock: 'host',
    seconds: spreadOf(times),
    verified,
    more: { dispatches: [fused, apart][way]!.dispatches },
  }));
}

export async function run(gpu: Gpu): Promise<BenchPart> {
  const load = loadavg()[0]!;
  const records: BenchRecord[] = [];
  for (const side of SIDES[gpu.adapter.isSoftware ? 'software' : 'gpu']) {
    records.push(...(await measureSide(gpu, side)));
    for (const { name, size, seconds } of records.slice(-2))
      console.log(`${name}, ${size}: ${(seconds.median * 1e3).toPrecision(3)} ms`);
  }
  return { measured: new Date().toISOString(), load, records };
}

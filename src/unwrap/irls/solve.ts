import type { DeviceBuffer, Gpu } from '../../gpu/index.ts';
import { type EdgeCosts, STEPS_PER_NAT } from '../cycles/cycle-problem.ts';
import type { GridEdges } from '../grid-edges.ts';
import { gridWorkgroups } from '../workgroups.ts';
import { createConjugateGradients } from './conjugate-gradients.ts';
import { edgeWeight } from './edge-weight.kernel.ts';
import { fusableCells } from './fused-cells.ts';
import { residual as residualKernel } from './residual.kernel.ts';

/** How the cost is approached from one reweighting to the next. */
export interface Schedule {
  /** The cost is |residual|^exponent. */
  readonly exponent: number;
  readonly outerIterations: number;
  readonly innerIterations: number;
  readonly firstDeltaRad: number;
  readonly deltaFactor: number;
  readonly leastDeltaRad: number;
}

/** The L1 norm in few steps: right wherever the ground is continuous. */
export const FAST_SCHEDULE: Schedule = {
  exponent: 1,
  outerIterations: 8,
  innerIterations: 3,
  firstDeltaRad: 3,
  deltaFactor: 0.45,
  leastDeltaRad: 0,
};

/** Next to the number of edges that jump, approached slowly: finds ruptures of several cycles that L1 leads around. */
export const SLOW_SCHEDULE: Schedule = {
  exponent: 0,
  outerIterations: 20,
  innerIterations: 5,
  firstDeltaRad: 3,
  deltaFactor: 0.75,
  leastDeltaRad: 0.3,
};

/** Shapes (rows, columns). */
export interface SolveInput {
  readonly rows: number;
  readonly columns: number;
  /** Wrapped gradient, rad. */
  readonly gradientRad: GridEdges;
  readonly cost: EdgeCosts;
}

/** What an edge costs whichever way it jumps, nats: weights of least squares know no direction. */
function eitherWay(up: Int32Array, down: Int32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(up, (cost, edge) => Math.min(cost, down[edge]!) / STEPS_PER_NAT);
}

export interface SolveOptions {
  readonly signal?: AbortSignal | undefined;
  /** Cells of the coarse levels that become one dispatch (default: all that can); 0: a dispatch for each step of each level. */
  readonly fusedCells?: number;
}

/** Where the cost is smoothed in each reweighting, rad. */
function deltasRad({ outerIterations, firstDeltaRad, deltaFactor, leastDeltaRad }: Schedule): number[] {
  const deltas = [];
  let deltaRad = firstDeltaRad;
  for (let outer = 0; outer < outerIterations; outer++) {
    deltas.push(deltaRad);
    deltaRad = Math.max(deltaRad * deltaFactor, leastDeltaRad);
  }
  return deltas;
}

/**
 * Minimises sum of cost |u_head - u_tail - wrapped gradient|^exponent by iteratively reweighted least squares, each step
 * by multigrid-preconditioned conjugate gradients, all on the GPU.
 * @returns continuous solution, rad, up to a constant, biased in noise: only good for choosing whole cycles
 * @throws SentryalError GPU_LIMIT_TOO_SMALL
 */
export async function solve(
  gpu: Gpu,
  { rows, columns, gradientRad, cost }: SolveInput,
  schedule: Schedule,
  { signal, fusedCells = fusableCells(gpu) }: SolveOptions = {},
): Promise<Float32Array> {
  using scope = gpu.scope('unwrap');
  const grid = gridWorkgroups(rows, columns);
  const plane = (name: string): DeviceBuffer => scope.allocate(`unwrap ${name}`, rows * columns * 4);
  const upload = (name: string, values: Float32Array): DeviceBuffer =>
    scope.upload(`unwrap ${name}`, values as Float32Array<ArrayBuffer>);
  const gradients = {
    gradient_x: upload('gradient_x', gradientRad.x),
    gradient_y: upload('gradient_y', gradientRad.y),
  };
  const costs = {
    cost_x: upload('cost_x', eitherWay(cost.up.x, cost.down.x)),
    cost_y: upload('cost_y', eitherWay(cost.up.y, cost.down.y)),
  };
  const weight = { x: plane('weight_x'), y: plane('weight_y') };
  const weights = { weight_x: weight.x, weight_y: weight.y };
  const [u, residual] = [plane('u'), plane('residual')] as const;
  const params = { rows, columns };
  const findResidual = await scope.bind(residualKernel, { params, buffers: { u, ...gradients, ...weights, residual } });
  const recordIterations = await createConjugateGradients(scope, { rows, columns, weight, u, residual }, fusedCells);
  const reweights = await Promise.all(
    deltasRad(schedule).map((deltaRad) =>
      scope.bind(edgeWeight, {
        params: { ...params, delta_rad: deltaRad, exponent: schedule.exponent },
        buffers: { u, ...gradients, ...costs, ...weights },
      }),
    ),
  );
  // One reweighting waits in the queue while the GPU computes the one before: it never runs dry, and no more than that
  // one is left to compute after an abort.
  let before = Promise.resolve();
  for (const reweight of reweights) {
    signal?.throwIfAborted();
    scope.record(reweight, grid);
    scope.record(findResidual, grid);
    recordIterations(schedule.innerIterations);
    const submitted = scope.flush();
    // Whoever waits next meets the same fault: nobody waits for the last one, or for one that is aborted.
    submitted.catch(() => {});
    await before;
    before = submitted;
  }
  return scope.readFloat32(u, rows * columns);
}

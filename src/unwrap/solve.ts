import type { DeviceBuffer, Gpu } from '../gpu/index.ts';
import { createConjugateGradients } from './conjugate-gradients.ts';
import { edgeCost } from './edge-cost.kernel.ts';
import { edgeWeight } from './edge-weight.kernel.ts';
import type { GridEdges } from './grid-edges.ts';
import { residual as residualKernel } from './residual.kernel.ts';
import { gridWorkgroups } from './workgroups.ts';
import { wrappedGradient } from './wrapped-gradient.kernel.ts';

/** How the smoothing of the L1 cost is lowered from one reweighting to the next. */
export interface Schedule {
  readonly outerIterations: number;
  readonly innerIterations: number;
  readonly firstDeltaRad: number;
  readonly deltaFactor: number;
}

/** The fast schedule: what it leaves undecided between whole cycles, the exact moves on the host decide. */
export const FAST_SCHEDULE: Schedule = {
  outerIterations: 8,
  innerIterations: 3,
  firstDeltaRad: 3,
  deltaFactor: 0.45,
};

/** Shapes (rows, columns). */
export interface SolveInput {
  readonly rows: number;
  readonly columns: number;
  /** Wrapped phase, rad, finite everywhere. */
  readonly phaseRad: Float32Array<ArrayBuffer>;
  /** 0..1; -1 where there is no data. */
  readonly coherence: Float32Array<ArrayBuffer>;
  readonly effectiveLooks: number;
}

/** Shapes (rows, columns). */
export interface Solution {
  /** Continuous solution, rad, up to a constant. Biased in noise: only good for choosing whole cycles. */
  readonly u: Float32Array;
  readonly gradientRad: GridEdges;
  /** Cost of one cycle across each edge, 0..1. */
  readonly cost: GridEdges;
}

/**
 * Minimises sum of cost |u_head - u_tail - wrapped gradient| by iteratively reweighted least squares, each step by
 * multigrid-preconditioned conjugate gradients, all on the GPU.
 * @throws SentryalError GPU_LIMIT_TOO_SMALL
 */
export async function solve(
  gpu: Gpu,
  input: SolveInput,
  options: { readonly schedule?: Schedule; readonly signal?: AbortSignal | undefined } = {},
): Promise<Solution> {
  const { rows, columns, effectiveLooks } = input;
  const { schedule = FAST_SCHEDULE, signal } = options;
  using scope = gpu.scope('unwrap');
  const grid = gridWorkgroups(rows, columns);
  const plane = (name: string): DeviceBuffer => scope.allocate(`unwrap ${name}`, rows * columns * 4);
  const phase = scope.upload('unwrap phase', input.phaseRad);
  const coherence = scope.upload('unwrap coherence', input.coherence);
  const [gradientX, gradientY, costX, costY] = [
    plane('gradient_x'),
    plane('gradient_y'),
    plane('cost_x'),
    plane('cost_y'),
  ] as const;
  const weight = { x: plane('weight_x'), y: plane('weight_y') };
  const [u, residual] = [plane('u'), plane('residual')] as const;
  const gradients = { gradient_x: gradientX, gradient_y: gradientY };
  const costs = { cost_x: costX, cost_y: costY };
  const weights = { weight_x: weight.x, weight_y: weight.y };
  const params = { rows, columns };

  await scope.dispatch(wrappedGradient, { params, buffers: { phase_rad: phase, ...gradients }, workgroups: grid });
  await scope.dispatch(edgeCost, {
    params: { ...params, effective_looks: effectiveLooks },
    buffers: { ...gradients, coherence, ...costs },
    workgroups: grid,
  });
  const findResidual = await scope.bind(residualKernel, { params, buffers: { u, ...gradients, ...weights, residual } });
  const recordIterations = await createConjugateGradients(scope, { rows, columns, weight, u, residual });
  let deltaRad = schedule.firstDeltaRad;
  for (let outer = 0; outer < schedule.outerIterations; outer++) {
    signal?.throwIfAborted();
    await scope.dispatch(edgeWeight, {
      params: { ...params, delta_rad: deltaRad },
      buffers: { u, ...gradients, ...costs, ...weights },
      workgroups: grid,
    });
    scope.record(findResidual, grid);
    recordIterations(schedule.innerIterations);
    await scope.flush();
    deltaRad *= schedule.deltaFactor;
  }
  return {
    u: await scope.readFloat32(u, rows * columns),
    gradientRad: {
      x: await scope.readFloat32(gradientX, rows * columns),
      y: await scope.readFloat32(gradientY, rows * columns),
    },
    cost: { x: await scope.readFloat32(costX, rows * columns), y: await scope.readFloat32(costY, rows * columns) },
  };
}

import type { DeviceBuffer, Gpu, GpuScope } from '../../gpu/index.ts';
import { type EdgeCosts, STEPS_PER_NAT } from '../cycles/cycle-problem.ts';
import type { GridEdges } from '../grid-edges.ts';
import { gridWorkgroups } from '../workgroups.ts';
import { edgeCost } from './edge-cost.kernel.ts';
import { COHERENCE_BINS, DIFFERENCE_STEPS, type JumpModel, jumpLikelihood } from './jump-likelihood.ts';
import { wrappedGradient } from './wrapped-gradient.kernel.ts';

/** Shapes (rows, columns). */
export interface CostInput {
  readonly rows: number;
  readonly columns: number;
  /** Wrapped phase, rad, finite everywhere. */
  readonly phaseRad: Float32Array<ArrayBuffer>;
  /** Phase whose slope is expected of it, rad, finite everywhere. */
  readonly guideRad: Float32Array<ArrayBuffer>;
  /** 0..1; -1 where there is no data. */
  readonly coherence: Float32Array<ArrayBuffer>;
  /** Effective looks of the phase of a cell. */
  readonly looks: number;
}

/** Wrapped gradient of a phase, on the GPU. */
async function gradientOf(
  scope: GpuScope,
  { rows, columns }: CostInput,
  phaseRad: Float32Array<ArrayBuffer>,
): Promise<GridEdges<DeviceBuffer>> {
  const bytes = rows * columns * 4;
  const [x, y] = [scope.allocate('unwrap gradient_x', bytes), scope.allocate('unwrap gradient_y', bytes)];
  await scope.dispatch(wrappedGradient, {
    params: { rows, columns },
    buffers: { phase_rad: scope.upload('unwrap phase', phaseRad), gradient_x: x, gradient_y: y },
    workgroups: gridWorkgroups(rows, columns),
  });
  return { x, y };
}

/**
 * Wrapped gradient of a phase and the costs of leaving it, under each model.
 * @throws SentryalError GPU_LIMIT_TOO_SMALL
 */
export async function edgeCosts(
  gpu: Gpu,
  input: CostInput,
  models: readonly JumpModel[],
): Promise<{ gradientRad: GridEdges; costs: EdgeCosts[] }> {
  const { rows, columns, phaseRad, guideRad, looks } = input;
  const cells = rows * columns;
  using scope = gpu.scope('unwrap costs');
  const gradient = await gradientOf(scope, input, phaseRad);
  const guide = guideRad === phaseRad ? gradient : await gradientOf(scope, input, guideRad);
  const coherence = scope.upload('unwrap coherence', input.coherence);
  const [up, down] = [scope.allocate('unwrap cost up', cells * 4), scope.allocate('unwrap cost down', cells * 4)];
  const axisCosts = async (axis: 'x' | 'y', table: DeviceBuffer) => {
    await scope.dispatch(edgeCost, {
      params: { rows, columns, axis: axis === 'x' ? 0 : 1 },
      buffers: {
        gradient: gradient[axis],
        guide_gradient: guide[axis],
        coherence,
        log_likelihood: table,
        up,
        down,
      },
      overrides: { BINS: COHERENCE_BINS, STEPS: DIFFERENCE_STEPS },
      workgroups: gridWorkgroups(rows, columns),
    });
    return {
      up: wholeSteps(await scope.readFloat32(up, cells)),
      down: wholeSteps(await scope.readFloat32(down, cells)),
    };
  };
  const costs: EdgeCosts[] = [];
  for (const model of models) {
    const table = scope.upload('unwrap jump likelihood', jumpLikelihood(looks, model));
    const x = await axisCosts('x', table);
    const y = await axisCosts('y', table);
    costs.push({ up: { x: x.up, y: y.up }, down: { x: x.down, y: y.down } });
  }
  const gradientRad = {
    x: await scope.readFloat32(gradient.x, cells),
    y: await scope.readFloat32(gradient.y, cells),
  };
  return { gradientRad, costs };
}

function wholeSteps(nats: Float32Array): Int32Array {
  return Int32Array.from(nats, (cost) => Math.round(cost * STEPS_PER_NAT));
}

import type { DeviceBuffer, GpuScope } from '../../gpu/index.ts';
import { applyOperator } from './apply-operator.kernel.ts';
import { dot } from './dot.kernel.ts';
import type { GridEdges } from '../grid-edges.ts';
import { createMultigrid } from './multigrid.ts';
import { sumPartials } from './sum-partials.kernel.ts';
import { updateDirection } from './update-direction.kernel.ts';
import { updateSolution } from './update-solution.kernel.ts';
import { gridWorkgroups, sumWorkgroups, vectorWorkgroups } from '../workgroups.ts';

/** Places in the buffer of scalars. ZERO is never written: dividing by it makes the first direction the plain z. */
const SLOT = { zero: 0, curvature: 1, even: 2, odd: 3 } as const;

/** Buffers of the system div(w grad u) = rightSide; shapes (rows, columns). */
export interface ConjugateGradientsSystem {
  readonly rows: number;
  readonly columns: number;
  readonly weight: GridEdges<DeviceBuffer>;
  /** In: a start. Out: improved. */
  readonly u: DeviceBuffer;
  /** In: the residual at the start. Out: at the end. */
  readonly residual: DeviceBuffer;
}

/**
 * Binds conjugate gradients preconditioned by one multigrid cycle.
 * The scalars stay on the GPU, so a run of any length is recorded without reading anything back.
 * @param fusedCells see {@link createMultigrid}
 * @returns a function that records a run of `iterations` steps for the weights and residual of that moment.
 */
export async function createConjugateGradients(
  scope: GpuScope,
  system: ConjugateGradientsSystem,
  fusedCells: number,
): Promise<(iterations: number) => void> {
  const { rows, columns, weight, u, residual: r } = system;
  const length = rows * columns;
  const grid = gridWorkgroups(rows, columns);
  const vector = vectorWorkgroups(length);
  const shares = sumWorkgroups(length);
  const z = scope.allocate('unwrap z', length * 4);
  const p = scope.allocate('unwrap direction', length * 4);
  const q = scope.allocate('unwrap image', length * 4);
  const partials = scope.allocate('unwrap partials', shares[0] * 256 * 4);
  const scalars = scope.allocate('unwrap scalars', 16);
  const multigrid = await createMultigrid(scope, { rows, columns, weight, rightSide: r, solution: z }, fusedCells);
  const operator = await scope.bind(applyOperator, {
    params: { rows, columns },
    buffers: { p, q, weight_x: weight.x, weight_y: weight.y },
  });
  const multiply = (a: DeviceBuffer, b: DeviceBuffer) =>
    scope.bind(dot, { params: { length }, buffers: { a, b, partials } });
  const [descent, curvature] = [await multiply(r, z), await multiply(p, q)] as const;
  const sumInto = (slot: number) =>
    scope.bind(sumPartials, { params: { length: shares[0] * 256, slot }, buffers: { partials, scalars } });
  const turn = (numerator: number, denominator: number) =>
    scope.bind(updateDirection, { params: { length, numerator, denominator }, buffers: { scalars, z, p } });
  const step = (numerator: number) =>
    scope.bind(updateSolution, {
      params: { length, numerator, denominator: SLOT.curvature },
      buffers: { scalars, p, q, u, r },
    });
  const sumCurvature = await sumInto(SLOT.curvature);
  const firstTurn = await turn(SLOT.even, SLOT.zero);
  const parity = [
    {
      sum: await sumInto(SLOT.even),
      turn: await turn(SLOT.even, SLOT.odd),
      step: await step(SLOT.even),
    },
    { sum: await sumInto(SLOT.odd), turn: await turn(SLOT.odd, SLOT.even), step: await step(SLOT.odd) },
  ] as const;
  return (iterations) => {
    multigrid.recordCoarsen();
    for (let iteration = 0; iteration < iterations; iteration++) {
      const now = parity[iteration % 2]!;
      multigrid.recordCycle();
      scope.record(descent, shares);
      scope.record(now.sum, [1]);
      scope.record(iteration === 0 ? firstTurn : now.turn, vector);
      scope.record(operator, grid);
      scope.record(curvature, shares);
      scope.record(sumCurvature, [1]);
      scope.record(now.step, vector);
    }
  };
}

import { expect, it } from 'vitest';
import type { DeviceBuffer } from '../../../../src/gpu/index.ts';
import { createConjugateGradients } from '../../../../src/unwrap/irls/conjugate-gradients.ts';
import { fusableCells } from '../../../../src/unwrap/irls/fused-cells.ts';
import { createMultigrid } from '../../../../src/unwrap/irls/multigrid.ts';
import { applyOperator } from '../../../reference/unwrap/irls/apply-operator.ts';
import type { Edges } from '../../../reference/unwrap/edges.ts';
import { vCycle } from '../../../reference/unwrap/irls/v-cycle.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { GRID_SIZES, randomPlane, randomWeights } from '../planes.ts';

const OVER_CORRECTION = 1.8;

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

describeGpu('unwrap multigrid', (gpu) => {
  async function cycleOnGpu(
    rows: number,
    columns: number,
    weight: Edges,
    b: Float32Array<ArrayBuffer>,
  ): Promise<Float32Array> {
    using scope = gpu().scope('test');
    const solution = scope.allocate('solution', b.byteLength);
    const multigrid = await createMultigrid(
      scope,
      {
        rows,
        columns,
        weight: {
          x: scope.upload('x', Float32Array.from(weight.x)),
          y: scope.upload('y', Float32Array.from(weight.y)),
        },
        rightSide: scope.upload('b', b),
        solution,
      },
      0,
    );
    multigrid.recordCoarsen();
    // Twice: a cycle starts from zero, whatever the one before left.
    multigrid.recordCycle();
    multigrid.recordCycle();
    return scope.readFloat32(solution, b.length);
  }

  // b = A x with weights of 0.1 to 1: a cycle returns something of the size of x (10). Rounding leaves b and each
  // residual off by about 2e-6 per cell; what that makes of the mean is divided by the weakest of the weights.
  it.each(GRID_SIZES)('a cycle as in f64, %i x %i', async (rows, columns) => {
    const spread = randomWeights(rows, columns, 40);
    const weight = { x: spread.x.map((value) => value ** 0.25), y: spread.y.map((value) => value ** 0.25) };
    const b = Float32Array.from(applyOperator(rows, columns, randomPlane(rows * columns, 41, -10, 10), weight));
    const expected = vCycle(rows, columns, b, weight, OVER_CORRECTION);
    const actual = await cycleOnGpu(rows, columns, weight, b);
    expect(expectClose(actual, expected, { absolute: 5e-4, columns })).toBeLessThanOrEqual(5e-4);
  });

  it('is symmetric and positive, as conjugate gradients need', () => {
    const [rows, columns] = [33, 50];
    const weight = randomWeights(rows, columns, 42);
    const right = (seed: number): Float64Array =>
      applyOperator(rows, columns, randomPlane(rows * columns, seed, -1, 1), weight);
    const [a, b] = [right(43), right(44)] as const;
    const apply = (v: Float64Array): Float64Array => vCycle(rows, columns, v, weight, OVER_CORRECTION);
    const scale = Math.sqrt(dot(a, apply(a)) * dot(b, apply(b)));
    expect(scale).toBeGreaterThan(0);
    expect(Math.abs(dot(apply(a), b) - dot(a, apply(b)))).toBeLessThan(1e-12 * scale);
  });

  it('solves a system with ruptures: the energy of the error falls below 1e-3 of the start in 20 steps', async () => {
    const [rows, columns] = [130, 181];
    const cells = rows * columns;
    const truth = randomPlane(cells, 45, -1, 1).map((value, cell) => value + 10 * Math.sin(cell / columns / 20));
    const noise = randomPlane(cells, 46, 0.1, 1);
    const inside = (axis: 'x' | 'y', cell: number): boolean =>
      axis === 'x' ? cell % columns < columns - 1 : cell < (rows - 1) * columns;
    const weight = {
      x: noise.map((value, cell) => (inside('x', cell) ? value * (cell % columns === 77 ? 1e-3 : 1) : 0)),
      y: noise.map((value, cell) => (inside('y', cell) ? value : 0)),
    };
    using scope = gpu().scope('test');
    const upload = (name: string, data: Float32Array<ArrayBuffer>): DeviceBuffer => scope.upload(name, data);
    const u = scope.allocate('u', cells * 4);
    const residual = upload('residual', Float32Array.from(applyOperator(rows, columns, truth, weight)));
    const iterate = await createConjugateGradients(
      scope,
      {
        rows,
        columns,
        weight: { x: upload('x', weight.x), y: upload('y', weight.y) },
        u,
        residual,
      },
      fusableCells(gpu()),
    );
    iterate(20);
    const found = await scope.readFloat32(u, cells);
    const energy = (v: ArrayLike<number>): number => dot(v, applyOperator(rows, columns, v, weight));
    const error = Float64Array.from(truth, (value, cell) => value - found[cell]!);
    expect(Math.sqrt(energy(error) / energy(truth))).toBeLessThan(1e-3);
  });
});

import { expect, it } from 'vitest';
import { coarseCycle as kernel } from '../../../../src/unwrap/irls/coarse-cycle.kernel.ts';
import { fusableCells } from '../../../../src/unwrap/irls/fused-cells.ts';
import { createMultigrid } from '../../../../src/unwrap/irls/multigrid.ts';
import type { Edges } from '../../../reference/unwrap/edges.ts';
import { applyOperator } from '../../../reference/unwrap/irls/apply-operator.ts';
import { coarseCycle } from '../../../reference/unwrap/irls/coarse-cycle.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { GRID_SIZES, randomPlane, randomWeights } from '../planes.ts';

const OVER_CORRECTION = 1.8;

/**
 * As for a whole cycle (multigrid.test.ts): rounding of the residuals, divided by the weakest of the weights. What is
 * rounded off the flow through a cell adds up along a strip.
 */
const toleranceOf = (rows: number, columns: number): number => 5e-4 * Math.max(1, rows / 64, columns / 64);

const SIZES: readonly (readonly [rows: number, columns: number])[] = [
  ...GRID_SIZES.filter(([rows, columns]) => rows * columns < 1024),
  [1, 2],
  [1, 512],
  [509, 1],
  [3, 200],
  [31, 17],
  [32, 32],
];

/** Weights of 0.1 to 1, with one cell in `holes` without any, and a right side that has a solution of up to 10. */
function system(rows: number, columns: number, holes: number) {
  const spread = randomWeights(rows, columns, 50);
  const isHole = (cell: number): boolean => holes > 0 && cell < rows * columns && (cell * 7) % holes === 3;
  const weight = {
    x: spread.x.map((value, cell) => (isHole(cell) || isHole(cell + 1) ? 0 : value ** 0.25)),
    y: spread.y.map((value, cell) => (isHole(cell) || isHole(cell + columns) ? 0 : value ** 0.25)),
  };
  const b = Float32Array.from(applyOperator(rows, columns, randomPlane(rows * columns, 51, -10, 10), weight));
  return { weight, b };
}

describeGpu('unwrap/coarse_cycle', (gpu) => {
  const cycle = async (rows: number, columns: number, weight: Edges, b: Float32Array<ArrayBuffer>) => {
    const written = await runKernel(gpu(), kernel, {
      params: { rows, columns, over_correction: OVER_CORRECTION },
      buffers: {
        b,
        weight_x: Float32Array.from(weight.x),
        weight_y: Float32Array.from(weight.y),
        u: new Float32Array(b.length).fill(9),
      },
      overrides: { CELLS: fusableCells(gpu()) },
      workgroups: [1],
    });
    return written['u']!;
  };

  it.each(SIZES)('%i x %i', async (rows, columns) => {
    const { weight, b } = system(rows, columns, 0);
    const expected = coarseCycle(rows, columns, b, weight, OVER_CORRECTION);
    const found = await cycle(rows, columns, weight, b);
    const absolute = toleranceOf(rows, columns);
    expect(expectClose(found, expected, { absolute, columns })).toBeLessThanOrEqual(absolute);
  });

  it('leaves cells without any weight at zero', async () => {
    const [rows, columns] = [31, 17];
    const { weight, b } = system(rows, columns, 11);
    const found = await cycle(rows, columns, weight, b);
    const expected = coarseCycle(rows, columns, b, weight, OVER_CORRECTION);
    expect(expectClose(found, expected, { absolute: 5e-4, columns })).toBeLessThanOrEqual(5e-4);
    const holes = [...found.keys()].filter((cell) => (cell * 7) % 11 === 3);
    expect(holes.map((cell) => found[cell])).toEqual(holes.map(() => 0));
    const none = new Float32Array(35);
    expect(
      await cycle(
        5,
        7,
        { x: none, y: none },
        none.map(() => 1),
      ),
    ).toEqual(none);
  });

  it.each([...SIZES, [130, 181] as const])('as a dispatch for each step, %i x %i', async (rows, columns) => {
    const { weight, b } = system(rows, columns, 0);
    const run = async (fusedCells: number) => {
      using scope = gpu().scope('test');
      const solution = scope.allocate('solution', b.byteLength);
      const before = gpu().dispatches;
      const fine = {
        rows,
        columns,
        weight: { x: scope.upload('x', weight.x), y: scope.upload('y', weight.y) },
        rightSide: scope.upload('b', b),
        solution,
      };
      const multigrid = await createMultigrid(scope, fine, fusedCells);
      multigrid.recordCoarsen();
      // Twice: a cycle starts from zero, whatever the one before left.
      multigrid.recordCycle();
      multigrid.recordCycle();
      const dispatches = gpu().dispatches - before;
      return { found: await scope.readFloat32(solution, b.length), dispatches };
    };
    const [apart, fused] = [await run(0), await run(fusableCells(gpu()))];
    // The same sums in the same order; only what a compiler contracts may differ.
    expect(expectClose(fused.found, apart.found, { absolute: 1e-5, columns })).toBeLessThanOrEqual(1e-5);
    expect(fused.dispatches).toBeLessThanOrEqual(apart.dispatches);
  });
});

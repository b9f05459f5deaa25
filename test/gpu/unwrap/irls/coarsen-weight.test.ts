import { expect, it } from 'vitest';
import { coarsenWeight as kernel } from '../../../../src/unwrap/irls/coarsen-weight.kernel.ts';
import { applyOperator } from '../../../reference/unwrap/irls/apply-operator.ts';
import { coarsenWeight } from '../../../reference/unwrap/irls/coarsen-weight.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { GRID_SIZES, gridGroups, randomPlane, randomWeights } from '../planes.ts';

// One sum of two weights of at most 1, rounded once.
const TOLERANCE = 1.2e-7;

describeGpu('unwrap/coarsen_weight', (gpu) => {
  it.each(GRID_SIZES)('%i x %i', async (rows, columns) => {
    const fine = randomWeights(rows, columns, 12);
    const coarseRows = Math.ceil(rows / 2);
    const coarseColumns = Math.ceil(columns / 2);
    const coarseCells = coarseRows * coarseColumns;
    const { coarse_x: x, coarse_y: y } = await runKernel(gpu(), kernel, {
      params: { rows, columns },
      buffers: {
        fine_x: fine.x,
        fine_y: fine.y,
        coarse_x: new Float32Array(coarseCells),
        coarse_y: new Float32Array(coarseCells),
      },
      workgroups: gridGroups(coarseRows, coarseColumns),
    });
    const expected = coarsenWeight(rows, columns, fine);
    expect(expectClose(x!, expected.x, { absolute: TOLERANCE, columns: coarseColumns })).toBeLessThanOrEqual(TOLERANCE);
    expect(expectClose(y!, expected.y, { absolute: TOLERANCE, columns: coarseColumns })).toBeLessThanOrEqual(TOLERANCE);
    // Galerkin: the energy of a coarse vector is that of its piecewise constant extension on the fine grid.
    const coarse = randomPlane(coarseCells, 13, -1, 1);
    const extended = Float64Array.from(
      { length: rows * columns },
      (_, cell) => coarse[(Math.floor(cell / columns) >> 1) * coarseColumns + ((cell % columns) >> 1)]!,
    );
    const energy = (values: ArrayLike<number>, image: Float64Array): number =>
      image.reduce((sum, value, index) => sum + value * values[index]!, 0);
    const onCoarse = energy(coarse, applyOperator(coarseRows, coarseColumns, coarse, { x: x!, y: y! }));
    expect(onCoarse).toBeCloseTo(energy(extended, applyOperator(rows, columns, extended, fine)), 4);
  });
});

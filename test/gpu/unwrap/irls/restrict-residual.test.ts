import { expect, it } from 'vitest';
import { restrictResidual as kernel } from '../../../../src/unwrap/irls/restrict-residual.kernel.ts';
import { restrictResidual } from '../../../reference/unwrap/irls/restrict-residual.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { GRID_SIZES, gridGroups, randomPlane, randomWeights } from '../planes.ts';

// Sixteen flows of up to 20, rounded at 1e-6 each, and sums of up to 80 rounded at 4e-6: 16 * 2e-6 + 16 * 4e-6.
const TOLERANCE = 1e-4;

describeGpu('unwrap/restrict_residual', (gpu) => {
  it.each(GRID_SIZES)('%i x %i', async (rows, columns) => {
    const b = randomPlane(rows * columns, 16, -5, 5);
    const u = randomPlane(rows * columns, 17, -10, 10);
    const weight = randomWeights(rows, columns, 18);
    const coarseRows = Math.ceil(rows / 2);
    const coarseColumns = Math.ceil(columns / 2);
    const written = await runKernel(gpu(), kernel, {
      params: { rows, columns },
      buffers: { b, u, weight_x: weight.x, weight_y: weight.y, coarse_b: new Float32Array(coarseRows * coarseColumns) },
      workgroups: gridGroups(coarseRows, coarseColumns),
    });
    const expected = restrictResidual(rows, columns, b, u, weight);
    expect(
      expectClose(written['coarse_b']!, expected, { absolute: TOLERANCE, columns: coarseColumns }),
    ).toBeLessThanOrEqual(TOLERANCE);
  });
});

import { expect, it } from 'vitest';
import { residual as kernel } from '../../../../src/unwrap/irls/residual.kernel.ts';
import { residual } from '../../../reference/unwrap/irls/residual.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { GRID_SIZES, gridGroups, randomPlane, randomWeights } from '../planes.ts';

// Four flows of up to w |gradient - du| = 103, each rounded at about 4e-6 in the difference and the product, summed at
// up to 400: 4 * 8e-6 + 3 * 1.5e-5.
const TOLERANCE = 8e-5;

describeGpu('unwrap/residual', (gpu) => {
  it.each(GRID_SIZES)('%i x %i', async (rows, columns) => {
    const cells = rows * columns;
    const u = randomPlane(cells, 8, -50, 50);
    const gradient = { x: randomPlane(cells, 9, -3, 3), y: randomPlane(cells, 10, -3, 3) };
    const weight = randomWeights(rows, columns, 11);
    const written = await runKernel(gpu(), kernel, {
      params: { rows, columns },
      buffers: {
        u,
        gradient_x: gradient.x,
        gradient_y: gradient.y,
        weight_x: weight.x,
        weight_y: weight.y,
        residual: new Float32Array(cells),
      },
      workgroups: gridGroups(rows, columns),
    });
    expect(
      expectClose(written['residual']!, residual(rows, columns, u, gradient, weight), { absolute: TOLERANCE, columns }),
    ).toBeLessThanOrEqual(TOLERANCE);
  });
});

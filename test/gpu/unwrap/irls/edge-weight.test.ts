import { describe, expect, it } from 'vitest';
import { edgeWeight as kernel } from '../../../../src/unwrap/irls/edge-weight.kernel.ts';
import { edgeWeight } from '../../../reference/unwrap/irls/edge-weight.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { GRID_SIZES, gridGroups, randomPlane, randomWeights } from '../planes.ts';

// r comes from u of up to 50 rad, rounded to 1.9e-6 per difference; where r is about delta the weight changes by
// 0.65 / delta per radian (exponent 0; 0.4 at 1): 0.65 / 0.01 * 4e-6 = 2.6e-4 of a cost of at most 1, at the smallest
// delta tried.
const TOLERANCE = 3e-4;

describeGpu('unwrap/edge_weight', (gpu) => {
  describe.each([
    [3, 1],
    [0.3, 1],
    [0.01, 1],
    [3, 0],
    [0.3, 0],
    [0.01, 0.5],
  ])('delta %f rad, exponent %f', (deltaRad, exponent) => {
    it.each(GRID_SIZES)('%i x %i', async (rows, columns) => {
      const cells = rows * columns;
      const u = randomPlane(cells, 5, -50, 50);
      const gradient = {
        x: randomPlane(cells, 34, -2 * deltaRad, 2 * deltaRad).map((r, cell) => (u[cell + 1] ?? 0) - u[cell]! + r),
        y: randomPlane(cells, 6, -Math.PI, Math.PI),
      };
      const cost = randomWeights(rows, columns, 7);
      const { weight_x: x, weight_y: y } = await runKernel(gpu(), kernel, {
        params: { rows, columns, delta_rad: deltaRad, exponent },
        buffers: {
          u,
          gradient_x: gradient.x,
          gradient_y: gradient.y,
          cost_x: cost.x,
          cost_y: cost.y,
          weight_x: new Float32Array(cells),
          weight_y: new Float32Array(cells),
        },
        workgroups: gridGroups(rows, columns),
      });
      const expected = edgeWeight(rows, columns, u, gradient, cost, Math.fround(deltaRad), exponent);
      expect(expectClose(x!, expected.x, { absolute: TOLERANCE, columns })).toBeLessThanOrEqual(TOLERANCE);
      expect(expectClose(y!, expected.y, { absolute: TOLERANCE, columns })).toBeLessThanOrEqual(TOLERANCE);
    });
  });
});

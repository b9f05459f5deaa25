import { describe, expect, it } from 'vitest';
import { edgeCost as kernel } from '../../../src/unwrap/edge-cost.kernel.ts';
import { edgeCost } from '../../reference/unwrap/edge-cost.ts';
import { expectClose } from '../../support/expect-close.ts';
import { describeGpu } from '../../support/gpu.ts';
import { runKernel } from '../../support/run-kernel.ts';
import { GRID_SIZES, gridGroups, randomPlane } from './planes.ts';

// The cost falls by 1/π per radian of slope. sin, cos and atan2 of an adapter are good to a few 1e-6; the mean of 49
// phasors can be as short as a hundredth of its terms, which makes that 1e-4 rad of slope, 3e-5 of cost.
const TOLERANCE = 3e-5;

describeGpu('unwrap/edge_cost', (gpu) => {
  describe.each([
    ['noise', 0, 1, Math.PI],
    ['a smooth scene of high coherence', 0.8, 1, 0.5],
    ['half of the cells without data', -1, 1, 2],
  ] as const)('%s', (_, lowest, highest, reachRad) => {
    it.each(GRID_SIZES)('%i x %i', async (rows, columns) => {
      const cells = rows * columns;
      const gradient = {
        x: randomPlane(cells, 2, -reachRad, reachRad),
        y: randomPlane(cells, 3, -reachRad, reachRad),
      };
      const coherence = randomPlane(cells, 4, lowest, highest).map((value) => (value < 0 ? -1 : value));
      const { cost_x: x, cost_y: y } = await runKernel(gpu(), kernel, {
        params: { rows, columns, effective_looks: 12.5 },
        buffers: {
          gradient_x: gradient.x,
          gradient_y: gradient.y,
          coherence,
          cost_x: new Float32Array(cells),
          cost_y: new Float32Array(cells),
        },
        workgroups: gridGroups(rows, columns),
      });
      const expected = edgeCost(rows, columns, gradient, coherence, 12.5);
      expect(expectClose(x!, expected.x, { absolute: TOLERANCE, columns })).toBeLessThanOrEqual(TOLERANCE);
      expect(expectClose(y!, expected.y, { absolute: TOLERANCE, columns })).toBeLessThanOrEqual(TOLERANCE);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { edgeCost as kernel } from '../../../../src/unwrap/cost/edge-cost.kernel.ts';
import { edgeCost } from '../../../reference/unwrap/cost/edge-cost.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { GRID_SIZES, gridGroups, randomPlane } from '../planes.ts';

const [BINS, STEPS] = [7, 65];

// The table falls by up to 6 / (8π / 64) = 15 per radian. sin, cos and atan2 of an adapter are good to a few 1e-6; the
// mean of 25 phasors can be as short as a thirtieth of its terms, which makes that 1e-4 rad of slope, 1.5e-3 of cost.
const TOLERANCE = 2e-3;

describeGpu('unwrap/cost/edge_cost', (gpu) => {
  describe.each([
    ['noise', 0, 1, Math.PI],
    ['a smooth scene of high coherence', 0.8, 1, 0.5],
    ['half of the cells without data', -1, 1, 2],
  ] as const)('%s', (_, lowest, highest, reachRad) => {
    it.each(GRID_SIZES.flatMap((size) => (['x', 'y'] as const).map((axis) => [...size, axis] as const)))(
      '%i x %i, %s',
      async (rows, columns, axis) => {
        const cells = rows * columns;
        const gradient = randomPlane(cells, 2, -Math.PI, Math.PI);
        const guideGradient = randomPlane(cells, 3, -reachRad, reachRad);
        const coherence = randomPlane(cells, 4, lowest, highest).map((value) => (value < 0 ? -1 : value));
        const values = randomPlane(BINS * STEPS, 5, -6, 0);
        const { up, down } = await runKernel(gpu(), kernel, {
          params: { rows, columns, axis: axis === 'x' ? 0 : 1 },
          buffers: {
            gradient,
            guide_gradient: guideGradient,
            coherence,
            log_likelihood: values,
            up: new Float32Array(cells),
            down: new Float32Array(cells),
          },
          overrides: { BINS, STEPS },
          workgroups: gridGroups(rows, columns),
        });
        const table = { bins: BINS, steps: STEPS, values };
        const expected = edgeCost([rows, columns], axis, gradient, guideGradient, coherence, table);
        expect(expectClose(up!, expected.up, { absolute: TOLERANCE, columns })).toBeLessThanOrEqual(TOLERANCE);
        expect(expectClose(down!, expected.down, { absolute: TOLERANCE, columns })).toBeLessThanOrEqual(TOLERANCE);
      },
    );
  });
});

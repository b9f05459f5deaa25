import { describe, expect, it } from 'vitest';
import { smoothHalf as kernel } from '../../../../src/unwrap/irls/smooth-half.kernel.ts';
import { applyOperator } from '../../../reference/unwrap/irls/apply-operator.ts';
import { smoothHalf } from '../../../reference/unwrap/irls/smooth-half.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { GRID_SIZES, gridGroups, randomPlane, randomWeights } from '../planes.ts';

// b = A x with |x| up to 10, neighbours up to 27.5 after correction: about six roundings of 6e-8 of terms that add up to
// 70 at most.
const TOLERANCE = 3e-5;

describeGpu('unwrap/smooth_half', (gpu) => {
  describe.each([
    ['black, corrected', 1, 1.75],
    ['red, corrected', 0, 1.75],
    ['red, plain', 0, 0],
  ] as const)('%s', (_, colour, overCorrection) => {
    it.each(GRID_SIZES)('%i x %i', async (rows, columns) => {
      const u = randomPlane(rows * columns, 20, -10, 10);
      const coarse = randomPlane(Math.ceil(rows / 2) * Math.ceil(columns / 2), 21, -10, 10);
      const weight = randomWeights(rows, columns, 22);
      const x = randomPlane(rows * columns, 19, -10, 10);
      const b = Float32Array.from(applyOperator(rows, columns, x, weight));
      const written = await runKernel(gpu(), kernel, {
        params: { rows, columns, colour, over_correction: overCorrection },
        buffers: { b, weight_x: weight.x, weight_y: weight.y, coarse_u: coarse, u },
        workgroups: gridGroups(rows, columns),
      });
      const expected = smoothHalf(rows, columns, b, weight, u, colour, overCorrection, coarse);
      expect(expectClose(written['u']!, expected, { absolute: TOLERANCE, columns })).toBeLessThanOrEqual(TOLERANCE);
    });
  });
});

import { expect, it } from 'vitest';
import { updateDirection as kernel } from '../../../../src/unwrap/irls/update-direction.kernel.ts';
import { updateDirection } from '../../../reference/unwrap/irls/update-direction.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { randomPlane } from '../planes.ts';

// beta is at most 3 with three roundings of 6e-8; the product of up to 30 and the sum of up to 40 add one each:
// 3 * 6e-8 * 30 + 1.8e-6 + 1.9e-6, twice that for WGSL's division (2.5 units in the last place).
const TOLERANCE = 2e-5;

describeGpu('unwrap/update_direction', (gpu) => {
  it.each([
    [1, 3, 1],
    [300, 2, 0.7],
    [5000, 1, 8],
    [300, 1, 0],
  ])('%i elements, %f / %f', async (length, numerator, denominator) => {
    const z = randomPlane(length, 32, -10, 10);
    const p = randomPlane(length, 33, -10, 10);
    const written = await runKernel(gpu(), kernel, {
      params: { length, numerator: 2, denominator: 0 },
      buffers: { scalars: Float32Array.from([denominator, NaN, numerator]), z, p },
      workgroups: [Math.ceil(length / 256)],
    });
    expect(
      expectClose(written['p']!, updateDirection(numerator, Math.fround(denominator), z, p), { absolute: TOLERANCE }),
    ).toBeLessThanOrEqual(TOLERANCE);
  });
});

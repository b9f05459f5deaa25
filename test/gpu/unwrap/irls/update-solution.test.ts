import { expect, it } from 'vitest';
import { updateSolution as kernel } from '../../../../src/unwrap/irls/update-solution.kernel.ts';
import { updateSolution } from '../../../reference/unwrap/irls/update-solution.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { randomPlane } from '../planes.ts';

// alpha is at most 3 with three roundings of 6e-8; the product of up to 30 and the sum of up to 40 add one each:
// 3 * 6e-8 * 30 + 1.8e-6 + 1.9e-6, twice that for WGSL's division (2.5 units in the last place).
const TOLERANCE = 2e-5;

describeGpu('unwrap/update_solution', (gpu) => {
  it.each([
    [1, 3, 1],
    [300, -2, 0.7],
    [5000, 1, 8],
    [300, 1, 0],
    [300, 1, -1],
  ])('%i elements, %f / %f', async (length, numerator, denominator) => {
    const random = (seed: number) => randomPlane(length, seed, -10, 10);
    const [u, r, p, q] = [random(28), random(29), random(30), random(31)] as const;
    const written = await runKernel(gpu(), kernel, {
      params: { length, numerator: 3, denominator: 1 },
      buffers: { scalars: Float32Array.from([NaN, denominator, NaN, numerator]), p, q, u, r },
      workgroups: [Math.ceil(length / 256)],
    });
    const expected = updateSolution(numerator, Math.fround(denominator), { u, r, p, q });
    expect(expectClose(written['u']!, expected.u, { absolute: TOLERANCE })).toBeLessThanOrEqual(TOLERANCE);
    expect(expectClose(written['r']!, expected.r, { absolute: TOLERANCE })).toBeLessThanOrEqual(TOLERANCE);
  });
});

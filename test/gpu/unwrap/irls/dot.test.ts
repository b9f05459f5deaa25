import { expect, it } from 'vitest';
import { dot as kernel } from '../../../../src/unwrap/irls/dot.kernel.ts';
import { dot } from '../../../reference/unwrap/irls/dot.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { randomPlane } from '../planes.ts';

// At most 20 products of up to 1 in a share: 20 products and 20 sums of up to 20, 20 * (6e-8 + 1.2e-6) at worst.
const TOLERANCE = 2.6e-5;

describeGpu('unwrap/dot', (gpu) => {
  it.each([
    [1, 1],
    [255, 1],
    [257, 1],
    [5000, 1],
    [5000, 3],
  ])('%i elements in %i workgroups', async (length, groups) => {
    const a = randomPlane(length, 25, -1, 1);
    const b = randomPlane(length, 26, -1, 1);
    const written = await runKernel(gpu(), kernel, {
      params: { length },
      buffers: { a, b, partials: new Float32Array(groups * 256) },
      workgroups: [groups],
    });
    expect(expectClose(written['partials']!, dot(a, b, groups * 256), { absolute: TOLERANCE })).toBeLessThanOrEqual(
      TOLERANCE,
    );
  });
});

import { expect, it } from 'vitest';
import { sumPartials as kernel } from '../../../../src/unwrap/irls/sum-partials.kernel.ts';
import { sumPartials } from '../../../reference/unwrap/irls/sum-partials.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { randomPlane } from '../planes.ts';

describeGpu('unwrap/sum_partials', (gpu) => {
  it.each([1, 2, 255, 256, 257, 4096, 65_536])('%i partials', async (length) => {
    const partials = randomPlane(length, 27, 0, 1);
    const { scalars } = await runKernel(gpu(), kernel, {
      params: { length, slot: 2 },
      buffers: { partials, scalars: Float32Array.from([7, 8, 9, 10]) },
      workgroups: [1],
    });
    // Each of n / 256 + 8 additions is rounded to 6e-8 of the sum so far.
    const expected = sumPartials(partials, length);
    expect(Math.abs(scalars![2]! - expected)).toBeLessThan(expected * (length / 256 + 8) * 6e-8);
    expect([scalars![0], scalars![1], scalars![3]]).toEqual([7, 8, 10]);
  });
});

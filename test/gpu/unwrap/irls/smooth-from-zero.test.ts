import { expect, it } from 'vitest';
import { smoothFromZero as kernel } from '../../../../src/unwrap/irls/smooth-from-zero.kernel.ts';
import { applyOperator } from '../../../reference/unwrap/irls/apply-operator.ts';
import { smoothFromZero } from '../../../reference/unwrap/irls/smooth-from-zero.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { GRID_SIZES, gridGroups, randomPlane, randomWeights } from '../planes.ts';

// b = A x with |x| up to 10, so red values are up to 20 and black ones up to 40: about six roundings of 6e-8 in each
// half, of terms that add up to 70 at most.
const TOLERANCE = 6e-5;

describeGpu('unwrap/smooth_from_zero', (gpu) => {
  it.each(GRID_SIZES)('%i x %i', async (rows, columns) => {
    const weight = randomWeights(rows, columns, 15);
    const x = randomPlane(rows * columns, 14, -10, 10);
    const b = Float32Array.from(applyOperator(rows, columns, x, weight));
    const written = await runKernel(gpu(), kernel, {
      params: { rows, columns },
      buffers: { b, weight_x: weight.x, weight_y: weight.y, u: new Float32Array(b.length) },
      workgroups: gridGroups(rows, columns),
    });
    expect(
      expectClose(written['u']!, smoothFromZero(rows, columns, b, weight), { absolute: TOLERANCE, columns }),
    ).toBeLessThanOrEqual(TOLERANCE);
  });

  it('leaves cells without any weight at zero', async () => {
    const zero = new Float32Array(35);
    const written = await runKernel(gpu(), kernel, {
      params: { rows: 5, columns: 7 },
      buffers: { b: zero.map(() => 1), weight_x: zero, weight_y: zero, u: zero.map(() => 9) },
      workgroups: [1, 1],
    });
    expect(expectClose(written['u']!, zero, { absolute: 0 })).toBeLessThanOrEqual(0);
  });
});

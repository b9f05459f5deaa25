import { expect, it } from 'vitest';
import { applyOperator as kernel } from '../../../../src/unwrap/irls/apply-operator.kernel.ts';
import { applyOperator } from '../../../reference/unwrap/irls/apply-operator.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { GRID_SIZES, gridGroups, randomPlane, randomWeights } from '../planes.ts';

// Four terms of up to 20: differences and products rounded at 1e-6, sums of up to 80 at 4e-6.
const TOLERANCE = 2e-5;

describeGpu('unwrap/apply_operator', (gpu) => {
  it.each(GRID_SIZES)('%i x %i', async (rows, columns) => {
    const p = randomPlane(rows * columns, 23, -10, 10);
    const weight = randomWeights(rows, columns, 24);
    const written = await runKernel(gpu(), kernel, {
      params: { rows, columns },
      buffers: { p, weight_x: weight.x, weight_y: weight.y, q: new Float32Array(p.length) },
      workgroups: gridGroups(rows, columns),
    });
    expect(
      expectClose(written['q']!, applyOperator(rows, columns, p, weight), { absolute: TOLERANCE, columns }),
    ).toBeLessThanOrEqual(TOLERANCE);
  });
});

import { expect, it } from 'vitest';
import { wrappedGradient as kernel } from '../../../../src/unwrap/cost/wrapped-gradient.kernel.ts';
import { wrappedGradient } from '../../../reference/unwrap/cost/wrapped-gradient.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { runKernel } from '../../../support/run-kernel.ts';
import { GRID_SIZES, gridGroups, randomPlane } from '../planes.ts';

// A difference of up to 2π is rounded to 2.4e-7, the f32 of 2π is off by 1.7e-7, the result is rounded to 1.2e-7.
const TOLERANCE_RAD = 6e-7;

describeGpu('unwrap/wrapped_gradient', (gpu) => {
  it.each(GRID_SIZES)('%i x %i', async (rows, columns) => {
    const phase = randomPlane(rows * columns, 1, -Math.PI, Math.PI);
    const { gradient_x: x, gradient_y: y } = await runKernel(gpu(), kernel, {
      params: { rows, columns },
      buffers: {
        phase_rad: phase,
        gradient_x: new Float32Array(phase.length),
        gradient_y: new Float32Array(phase.length),
      },
      workgroups: gridGroups(rows, columns),
    });
    const expected = wrappedGradient(rows, columns, phase);
    expect(expectClose(x!, expected.x, { absolute: TOLERANCE_RAD, columns })).toBeLessThanOrEqual(TOLERANCE_RAD);
    expect(expectClose(y!, expected.y, { absolute: TOLERANCE_RAD, columns })).toBeLessThanOrEqual(TOLERANCE_RAD);
  });
});

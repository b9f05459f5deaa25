import { expect, it } from 'vitest';
import { losDisplacement as stage, millimetresPerRadian } from '../../../src/displacement/index.ts';
import { losDisplacementKernel } from '../../../src/displacement/los-displacement.kernel.ts';
import { losDisplacement } from '../../reference/displacement/los-displacement.ts';
import { expectClose } from '../../support/expect-close.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';
import { runKernel } from '../../support/run-kernel.ts';

const WAVELENGTH_M = 299_792_458 / 5.405000454e9;

/** Three roundings of f32 (scale, difference, product) at half of 2^-23 each: 2e-7; and the phase read at f32. */
const LIMIT = { absolute: 1e-5, relative: 1e-6 } as const;

function randomPhase(count: number, reachRad: number, seed: number, gaps = 0.1): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  return Float32Array.from({ length: count }, () =>
    random.uniform() < gaps ? NaN : random.uniform(-reachRad, reachRad),
  );
}

describeGpu('displacement/los_displacement', (gpu) => {
  it.each([
    ['one value', 1, 1, 3],
    ['one workgroup', 256, 256, 3],
    ['a workgroup and a bit', 257, 257, 30],
    ['several rows, the last one partly filled', 1000, 300, 300],
  ] as const)('%s', async (name, count, rowStride, reachRad) => {
    for (const swapped of [false, true]) {
      const phase = randomPhase(count, reachRad, count, count > 1 ? 0.1 : 0);
      const written = await runKernel(gpu(), losDisplacementKernel, {
        params: {
          count,
          row_stride: rowStride,
          millimetres_per_radian: millimetresPerRadian({ wavelengthM: WAVELENGTH_M, swapped }),
          reference_phase_rad: 1.234,
        },
        buffers: {
          phase_rad: phase.map((value) => (Number.isNaN(value) ? -1e30 : value)),
          displacement_mm: new Float32Array(count),
        },
        workgroups: [Math.ceil(rowStride / 256), Math.ceil(count / rowStride)],
      });
      const actual = written['displacement_mm']!.map((value) => (value < -1e20 ? NaN : value));
      const worst = expectClose(actual, losDisplacement(phase, WAVELENGTH_M, swapped, 1.234), LIMIT);
      const limitMm = LIMIT.absolute + LIMIT.relative * 4.414 * (reachRad + 1.234);
      stateFigure(`displacement, ${name}, within ${reachRad} rad`, worst, limitMm, 'mm');
      expect(worst).toBeLessThan(limitMm);
    }
  });

  it('the stage keeps NaN, and the same place in either order of dates moves the same way', async () => {
    const phase = randomPhase(2000, 50, 3);
    const forward = await stage(gpu(), phase, { wavelengthM: WAVELENGTH_M, swapped: false, referencePhaseRad: -2 });
    expectClose(forward, losDisplacement(phase, WAVELENGTH_M, false, -2), LIMIT);
    // Exchanging the granules conjugates the interferogram.
    const opposite = phase.map((value) => -value);
    const backward = await stage(gpu(), opposite, { wavelengthM: WAVELENGTH_M, swapped: true, referencePhaseRad: 2 });
    expect([...backward]).toEqual([...forward]);
  });

  it('no memory stays on the device', async () => {
    await stage(gpu(), randomPhase(999, 3, 4), { wavelengthM: WAVELENGTH_M, swapped: false, referencePhaseRad: 0 });
    expect(gpu().liveBytes).toBe(0);
  });
});

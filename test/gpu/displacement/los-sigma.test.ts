import { expect, it } from 'vitest';
import { losSigma as stage, losSigmaTable } from '../../../src/displacement/index.ts';
import { losSigmaKernel } from '../../../src/displacement/los-sigma.kernel.ts';
import { phaseSigmaRad } from '../../../src/speckle/index.ts';
import { losSigma } from '../../reference/displacement/los-sigma.ts';
import { expectClose } from '../../support/expect-close.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';
import { runKernel } from '../../support/run-kernel.ts';

const MM_PER_RAD = (299_792_458 / 5.405000454e9 / (4 * Math.PI)) * 1000;

/** The root and its product with the steps, rounded at f32, move the place in a table of 37 steps by under 1e-5 of a step. */
const LIMIT = { absolute: 1e-5, relative: 1e-6 } as const;

function randomCoherence(count: number, gaps: number): Float32Array<ArrayBuffer> {
  const random = new Random(count);
  return Float32Array.from({ length: count }, () => (random.uniform() < gaps ? NaN : random.uniform(-0.1, 1.1)));
}

describeGpu('displacement/los_sigma', (gpu) => {
  it.each([
    ['one value', 1, 1],
    ['a workgroup and a bit', 257, 257],
    ['several rows, the last one partly filled', 1001, 303],
  ] as const)('%s', async (name, count, rowStride) => {
    const coherence = randomCoherence(count, count > 1 ? 0.1 : 0);
    const table = Float32Array.from({ length: 38 }, (_, k) => 8 * Math.sin((k / 37) * 1.5));
    const written = await runKernel(gpu(), losSigmaKernel, {
      params: { count, row_stride: rowStride, steps: 37 },
      buffers: {
        coherence: coherence.map((value) => (Number.isNaN(value) ? -1e30 : value)),
        sigma_table: table,
        sigma_mm: new Float32Array(count),
      },
      workgroups: [Math.ceil(rowStride / 256), Math.ceil(count / rowStride)],
    });
    const actual = written['sigma_mm']!.map((value) => (value < -1e20 ? NaN : value));
    const worst = expectClose(actual, losSigma(coherence, table), LIMIT);
    const limitMm = LIMIT.absolute + LIMIT.relative * 8;
    stateFigure(`sigma, ${name}`, worst, limitMm, 'mm');
    expect(worst).toBeLessThan(limitMm);
  });

  it.each([1, 5, 40.5, 300])(
    'the stage is within a thousandth of the exact distribution, at %d looks; NaN stays',
    async (looks) => {
      const table = losSigmaTable((value) => MM_PER_RAD * phaseSigmaRad(value, looks));
      const coherence = Float32Array.from({ length: 211 }, (_, k) => (k === 100 ? NaN : k === 210 ? 0.9999 : k / 211));
      const sigmaMm = await stage(gpu(), coherence, table);
      expect(sigmaMm[100]).toBeNaN();
      const apart = [...coherence].map((value, k) =>
        Number.isNaN(value) ? 0 : Math.abs(sigmaMm[k]! / (MM_PER_RAD * phaseSigmaRad(value, looks)) - 1),
      );
      stateFigure(
        `sigma of rasters against the exact distribution, ${looks} looks`,
        100 * Math.max(...apart),
        0.1,
        '%',
      );
      expect(Math.max(...apart)).toBeLessThan(1e-3);
      expect((await stage(gpu(), Float32Array.of(1), table))[0]).toBe(0);
      expect(gpu().liveBytes).toBe(0);
    },
  );
});

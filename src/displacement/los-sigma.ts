import type { Gpu } from '../gpu/index.ts';
import { NO_DATA, NO_DATA_LIMIT } from './los-displacement.kernel.ts';
import { losSigmaKernel } from './los-sigma.kernel.ts';

/** Steps of the table: linear between them it is within 0.1 % of the distribution. */
const STEPS = 2000;

/** Elements in one row of workgroups. */
const ROW = 65_535 * 256;

/**
 * The table that `losSigma` reads: sigma at even steps of sqrt(1 - coherence), from coherence 1 to 0.
 * @param sigmaMmAt standard deviation in mm at a coherence
 */
export function losSigmaTable(sigmaMmAt: (coherence: number) => number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: STEPS + 1 }, (_, k) => sigmaMmAt(1 - (k / STEPS) ** 2));
}

/**
 * Standard deviation of the displacement by phase noise, mm, of a plane of coherences.
 * @param coherence any shape; NaN where there is no data, and the same comes out
 * @param tableMm at even steps of sqrt(1 - coherence) from 0 to 1, two entries or more
 */
export async function losSigma(
  gpu: Gpu,
  coherence: Float32Array,
  tableMm: Float32Array<ArrayBuffer>,
): Promise<Float32Array<ArrayBuffer>> {
  const count = coherence.length;
  const rowStride = Math.min(ROW, Math.max(1, count));
  using scope = gpu.scope('displacement');
  const marked = Float32Array.from(coherence, (value) => (Number.isNaN(value) ? NO_DATA : value));
  const output = scope.allocate('sigma', count * 4);
  await scope.dispatch(losSigmaKernel, {
    params: { count, row_stride: rowStride, steps: tableMm.length - 1 },
    buffers: {
      coherence: scope.upload('coherence', marked),
      sigma_table: scope.upload('sigma table', tableMm),
      sigma_mm: output,
    },
    workgroups: [Math.ceil(rowStride / 256), Math.ceil(count / rowStride)],
  });
  return (await scope.readFloat32(output, count)).map((value) => (value <= NO_DATA_LIMIT ? NaN : value));
}

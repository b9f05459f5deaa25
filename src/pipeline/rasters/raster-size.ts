import { SentryalError } from '../../errors/index.ts';
import type { RasterFile } from '../../read/index.ts';
import type { JobContext } from '../context.ts';
import { hostMemoryBytes } from '../plan/host-memory.ts';
import { type SizeLimits, areaLimits, bindingBytes } from '../plan/plan-sizes.ts';
import { withGpu } from './raster-document.ts';

/** What a whole raster is read for. */
export type RasterTask = 'unwrap' | 'filter';

type RasterSize = Pick<RasterFile, 'name' | 'rows' | 'columns'>;

/** What every adapter of WebGPU has at least: no raster within it needs the adapter asked. */
const LEAST_LIMITS: SizeLimits = { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 };

/** The filter takes bands of 32 rows with as many to each side, 8 bytes a pixel. */
const FILTER_ROWS = 96;
const FILTER_BYTES = 8;

/** Planes of a pixel that lie in memory at once as soon as both rasters are read, bytes: less does for neither task. */
const HOST_BYTES = 36;

interface Bound {
  readonly fits: (rows: number, columns: number) => boolean;
  /** In words: what the bound is and what fits it. */
  readonly largest: string;
}

function adapterBound(task: RasterTask, limits: SizeLimits): Bound {
  if (task === 'unwrap') {
    const { cells } = areaLimits(limits);
    return { fits: (rows, columns) => rows * columns <= cells, largest: `${cells} pixels fit this adapter` };
  }
  const samples = Math.floor(bindingBytes(limits) / FILTER_BYTES);
  return {
    fits: (rows, columns) => Math.min(rows, FILTER_ROWS) * columns <= samples,
    largest: `${Math.floor(samples / FILTER_ROWS)} columns fit this adapter, whatever the rows`,
  };
}

function memoryBound(memoryBytes: number): Bound {
  const pixels = Math.floor(memoryBytes / HOST_BYTES);
  return { fits: (rows, columns) => rows * columns <= pixels, largest: `${pixels} pixels fit this machine's memory` };
}

/** The least averaging, the same in lines and samples, with which a raster fits. */
function averagingThatFits({ rows, columns }: RasterSize, bounds: readonly Bound[]): number {
  let pixels = 2;
  while (bounds.some(({ fits }) => !fits(Math.ceil(rows / pixels), Math.ceil(columns / pixels)))) pixels++;
  return pixels;
}

/**
 * Refuses a raster with more pixels than fit.
 * @throws SentryalError RASTER_TOO_LARGE
 */
export function requireRasterSize(raster: RasterSize, task: RasterTask, limits: SizeLimits, memoryBytes: number): void {
  const { name, rows, columns } = raster;
  const bounds = [adapterBound(task, limits), memoryBound(memoryBytes)];
  const broken = bounds.find(({ fits }) => !fits(rows, columns));
  if (!broken) return;
  const pixels = averagingThatFits(raster, bounds);
  const [lines, samples] = [Math.ceil(rows / pixels), Math.ceil(columns / pixels)];
  throw new SentryalError('RASTER_TOO_LARGE', {
    file: name,
    rows,
    columns,
    pixels: rows * columns,
    task,
    largest: broken.largest,
    fitting: `averaged over ${pixels} x ${pixels} pixels it has ${lines} x ${samples} = ${lines * samples}, which fit`,
  });
}

/**
 * Refuses a raster with more pixels than fit, before one of them is read. The adapter is opened only for rasters that not
 * every adapter holds.
 * @throws SentryalError RASTER_TOO_LARGE, GPU_*
 */
export async function requireRasterFits(raster: RasterSize, task: RasterTask, context: JobContext): Promise<void> {
  const { rows, columns } = raster;
  const isSmall = adapterBound(task, LEAST_LIMITS).fits(rows, columns);
  const limits = isSmall ? LEAST_LIMITS : await withGpu(context, async (gpu) => gpu.limits);
  requireRasterSize(raster, task, limits, hostMemoryBytes());
}

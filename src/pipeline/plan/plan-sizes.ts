import { SentryalError } from '../../errors/index.ts';
import type { GpuLimits } from '../../gpu/index.ts';
import { MAX_LOOKS } from '../../job/index.ts';
import type { GridWindow, LookGrid, Looks } from '../../model/index.ts';

/** The limits of an adapter that a plane must fit, bytes. */
export type SizeLimits = Pick<GpuLimits, 'maxStorageBufferBindingSize' | 'maxBufferSize'>;

/** What an area may be at most. */
export interface AreaLimits {
  readonly cells: number;
  readonly demSamples: number;
}

/** One array that must lie whole in one binding of the adapter. */
export interface PlaneSize {
  readonly name: string;
  readonly bytesPerItem: number;
  readonly items: number;
}

/** A plane of unwrapping: one f32 a cell. Interferogram, coherence, filter and rasters on the map work in blocks. */
const BYTES_PER_CELL = 4;
const BYTES_PER_DEM_SAMPLE = 4;

/** Bytes of the largest array that fits one binding. */
export function bindingBytes({ maxStorageBufferBindingSize, maxBufferSize }: SizeLimits): number {
  return Math.min(maxStorageBufferBindingSize, maxBufferSize);
}

/** The largest area that fits an adapter. */
export function areaLimits(limits: SizeLimits): AreaLimits {
  const bytes = bindingBytes(limits);
  return { cells: Math.floor(bytes / BYTES_PER_CELL), demSamples: Math.floor(bytes / BYTES_PER_DEM_SAMPLE) };
}

/** The planes of a job. */
export function jobPlanes(cells: number, demSamples: number): PlaneSize[] {
  return [
    { name: 'unwrapping, one plane of cells', bytesPerItem: BYTES_PER_CELL, items: cells },
    { name: 'DEM', bytesPerItem: BYTES_PER_DEM_SAMPLE, items: demSamples },
  ];
}

/** Rows and columns of cells that hold a window of the radar grid, anchored to its line and sample 0. */
export function cellsOf(window: GridWindow, looks: Looks): { readonly rows: number; readonly columns: number } {
  const along = (first: number, length: number, count: number): number =>
    Math.ceil((first + length - Math.floor(first / count) * count) / count);
  return {
    rows: along(window.firstLine, window.lines, looks.azimuth),
    columns: along(window.firstSample, window.samples, looks.range),
  };
}

/**
 * The fewest looks in the ratio of those given, not fewer than they, with which a window has at most so many cells;
 * undefined where no looks that a job may ask for do.
 */
export function looksThatFit(window: GridWindow, looks: Looks, maxCells: number): Looks | undefined {
  let [unit, rest] = [looks.azimuth, looks.range];
  while (rest > 0) [unit, rest] = [rest, unit % rest];
  for (let times = unit; ; times++) {
    const more: Looks = { azimuth: (looks.azimuth / unit) * times, range: (looks.range / unit) * times };
    if (more.azimuth > MAX_LOOKS.azimuth || more.range > MAX_LOOKS.range) return undefined;
    const { rows, columns } = cellsOf(window, more);
    if (rows * columns <= maxCells) return more;
  }
}

/** The window of the radar grid that a grid of cells covers. */
export function windowOf({ firstLine, firstSample, rows, columns, looks }: LookGrid): GridWindow {
  return { firstLine, firstSample, lines: rows * looks.azimuth, samples: columns * looks.range };
}

/**
 * Refuses a window with more cells than fit, before anything of it is read.
 * @throws SentryalError RASTER_TOO_LARGE_FOR_GPU
 */
export function requireCells(window: GridWindow, looks: Looks, maxCells: number): void {
  const { rows, columns } = cellsOf(window, looks);
  if (rows * columns <= maxCells) return;
  const fitting = looksThatFit(window, looks, maxCells);
  throw new SentryalError('RASTER_TOO_LARGE_FOR_GPU', {
    rows,
    columns,
    cells: rows * columns,
    looks: `${looks.azimuth} x ${looks.range}`,
    largest: maxCells,
    fitting: fitting
      ? `looks of ${fitting.azimuth} (azimuth) x ${fitting.range} (range) would fit`
      : `no looks in this ratio up to ${MAX_LOOKS.azimuth} x ${MAX_LOOKS.range} would fit`,
  });
}

import type { Gpu, GpuScope } from '../gpu/index.ts';
import type { BurstAlignment, Dem, Interferogram, LookGrid, Looks } from '../model/index.ts';
import { type FormTarget, type ReadSamples, recordBlock, uploadDem, uploadPlacement } from './form-block.ts';
import { formModeOf } from './form.kernel.ts';

export interface FormRequest {
  readonly grid: LookGrid;
  readonly alignments: readonly BurstAlignment[];
  readonly dem: Dem;
  readonly readSamples: ReadSamples;
  readonly signal?: AbortSignal;
  /** Largest block of one date's samples on the GPU, bytes. */
  readonly blockBytes?: number;
  /** Told after each block: the share of all lines done. */
  readonly onProgress?: (share: number) => void;
}

const BYTES_PER_SAMPLE = 4;
const BYTES_PER_CELL = 16;

/** Enough to fill a GPU, small enough that a dispatch stays well below 100 ms on one. */
const DEFAULT_BLOCK_BYTES = 32 * 2 ** 20;

/**
 * Forms the multilooked interferogram of all placements: reference · conj(secondary), topographic and flat-earth phase
 * removed, block by block of whole tile rows. With fewer than 8 range looks the products are taken per half sample,
 * as by twofold oversampling. The raster itself is never whole on the GPU.
 * @throws SentryalError GPU_LIMIT_TOO_SMALL where the DEM or one row of tiles does not fit the adapter
 */
export async function formInterferogram(gpu: Gpu, request: FormRequest): Promise<Interferogram> {
  const { grid, alignments, readSamples, signal } = request;
  const { looks } = grid;
  const cellCount = grid.rows * grid.columns;
  const raster = {
    cells: new Float32Array(cellCount * 4),
    heightsM: new Float32Array(cellCount),
    centroids: new Float32Array(cellCount * 2),
  };
  using stage = gpu.scope('interferogram');
  const dem = uploadDem(stage, request.dem);
  const limit = gpu.limits.maxStorageBufferBindingSize;
  const blockBytes = Math.min(request.blockBytes ?? DEFAULT_BLOCK_BYTES, limit / 2);
  const totalLines = alignments.reduce((sum, alignment) => sum + alignment.placement.window.lines, 0);
  let doneLines = 0;
  for (const alignment of alignments) {
    using scope = gpu.scope('interferogram burst');
    const { placement } = alignment;
    const { layout } = alignment.tiles;
    const placed = uploadPlacement(scope, alignment, dem.dem);
    const rowsPerBlock = blockTileRows(layout.tileLines * placement.window.samples, looks, blockBytes, limit);
    for (let first = 0; first < layout.tileRows; first += rowsPerBlock) {
      signal?.throwIfAborted();
      const count = Math.min(rowsPerBlock, layout.tileRows - first);
      using block = gpu.scope('interferogram block');
      const lines = Math.min(count * layout.tileLines, placement.window.lines - first * layout.tileLines);
      const target = allocateBlock(block, looks, lines, placement.window.samples);
      doneLines += await recordBlock(block, dem, placed, target, alignment, readSamples, { first, count });
      const row = placement.firstCellRow + (first * layout.tileLines) / looks.azimuth;
      const rows = lines / looks.azimuth;
      await readBlock(block, target, rows, raster, grid.columns, { row, column: placement.firstCellColumn });
      request.onProgress?.(doneLines / totalLines);
    }
  }
  return { grid, ...raster };
}

/** Tile rows of one block: a block of samples of one date, and less where its cells (16 B each) do not fit the adapter. */
function blockTileRows(samplesPerTileRow: number, looks: Looks, blockBytes: number, limitBytes: number): number {
  const cellBytes = (samplesPerTileRow * BYTES_PER_CELL) / (looks.azimuth * looks.range);
  return Math.max(1, Math.floor(Math.min(blockBytes / (samplesPerTileRow * BYTES_PER_SAMPLE), limitBytes / cellBytes)));
}

/** Room for the cells of a block of a burst. */
function allocateBlock(scope: GpuScope, looks: Looks, lines: number, samples: number): FormTarget {
  const columns = samples / looks.range;
  const count = (lines / looks.azimuth) * columns;
  return {
    mode: formModeOf(looks.range),
    looks,
    cells: scope.allocate('interferogram cells', count * BYTES_PER_CELL),
    cellHeights: scope.allocate('cell heights', count * 4),
    cellCentroids: scope.allocate('cell centroids', count * 8),
    cellColumns: columns,
    firstCellRow: 0,
    firstCellColumn: 0,
  };
}

/** Reads a block back to its place in the raster: bursts do not share cells. */
async function readBlock(
  scope: GpuScope,
  { cells, cellHeights, cellCentroids, cellColumns }: FormTarget,
  rows: number,
  raster: Pick<Interferogram, 'cells' | 'heightsM' | 'centroids'>,
  rasterColumns: number,
  place: { readonly row: number; readonly column: number },
): Promise<void> {
  const planes = [
    [cells, raster.cells, 4],
    [cellHeights, raster.heightsM, 1],
    [cellCentroids, raster.centroids, 2],
  ] as const;
  for (const [buffer, into, parts] of planes) {
    const width = cellColumns * parts;
    const values = await scope.readFloat32(buffer, rows * width);
    for (let row = 0; row < rows; row++)
      into.set(
        values.subarray(row * width, (row + 1) * width),
        ((place.row + row) * rasterColumns + place.column) * parts,
      );
  }
}

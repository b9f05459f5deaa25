import type { Gpu } from '../gpu/index.ts';
import type { BurstAlignment, Dem, Interferogram, LookGrid } from '../model/index.ts';
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

/** Enough to fill a GPU, small enough that a dispatch stays well below 100 ms on one. */
const DEFAULT_BLOCK_BYTES = 32 * 2 ** 20;

/**
 * Forms the multilooked interferogram of all placements: reference · conj(secondary), topographic and flat-earth phase
 * removed, block by block of whole tile rows. With fewer than 8 range looks the products are taken per half sample,
 * as by twofold oversampling.
 * @throws SentryalError GPU_LIMIT_TOO_SMALL where a raster does not fit the adapter
 */
export async function formInterferogram(gpu: Gpu, request: FormRequest): Promise<Interferogram> {
  const { grid, alignments, readSamples, signal } = request;
  const cellCount = grid.rows * grid.columns;
  using stage = gpu.scope('interferogram');
  const dem = uploadDem(stage, request.dem);
  const raster = {
    mode: formModeOf(grid.looks.range),
    looks: grid.looks,
    cells: stage.allocate('interferogram cells', cellCount * 16),
    cellHeights: stage.allocate('cell heights', cellCount * 4),
    cellCentroids: stage.allocate('cell centroids', cellCount * 8),
    cellColumns: grid.columns,
  };
  const limit = gpu.limits.maxStorageBufferBindingSize;
  const blockBytes = Math.min(request.blockBytes ?? DEFAULT_BLOCK_BYTES, limit / 2);
  const totalLines = alignments.reduce((sum, alignment) => sum + alignment.placement.window.lines, 0);
  let doneLines = 0;
  for (const alignment of alignments) {
    using scope = gpu.scope('interferogram burst');
    const { placement } = alignment;
    const { layout } = alignment.tiles;
    const placed = uploadPlacement(scope, alignment, dem.dem);
    const target: FormTarget = {
      ...raster,
      firstCellRow: placement.firstCellRow,
      firstCellColumn: placement.firstCellColumn,
    };
    const rowBytes = layout.tileLines * placement.window.samples * BYTES_PER_SAMPLE;
    const rowsPerBlock = Math.max(1, Math.floor(blockBytes / rowBytes));
    for (let first = 0; first < layout.tileRows; first += rowsPerBlock) {
      signal?.throwIfAborted();
      const count = Math.min(rowsPerBlock, layout.tileRows - first);
      using block = gpu.scope('interferogram block');
      doneLines += await recordBlock(block, dem, placed, target, alignment, readSamples, { first, count });
      await block.flush();
      request.onProgress?.(doneLines / totalLines);
    }
  }
  return {
    grid,
    cells: await stage.readFloat32(raster.cells, cellCount * 4),
    heightsM: await stage.readFloat32(raster.cellHeights, cellCount),
    centroids: await stage.readFloat32(raster.cellCentroids, cellCount * 2),
  };
}

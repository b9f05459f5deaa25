import { NO_DATA_HEIGHT_M, radarHeightKernel, tileHeights } from '../geometry/index.ts';
import type { DeviceBuffer, Gpu, GpuScope } from '../gpu/index.ts';
import type { Burst, BurstAlignment, Dem, GridWindow, Interferogram, LookGrid, Swath } from '../model/index.ts';
import { formKernel } from './form.kernel.ts';
import { secondaryWindow } from './secondary-window.ts';

/** Reads raw int16 I, Q of a window of a burst, shape (lines, samples, 2). */
export type ReadSamples = (swath: Swath, burst: Burst, window: GridWindow) => Promise<Int16Array<ArrayBuffer>>;

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

/** The buffers that live as long as the stage. */
interface StageBuffers {
  readonly dem: DeviceBuffer;
  readonly cells: DeviceBuffer;
  readonly cellHeights: DeviceBuffer;
  readonly cellCentroids: DeviceBuffer;
}

/** The buffers of one placement. */
interface PlacementBuffers {
  readonly tiles: DeviceBuffer;
  readonly bases: DeviceBuffer;
  readonly bounds: DeviceBuffer;
  readonly stepM: number;
  readonly carriers: DeviceBuffer;
  readonly taps: DeviceBuffer;
}

/** The heights of a DEM with the kernel's mark instead of NaN. */
function markedHeights(dem: Dem): Float32Array<ArrayBuffer> {
  return Float32Array.from(dem.heightsM, (height) => (Number.isNaN(height) ? NO_DATA_HEIGHT_M : height));
}

/**
 * Forms the multilooked interferogram of all placements: reference · conj(secondary), topographic and flat-earth phase
 * removed, block by block of whole tile rows.
 * @throws SentryalError GPU_LIMIT_TOO_SMALL where a raster does not fit the adapter
 */
export async function formInterferogram(gpu: Gpu, request: FormRequest): Promise<Interferogram> {
  const { grid, alignments, dem, signal } = request;
  const cellCount = grid.rows * grid.columns;
  using stage = gpu.scope('interferogram');
  const buffers: StageBuffers = {
    dem: stage.upload('DEM', markedHeights(dem)),
    cells: stage.allocate('interferogram cells', cellCount * 16),
    cellHeights: stage.allocate('cell heights', cellCount * 4),
    cellCentroids: stage.allocate('cell centroids', cellCount * 8),
  };
  const limit = gpu.limits.maxStorageBufferBindingSize;
  const blockBytes = Math.min(request.blockBytes ?? DEFAULT_BLOCK_BYTES, limit / 2);
  const totalLines = alignments.reduce((sum, alignment) => sum + alignment.placement.window.lines, 0);
  let doneLines = 0;
  for (const alignment of alignments) {
    using scope = gpu.scope('interferogram burst');
    const { tiles, carriers, taps, placement } = alignment;
    const { bounds, stepM } = tileHeights(tiles, dem);
    const placed: PlacementBuffers = {
      tiles: scope.upload('tile models', tiles.coefficients),
      bases: scope.upload('tile bases', tiles.bases),
      bounds: scope.upload('tile heights', bounds),
      stepM,
      carriers: scope.upload('tile carriers', carriers),
      taps: scope.upload('interpolator taps', taps),
    };
    const { layout } = tiles;
    const rowBytes = layout.tileLines * placement.window.samples * BYTES_PER_SAMPLE;
    const rowsPerBlock = Math.max(1, Math.floor(blockBytes / rowBytes));
    for (let row = 0; row < layout.tileRows; row += rowsPerBlock) {
      signal?.throwIfAborted();
      const rows = Math.min(rowsPerBlock, layout.tileRows - row);
      using block = gpu.scope('interferogram block');
      doneLines += await formBlock(block, buffers, placed, request, alignment, row, rows);
      request.onProgress?.(doneLines / totalLines);
    }
  }
  return {
    grid,
    cells: await stage.readFloat32(buffers.cells, cellCount * 4),
    heightsM: await stage.readFloat32(buffers.cellHeights, cellCount),
    centroids: await stage.readFloat32(buffers.cellCentroids, cellCount * 2),
  };
}

/** One block of tile rows: heights, then the fused kernel. Returns the lines done. */
async function formBlock(
  scope: GpuScope,
  stage: StageBuffers,
  placed: PlacementBuffers,
  request: FormRequest,
  alignment: BurstAlignment,
  firstTileRow: number,
  tileRows: number,
): Promise<number> {
  const { grid, dem, readSamples } = request;
  const { placement, tiles, phases } = alignment;
  const { layout } = tiles;
  const { reference, secondary, referenceSwath, secondarySwath } = placement.pair;
  const skipped = firstTileRow * layout.tileLines;
  const lines = Math.min(tileRows * layout.tileLines, placement.window.lines - skipped);
  const window: GridWindow = {
    firstLine: placement.window.firstLine + skipped,
    firstSample: placement.window.firstSample,
    lines,
    samples: placement.window.samples,
  };
  const other = secondaryWindow(alignment, firstTileRow, tileRows);
  const [referenceIq, secondaryIq] = await Promise.all([
    readSamples(referenceSwath, reference, window),
    readSamples(secondarySwath, secondary, other),
  ]);
  const heights = scope.allocate('heights', lines * window.samples * 4);
  const tileParams = {
    tile_lines: layout.tileLines,
    tile_samples: layout.tileSamples,
    tile_columns: layout.tileColumns,
    first_tile_row: firstTileRow,
    n_quantities: tiles.quantities,
    height_mid_m: tiles.heightMidM,
    height_half_m: tiles.heightHalfM,
  };
  await scope.dispatch(radarHeightKernel, {
    params: {
      ...tileParams,
      n_lines: lines,
      n_samples: window.samples,
      dem_columns: dem.columns,
      dem_rows: dem.rows,
      step_m: placed.stepM,
    },
    buffers: { tiles: placed.tiles, tile_bases: placed.bases, tile_bounds: placed.bounds, dem: stage.dem, heights },
    workgroups: [Math.ceil(window.samples / 64), lines],
  });
  await scope.dispatch(formKernel, {
    params: {
      ...tileParams,
      n_lines: lines,
      n_samples: window.samples,
      first_line: window.firstLine,
      first_sample: window.firstSample,
      looks_azimuth: grid.looks.azimuth,
      looks_range: grid.looks.range,
      cell_columns: grid.columns,
      first_cell_row: placement.firstCellRow + skipped / grid.looks.azimuth,
      first_cell_column: placement.firstCellColumn,
      secondary_first_line: other.firstLine,
      secondary_first_sample: other.firstSample,
      secondary_lines: other.lines,
      secondary_samples: other.samples,
      reference_valid_first_line: reference.firstValidLine,
      reference_valid_last_line: reference.lastValidLine,
      reference_valid_first_sample: reference.firstValidSample,
      reference_valid_last_sample: reference.lastValidSample,
      secondary_valid_first_line: secondary.firstValidLine,
      secondary_valid_last_line: secondary.lastValidLine,
      secondary_valid_first_sample: secondary.firstValidSample,
      secondary_valid_last_sample: secondary.lastValidSample,
      n_phases: phases,
    },
    buffers: {
      reference: scope.upload('reference samples', referenceIq),
      secondary: scope.upload('secondary samples', secondaryIq),
      heights,
      tiles: placed.tiles,
      tile_bases: placed.bases,
      carriers: placed.carriers,
      taps: placed.taps,
      cells: stage.cells,
      cell_heights: stage.cellHeights,
      cell_centroids: stage.cellCentroids,
    },
    workgroups: [layout.tileColumns, tileRows],
  });
  await scope.flush();
  return lines;
}

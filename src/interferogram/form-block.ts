import { NO_DATA_HEIGHT_M, radarHeightKernel, tileHeights } from '../geometry/index.ts';
import type { DeviceBuffer, GpuScope } from '../gpu/index.ts';
import type { Burst, BurstAlignment, Dem, GridWindow, Looks, Swath } from '../model/index.ts';
import { type FormMode, formKernel } from './form.kernel.ts';
import { referenceWindow, secondaryWindow } from './read-windows.ts';

/** Reads raw int16 I, Q of a window of a burst, shape (lines, samples, 2). */
export type ReadSamples = (swath: Swath, burst: Burst, window: GridWindow) => Promise<Int16Array<ArrayBuffer>>;

/** A DEM on the device. */
export interface DeviceDem {
  readonly dem: Dem;
  readonly heights: DeviceBuffer;
}

/** The buffers of one placement. */
export interface PlacementBuffers {
  readonly tiles: DeviceBuffer;
  readonly bases: DeviceBuffer;
  readonly bounds: DeviceBuffer;
  readonly stepM: number;
  readonly carriers: DeviceBuffer;
  readonly taps: DeviceBuffer;
}

/** Where the kernel writes, and what. */
export interface FormTarget {
  readonly mode: FormMode;
  readonly looks: Looks;
  readonly cells: DeviceBuffer;
  readonly cellHeights: DeviceBuffer;
  readonly cellCentroids: DeviceBuffer;
  readonly cellColumns: number;
  /** Where the block's first cell is in these buffers. */
  readonly firstCellRow: number;
  readonly firstCellColumn: number;
}

/** Uploads a DEM, with the kernel's mark instead of NaN. */
export function uploadDem(scope: GpuScope, dem: Dem): DeviceDem {
  const marked = Float32Array.from(dem.heightsM, (height) => (Number.isNaN(height) ? NO_DATA_HEIGHT_M : height));
  return { dem, heights: scope.upload('DEM', marked) };
}

/** Uploads what belongs to one placement. */
export function uploadPlacement(scope: GpuScope, alignment: BurstAlignment, dem: Dem): PlacementBuffers {
  const { tiles, carriers, taps } = alignment;
  const { bounds, stepM } = tileHeights(tiles, dem);
  return {
    tiles: scope.upload('tile models', tiles.coefficients),
    bases: scope.upload('tile bases', tiles.bases),
    bounds: scope.upload('tile heights', bounds),
    stepM,
    carriers: scope.upload('tile carriers', carriers),
    taps: scope.upload('interpolator taps', taps),
  };
}

/** Records one run of a placement's tile rows: heights, then the fused kernel. Returns the lines it covers. */
export async function recordBlock(
  scope: GpuScope,
  { dem, heights: demHeights }: DeviceDem,
  placed: PlacementBuffers,
  target: FormTarget,
  alignment: BurstAlignment,
  readSamples: ReadSamples,
  tileRows: { readonly first: number; readonly count: number },
): Promise<number> {
  const { placement, tiles, phases } = alignment;
  const { layout } = tiles;
  const { reference, secondary, referenceSwath, secondarySwath } = placement.pair;
  const skipped = tileRows.first * layout.tileLines;
  const lines = Math.min(tileRows.count * layout.tileLines, placement.window.lines - skipped);
  const window: GridWindow = {
    firstLine: placement.window.firstLine + skipped,
    firstSample: placement.window.firstSample,
    lines,
    samples: placement.window.samples,
  };
  const own = referenceWindow(window, referenceSwath, target.mode);
  const other = secondaryWindow(alignment, tileRows.first, tileRows.count);
  const [referenceIq, secondaryIq] = await Promise.all([
    readSamples(referenceSwath, reference, own),
    readSamples(secondarySwath, secondary, other),
  ]);
  const heights = scope.allocate('heights', lines * window.samples * 4);
  const shared = {
    n_lines: lines,
    n_samples: window.samples,
    tile_lines: layout.tileLines,
    tile_samples: layout.tileSamples,
    tile_columns: layout.tileColumns,
    first_tile_row: tileRows.first,
    n_quantities: tiles.quantities,
    height_mid_m: tiles.heightMidM,
    height_half_m: tiles.heightHalfM,
  };
  await scope.dispatch(radarHeightKernel, {
    params: { ...shared, dem_columns: dem.columns, dem_rows: dem.rows, step_m: placed.stepM },
    buffers: { tiles: placed.tiles, tile_bases: placed.bases, tile_bounds: placed.bounds, dem: demHeights, heights },
    workgroups: [Math.ceil(window.samples / 64), lines],
  });
  await scope.dispatch(formKernel, {
    params: {
      ...shared,
      first_line: window.firstLine,
      first_sample: window.firstSample,
      looks_azimuth: target.looks.azimuth,
      looks_range: target.looks.range,
      cell_columns: target.cellColumns,
      first_cell_row: target.firstCellRow,
      first_cell_column: target.firstCellColumn,
      reference_first_sample: own.firstSample,
      reference_samples: own.samples,
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
      cells: target.cells,
      cell_heights: target.cellHeights,
      cell_centroids: target.cellCentroids,
    },
    overrides: { MODE: target.mode },
    workgroups: [layout.tileColumns, tileRows.count],
  });
  return lines;
}

import { radarHeightKernel } from '../../src/geometry/index.ts';
import type { DeviceBuffer, GpuScope } from '../../src/gpu/index.ts';
import { FORM_MODE, formKernel } from '../../src/interferogram/index.ts';
import type { Step } from '../support/timing.ts';
import type { BlockInput } from './block-input.ts';
import {
  derampKernel,
  multilookKernel,
  multiplyKernel,
  rerampKernel,
  resampleKernel,
} from './unfused/unfused.kernels.ts';

/** A step with its name and the bytes it must read and write per pixel of the block if nothing is read twice from memory. */
export interface CountedStep extends Step {
  readonly name: string;
  readonly bytesPerPixel: number;
  /** Floating-point operations, counted in the kernel's text; an elementary function counts as one. */
  readonly flopsPerPixel: number;
}

/** Steps that make the cells, and where they lie. */
export interface Chain {
  readonly steps: readonly CountedStep[];
  readonly cells: DeviceBuffer;
  readonly cellHeights: DeviceBuffer;
  readonly cellCentroids: DeviceBuffer;
}

/** What both chains read. */
interface SharedBuffers {
  readonly reference: DeviceBuffer;
  readonly secondary: DeviceBuffer;
  readonly tiles: DeviceBuffer;
  readonly bases: DeviceBuffer;
  readonly taps: DeviceBuffer;
  readonly heights: DeviceBuffer;
  readonly height: CountedStep;
}

/**
 * Operations a pixel. A quantity of the tile model: 22. Twelve by eight taps of complex samples: 4 for each, and as many
 * for the carrier that each tap removes on its way; a phasor: 6; a product with its powers: 14; sums of a cell: 12.
 */
const FLOPS = { quantity: 22, taps: 96 * 4 + 8 * 4, deramp: 8 * 12, phasor: 6, product: 14, looks: 12 } as const;

/** One evaluation of the surface: two quantities, 16 heights weighted, and five to ten evaluations a pixel; seven. */
const HEIGHT_FLOPS = 7 * (2 * FLOPS.quantity + 16 * 2 + 30);

/** Bytes of a cell: product and powers 16, height 4, centroid 8. */
const CELL_BYTES = 28;

function tileParams(input: BlockInput) {
  const { window, tiles } = input;
  return {
    n_lines: window.lines,
    n_samples: window.samples,
    tile_lines: tiles.layout.tileLines,
    tile_samples: tiles.layout.tileSamples,
    tile_columns: tiles.layout.tileColumns,
    n_quantities: tiles.quantities,
    height_mid_m: tiles.heightMidM,
    height_half_m: tiles.heightHalfM,
  };
}

export async function uploadShared(scope: GpuScope, input: BlockInput): Promise<SharedBuffers> {
  const { window, tiles, dem } = input;
  const tileBuffer = scope.upload('tile models', tiles.coefficients);
  const bases = scope.upload('tile bases', tiles.bases);
  const heights = scope.allocate('heights', window.lines * window.samples * 4);
  const bound = await scope.bind(radarHeightKernel, {
    params: {
      ...tileParams(input),
      first_tile_row: 0,
      dem_columns: dem.columns,
      dem_rows: dem.rows,
      step_m: input.stepM,
    },
    buffers: {
      tiles: tileBuffer,
      tile_bases: bases,
      tile_bounds: scope.upload('tile heights', input.bounds),
      dem: scope.upload('DEM', Float32Array.from(dem.heightsM)),
      heights,
    },
  });
  const demBytesPerPixel = (dem.columns * dem.rows * 4) / (window.lines * window.samples);
  return {
    reference: scope.upload('reference samples', input.reference),
    secondary: scope.upload('secondary samples', input.secondary),
    tiles: tileBuffer,
    bases,
    taps: scope.upload('interpolator taps', input.taps),
    heights,
    height: {
      name: 'radar_height',
      bound,
      workgroups: [Math.ceil(window.samples / 64), window.lines],
      bytesPerPixel: 4 + demBytesPerPixel,
      flopsPerPixel: HEIGHT_FLOPS,
    },
  };
}

function cellsOf({ window, looks }: BlockInput): { rows: number; columns: number } {
  return { rows: Math.floor(window.lines / looks.azimuth), columns: Math.floor(window.samples / looks.range) };
}

function allocateCells(scope: GpuScope, input: BlockInput): Omit<Chain, 'steps'> {
  const { rows, columns } = cellsOf(input);
  return {
    cells: scope.allocate('cells', rows * columns * 16),
    cellHeights: scope.allocate('cell heights', rows * columns * 4),
    cellCentroids: scope.allocate('cell centroids', rows * columns * 8),
  };
}

/** The product's own two kernels: heights, then everything in one pass. */
export async function fusedChain(scope: GpuScope, input: BlockInput, shared: SharedBuffers): Promise<Chain> {
  const { window, secondaryWindow: other, looks, tiles } = input;
  const { columns } = cellsOf(input);
  const out = allocateCells(scope, input);
  const { tileLines, tileSamples, tileColumns, tileRows } = tiles.layout;
  const bound = await scope.bind(formKernel, {
    params: {
      ...tileParams(input),
      first_line: window.firstLine,
      first_sample: window.firstSample,
      looks_azimuth: looks.azimuth,
      looks_range: looks.range,
      first_tile_row: 0,
      cell_columns: columns,
      first_cell_row: 0,
      first_cell_column: 0,
      reference_first_sample: window.firstSample,
      reference_samples: window.samples,
      secondary_first_line: other.firstLine,
      secondary_first_sample: other.firstSample,
      secondary_lines: other.lines,
      secondary_samples: other.samples,
      reference_valid_first_line: window.firstLine,
      reference_valid_last_line: window.firstLine + window.lines - 1,
      reference_valid_first_sample: window.firstSample,
      reference_valid_last_sample: window.firstSample + window.samples - 1,
      secondary_valid_first_line: other.firstLine,
      secondary_valid_last_line: other.firstLine + other.lines - 1,
      secondary_valid_first_sample: other.firstSample,
      secondary_valid_last_sample: other.firstSample + other.samples - 1,
      n_phases: input.phases,
    },
    buffers: {
      reference: shared.reference,
      secondary: shared.secondary,
      heights: shared.heights,
      tiles: shared.tiles,
      tile_bases: shared.bases,
      carriers: scope.upload('tile carriers', input.tileCarriers),
      taps: shared.taps,
      cells: out.cells,
      cell_heights: out.cellHeights,
      cell_centroids: out.cellCentroids,
    },
    overrides: { MODE: FORM_MODE.wholeSamples },
  });
  const halo = ((tileLines + 9) * (tileSamples + 15)) / (tileLines * tileSamples);
  const form: CountedStep = {
    name: 'form (fused)',
    bound,
    workgroups: [tileColumns, tileRows],
    bytesPerPixel: 4 + 4 * halo + 4 + CELL_BYTES / (looks.azimuth * looks.range),
    flopsPerPixel: 3 * FLOPS.quantity + FLOPS.taps + FLOPS.deramp + 2 * FLOPS.phasor + FLOPS.product + FLOPS.looks,
  };
  return { ...out, steps: [shared.height, form] };
}

/** The same in one pass per step, each through memory at full resolution. */
export async function unfusedChain(scope: GpuScope, input: BlockInput, shared: SharedBuffers): Promise<Chain> {
  const { window, secondaryWindow: other, looks } = input;
  const { rows, columns } = cellsOf(input);
  const out = allocateCells(scope, input);
  const pixels = window.lines * window.samples;
  const otherPixels = other.lines * other.samples;
  const deramped = scope.allocate('deramped', otherPixels * 8);
  const resampled = scope.allocate('resampled', pixels * 8);
  const flattened = scope.allocate('flattened', pixels * 8);
  const products = scope.allocate('products', pixels * 16);
  const lineCarriers = scope.upload('line carriers', input.lineCarriers);
  const size = { n_lines: window.lines, n_samples: window.samples };
  const perTile = tileParams(input);
  const lineLead = window.firstLine - other.firstLine;
  const { heights, tiles, bases, taps } = shared;
  const pixelGroups = [Math.ceil(window.samples / 256), window.lines] as const;
  const deramp = await scope.bind(derampKernel, {
    params: { n_lines: other.lines, n_samples: other.samples },
    buffers: { secondary: shared.secondary, line_carriers: lineCarriers, deramped },
  });
  const resample = await scope.bind(resampleKernel, {
    params: {
      ...perTile,
      line_lead: lineLead,
      sample_lead: window.firstSample - other.firstSample,
      secondary_lines: other.lines,
      secondary_samples: other.samples,
      n_phases: input.phases,
    },
    buffers: { deramped, heights, tiles, tile_bases: bases, taps, resampled },
  });
  const reramp = await scope.bind(rerampKernel, {
    params: { ...perTile, line_lead: lineLead },
    buffers: { resampled, heights, tiles, tile_bases: bases, line_carriers: lineCarriers, flattened },
  });
  const multiply = await scope.bind(multiplyKernel, {
    params: size,
    buffers: { reference: shared.reference, flattened, products },
  });
  const multilook = await scope.bind(multilookKernel, {
    params: {
      n_samples: window.samples,
      looks_azimuth: looks.azimuth,
      looks_range: looks.range,
      cell_rows: rows,
      cell_columns: columns,
    },
    buffers: {
      products,
      heights,
      cells: out.cells,
      cell_heights: out.cellHeights,
      cell_centroids: out.cellCentroids,
    },
  });
  const share = otherPixels / pixels;
  const steps: CountedStep[] = [
    shared.height,
    {
      name: 'deramp',
      bound: deramp,
      workgroups: [Math.ceil(other.samples / 256), other.lines],
      bytesPerPixel: 12 * share,
      flopsPerPixel: FLOPS.phasor + 8,
    },
    {
      name: 'resample',
      bound: resample,
      workgroups: pixelGroups,
      bytesPerPixel: 8 * share + 4 + 8,
      flopsPerPixel: 2 * FLOPS.quantity + FLOPS.taps,
    },
    {
      name: 'reramp, flatten',
      bound: reramp,
      workgroups: pixelGroups,
      bytesPerPixel: 8 + 4 + 8,
      flopsPerPixel: 2 * FLOPS.quantity + 2 * FLOPS.phasor + 12,
    },
    {
      name: 'multiply, powers',
      bound: multiply,
      workgroups: pixelGroups,
      bytesPerPixel: 4 + 8 + 16,
      flopsPerPixel: FLOPS.product,
    },
    {
      name: 'multilook',
      bound: multilook,
      workgroups: [Math.ceil(columns / 64), rows],
      bytesPerPixel: 16 + 4 + CELL_BYTES / (looks.azimuth * looks.range),
      flopsPerPixel: FLOPS.looks,
    },
  ];
  return { ...out, steps };
}

import { designInterpolator, quarterTaps } from '../../../src/coregister/index.ts';
import type { Gpu } from '../../../src/gpu/index.ts';
import { FORM_MODE, type FormMode, formKernel } from '../../../src/interferogram/form.kernel.ts';
import type { GridWindow, Looks, TileLayout, TileModel } from '../../../src/model/index.ts';
import type { FormInput, ValidArea } from '../../reference/interferogram/form.ts';
import { Random } from '../../support/random.ts';
import { runKernel } from '../../support/run-kernel.ts';

/** What makes one random case. */
export interface FormCase {
  readonly looks: Looks;
  /** Of the block. */
  readonly lines: number;
  readonly samples: number;
  /** Tile rows before the block, as for a later block of a burst. */
  readonly skippedTileRows?: number;
  /** Whole pixels about which the offsets lie. */
  readonly lineOffset?: number;
  readonly sampleOffset?: number;
  /** 1: carriers as strong as at a burst's edge; 0: none. */
  readonly carrier?: number;
  /** False: zero offset and zero phase everywhere. */
  readonly isShifted?: boolean;
  /** Pixels that valid limits cut off at each side of both bursts. */
  readonly border?: number;
  /** Share of pixels without a height. */
  readonly gaps?: number;
  readonly amplitude?: number;
  readonly halfSamples?: boolean;
  readonly seed: number;
}

const MAX_TILE = { lines: 16, samples: 64 } as const;

/** 256 phases as in production; the spectrum of IW1. */
const PHASES = 256;
const RANGE_TABLE = designInterpolator({ bandwidthHz: 56.5e6, hammingCoefficient: 0.75 }, 64.345e6, 12, PHASES);
const TAPS = Float32Array.from([
  ...RANGE_TABLE.weights,
  ...designInterpolator({ bandwidthHz: 327, hammingCoefficient: 0.7 }, 486.486, 8, PHASES).weights,
  ...quarterTaps(RANGE_TABLE),
]);

function layoutOf(test: FormCase, first: { line: number; sample: number }): TileLayout {
  const { looks, lines, samples, skippedTileRows = 0 } = test;
  const tileLines = Math.floor(MAX_TILE.lines / looks.azimuth) * looks.azimuth;
  const tileSamples = Math.floor(MAX_TILE.samples / looks.range) * looks.range;
  return {
    firstLine: first.line,
    firstSample: first.sample,
    tileLines,
    tileSamples,
    tileRows: skippedTileRows + Math.ceil(lines / tileLines),
    tileColumns: Math.ceil(samples / tileSamples),
  };
}

/** Offsets within 0.9 pixel of the tile's base for every height, so that fractions cross whole pixels both ways. */
function randomTiles(test: FormCase, layout: TileLayout, random: Random): TileModel {
  const tiles = layout.tileRows * layout.tileColumns;
  const coefficients = new Float32Array(tiles * 5 * 12);
  const bases = new Int32Array(tiles * 5);
  // Cycles: up to 40 over the heights, as at a baseline of 130 m; two across a tile. Pixels: up to 0.2 per term.
  const reach = [
    [1, 1, 1, 0.1, 0.05, 0.05, 40, 1, 1, 3, 0.5, 0.05],
    [1, 0.02, 0.02, 0.005, 0.002, 0.002, 0.2, 0.01, 0.01, 0.05, 0.01, 0.01],
    [1, 0.02, 0.02, 0.005, 0.002, 0.002, 0.4, 0.02, 0.02, 0.1, 0.02, 0.01],
  ];
  if (test.isShifted ?? true)
    for (let tile = 0; tile < tiles; tile++)
      for (let quantity = 0; quantity < 3; quantity++)
        for (let k = 0; k < 12; k++) {
          const size = reach[quantity]![k]!;
          coefficients[(tile * 5 + quantity) * 12 + k] = k === 0 ? random.uniform(0, 1) : random.uniform(-size, size);
        }
  for (let tile = 0; tile < tiles; tile++) {
    bases[tile * 5] = (test.isShifted ?? true) ? random.integer(-5000, 5000) : 0;
    bases[tile * 5 + 1] = (test.lineOffset ?? 0) + (test.isShifted === false ? 0 : random.integer(-1, 1));
    bases[tile * 5 + 2] = (test.sampleOffset ?? 0) + (test.isShifted === false ? 0 : random.integer(-1, 1));
  }
  return { layout, quantities: 5, coefficients, bases, heightMidM: 1200, heightHalfM: 1400 };
}

/** A burst's edge in IW1: 2.75 kHz of 486 Hz, 1787 Hz/s, and a centroid and rate that change across the swath. */
function randomCarriers(tiles: number, strength: number, random: Random): Float32Array<ArrayBuffer> {
  const carriers = new Float32Array(tiles * 4);
  for (let tile = 0; tile < tiles; tile++) {
    carriers[tile * 4] = strength * random.uniform(-5.7, 5.7);
    carriers[tile * 4 + 1] = strength * random.uniform(-2e-4, 2e-4);
    carriers[tile * 4 + 2] = strength * random.uniform(3e-3, 4e-3);
  }
  return carriers;
}

function randomSamples(count: number, amplitude: number, random: Random): Int16Array<ArrayBuffer> {
  return Int16Array.from({ length: 2 * count }, () => Math.round(amplitude * random.uniform(-1, 1)));
}

function shrink(window: GridWindow, border: number): ValidArea {
  return {
    firstLine: window.firstLine + border,
    lastLine: window.firstLine + window.lines - 1 - border,
    firstSample: window.firstSample + border,
    lastSample: window.firstSample + window.samples - 1 - border,
  };
}

/** Random input of one dispatch. */
export function formInput(test: FormCase): FormInput {
  const random = new Random(test.seed);
  const {
    lines,
    samples,
    looks,
    skippedTileRows = 0,
    border = 0,
    gaps = 0,
    amplitude = 2000,
    halfSamples = false,
  } = test;
  const layout = layoutOf(test, { line: 37, sample: 1003 });
  const window: GridWindow = {
    firstLine: layout.firstLine + skippedTileRows * layout.tileLines,
    firstSample: layout.firstSample,
    lines,
    samples,
  };
  const tiles = randomTiles(test, layout, random);
  const secondaryWindow: GridWindow = {
    firstLine: window.firstLine + (test.lineOffset ?? 0) - 8,
    firstSample: window.firstSample + (test.sampleOffset ?? 0) - 10,
    lines: layout.tileRows * layout.tileLines + 18,
    samples: layout.tileColumns * layout.tileSamples + 22,
  };
  const reach = halfSamples ? 6 : 0;
  const referenceWindow = { ...window, firstSample: window.firstSample - reach, samples: samples + 2 * reach };
  const valid = shrink(window, border);
  return {
    window,
    looks,
    halfSamples,
    referenceWindow,
    reference: randomSamples(lines * referenceWindow.samples, amplitude, random),
    // With a border the valid area ends in the window, and the pixels whose taps reach beyond have no data.
    referenceValid:
      border > 0 ? valid : { ...valid, firstSample: valid.firstSample - reach, lastSample: valid.lastSample + reach },
    heightsM: Float64Array.from({ length: lines * samples }, () =>
      random.uniform() < gaps ? NaN : Math.fround(random.uniform(-200, 2600)),
    ),
    secondaryWindow,
    secondary: randomSamples(secondaryWindow.lines * secondaryWindow.samples, amplitude, random),
    secondaryValid: shrink(secondaryWindow, border > 0 ? border + 3 : 0),
    tiles,
    carriers: randomCarriers(layout.tileRows * layout.tileColumns, test.carrier ?? 1, random),
    taps: TAPS,
    phases: PHASES,
  };
}

/** Where the block's cells go in the raster. */
export interface CellPlace {
  readonly rows: number;
  readonly columns: number;
  readonly firstRow: number;
  readonly firstColumn: number;
}

/** Runs the kernel on an input and returns the whole raster, zeros where nothing was written. */
export async function runForm(
  gpu: Gpu,
  input: FormInput,
  place: CellPlace,
  mode: FormMode = input.halfSamples ? FORM_MODE.halfSamples : FORM_MODE.wholeSamples,
): Promise<{ cells: Float32Array; heightsM: Float32Array; centroids: Float32Array }> {
  const { window, secondaryWindow, looks, tiles, referenceValid, secondaryValid } = input;
  const { layout } = tiles;
  const written = await runKernel(gpu, formKernel, {
    params: {
      n_lines: window.lines,
      n_samples: window.samples,
      first_line: window.firstLine,
      first_sample: window.firstSample,
      looks_azimuth: looks.azimuth,
      looks_range: looks.range,
      tile_lines: layout.tileLines,
      tile_samples: layout.tileSamples,
      tile_columns: layout.tileColumns,
      first_tile_row: (window.firstLine - layout.firstLine) / layout.tileLines,
      n_quantities: tiles.quantities,
      cell_columns: place.columns,
      first_cell_row: place.firstRow,
      first_cell_column: place.firstColumn,
      reference_first_sample: input.referenceWindow.firstSample,
      reference_samples: input.referenceWindow.samples,
      secondary_first_line: secondaryWindow.firstLine,
      secondary_first_sample: secondaryWindow.firstSample,
      secondary_lines: secondaryWindow.lines,
      secondary_samples: secondaryWindow.samples,
      reference_valid_first_line: referenceValid.firstLine,
      reference_valid_last_line: referenceValid.lastLine,
      reference_valid_first_sample: referenceValid.firstSample,
      reference_valid_last_sample: referenceValid.lastSample,
      secondary_valid_first_line: secondaryValid.firstLine,
      secondary_valid_last_line: secondaryValid.lastLine,
      secondary_valid_first_sample: secondaryValid.firstSample,
      secondary_valid_last_sample: secondaryValid.lastSample,
      n_phases: input.phases,
      height_mid_m: tiles.heightMidM,
      height_half_m: tiles.heightHalfM,
    },
    buffers: {
      reference: Int16Array.from(input.reference),
      secondary: Int16Array.from(input.secondary),
      heights: Float32Array.from(input.heightsM, (height) => (Number.isNaN(height) ? -1e30 : height)),
      tiles: tiles.coefficients,
      tile_bases: tiles.bases,
      carriers: Float32Array.from(input.carriers),
      taps: Float32Array.from(input.taps),
      cells: new Float32Array(place.rows * place.columns * 4),
      cell_heights: new Float32Array(place.rows * place.columns),
      cell_centroids: new Float32Array(place.rows * place.columns * 2),
    },
    overrides: { MODE: mode },
    workgroups: [layout.tileColumns, Math.ceil(window.lines / layout.tileLines)],
  });
  return { cells: written['cells']!, heightsM: written['cell_heights']!, centroids: written['cell_centroids']! };
}

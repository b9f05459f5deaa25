import type { Gpu } from '../gpu/index.ts';
import { TILE_MARGIN, TILE_STEP, fringeSlopeKernel } from './fringe-slope.kernel.ts';
import { windowKernel } from './window.kernel.ts';

/** Lines by samples. */
export interface SampleBox {
  readonly lines: number;
  readonly samples: number;
}

/** Two complex rasters, and what is wanted of them. */
export interface WindowLayout {
  readonly rows: number;
  readonly columns: number;
  /** Samples of one estimate. */
  readonly window: SampleBox;
  /** Samples from one cell to the next: 1 x 1 gives a cell for each sample. */
  readonly step: SampleBox;
}

/** Lines of both rasters. Shapes (count, columns, 2); NaN in either part where there is no data. */
export interface PairLines {
  readonly reference: Float32Array<ArrayBuffer>;
  readonly secondary: Float32Array<ArrayBuffer>;
}

/** Some rows of the result. Shapes (rows, columns of the result). */
export interface WindowBlock {
  readonly firstRow: number;
  readonly rows: number;
  /** Mean of reference · conj(secondary) over the window, its fringe removed about the cell's middle; (…, 2); NaN without data. */
  readonly interferogram: Float32Array<ArrayBuffer>;
  /** Sample coherence, biased; NaN where there is no data. */
  readonly raw: Float32Array<ArrayBuffer>;
  /** Samples with data in each window. */
  readonly counts: Float32Array<ArrayBuffer>;
}

export interface WindowOptions {
  /** What each raster is multiplied with before squares are formed: about one over its amplitude. */
  readonly scale: { readonly reference: number; readonly secondary: number };
  /** N / Σ|ρ|² over all lags: how much larger than for independent samples a periodogram of noise becomes. */
  readonly correlatedSamples: number;
  readonly signal?: AbortSignal;
  /** Largest buffer of either raster, bytes; a smaller one gives the same result. */
  readonly bufferBytes?: number;
}

/**
 * A peak of noise exceeds this many times its mean in 2 of 100 tiles: of 64 x 64 frequencies some 3000 are independent enough
 * to count, and 3000 exp(-11.9) = 0.02 (test/gpu/coherence/window-statistics.test.ts).
 */
const SIGNIFICANT_POWER = 11.9;

/** Some MiB keep the GPU busy; more only costs memory. */
const BUFFER_BYTES = 64 * 2 ** 20;
const BYTES_PER_SAMPLE = 8;
const BYTES_PER_CELL = 16;

/** Lines a window reaches beyond its cell's first: floor((step - window) / 2). */
function offset(step: number, window: number): number {
  return Math.floor((step - window) / 2);
}

/**
 * Samples of a node of the fringe search along an axis: its tile of 32 nodes sees at least four windows, so that the fringe of a
 * window is mostly that of others. Fringes up to 4 cycles a window are found (up to half a cycle a sample for windows up to 8).
 */
function nodeSize(window: number): number {
  return Math.max(1, Math.ceil(window / 8));
}

/** Shape of the result: only whole cells. */
export function windowGrid({ rows, columns, step }: WindowLayout): { rows: number; columns: number } {
  return { rows: Math.floor(rows / step.lines), columns: Math.floor(columns / step.samples) };
}

/** Lines that some rows of the result need, and the tiles of the fringe search that serve them. */
function linesOf(layout: WindowLayout, firstRow: number, rows: number) {
  const { step, window } = layout;
  const tileLines = TILE_STEP * nodeSize(window.lines);
  const marginLines = TILE_MARGIN * nodeSize(window.lines);
  const half = Math.floor((step.lines - 1) / 2);
  const lastRow = firstRow + rows - 1;
  const firstTile = Math.floor((firstRow * step.lines + half) / tileLines);
  const lastTile = Math.floor((lastRow * step.lines + half) / tileLines);
  const windowFirst = firstRow * step.lines + Math.min(0, offset(step.lines, window.lines));
  const windowEnd = lastRow * step.lines + Math.max(step.lines, offset(step.lines, window.lines) + window.lines);
  const first = Math.max(0, Math.min(windowFirst, firstTile * tileLines - marginLines));
  const end = Math.min(layout.rows, Math.max(windowEnd, (lastTile + 1) * tileLines + marginLines));
  return { first, count: end - first, firstTile, tiles: lastTile - firstTile + 1, tileLines };
}

/** Rows of the result whose lines fit the buffers; at least one. */
function rowsPerBlock(layout: WindowLayout, gpu: Gpu, wantedBytes: number): number {
  const { columns, step, window } = layout;
  const bytes = Math.min(wantedBytes, gpu.limits.maxStorageBufferBindingSize, gpu.limits.maxBufferSize);
  const lines = Math.floor(bytes / (columns * BYTES_PER_SAMPLE));
  const beside = window.lines + 2 * (TILE_STEP + TILE_MARGIN) * nodeSize(window.lines);
  const cells = Math.floor(bytes / (windowGrid(layout).columns * BYTES_PER_CELL));
  return Math.max(1, Math.min(Math.floor((lines - beside) / step.lines), cells));
}

/** Scaled samples, 0 in both parts where there is no data. */
function prepared(values: Float32Array<ArrayBuffer>, scale: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(values.length);
  for (let k = 0; k < values.length; k += 2) {
    const [re, im] = [values[k]! * scale, values[k + 1]! * scale];
    if (Number.isNaN(re) || Number.isNaN(im)) continue;
    samples[k] = re;
    samples[k + 1] = im;
  }
  return samples;
}

async function runBlock(
  gpu: Gpu,
  layout: WindowLayout,
  options: WindowOptions,
  block: { readonly firstRow: number; readonly rows: number; readonly lines: ReturnType<typeof linesOf> },
  pair: PairLines,
): Promise<WindowBlock> {
  const { step, window } = layout;
  const { firstRow, rows, lines } = block;
  const { columns } = windowGrid(layout);
  const tileSamples = TILE_STEP * nodeSize(window.samples);
  const tilesAcross = Math.ceil(layout.columns / tileSamples);
  using scope = gpu.scope('window coherence');
  const reference = scope.upload('reference', prepared(pair.reference, options.scale.reference));
  const secondary = scope.upload('secondary', prepared(pair.secondary, options.scale.secondary));
  const slopes = scope.allocate('fringes', tilesAcross * lines.tiles * 8);
  const cells = scope.allocate('cells', rows * columns * BYTES_PER_CELL);
  await scope.dispatch(fringeSlopeKernel, {
    params: {
      rows: lines.count,
      columns: layout.columns,
      first_line: lines.first,
      first_tile_row: lines.firstTile,
      tiles_across: tilesAcross,
      threshold: SIGNIFICANT_POWER * options.correlatedSamples,
    },
    buffers: { reference, secondary, slopes },
    overrides: { LINES_PER_NODE: nodeSize(window.lines), SAMPLES_PER_NODE: nodeSize(window.samples) },
    workgroups: [tilesAcross, lines.tiles],
  });
  await scope.dispatch(windowKernel, {
    params: {
      rows,
      columns,
      input_rows: lines.count,
      input_columns: layout.columns,
      first_row: firstRow,
      first_line: lines.first,
      step_lines: step.lines,
      step_samples: step.samples,
      window_lines: window.lines,
      window_samples: window.samples,
      offset_lines: offset(step.lines, window.lines),
      offset_samples: offset(step.samples, window.samples),
      first_tile_row: lines.firstTile,
      tiles_across: tilesAcross,
      tile_lines: lines.tileLines,
      tile_samples: tileSamples,
    },
    buffers: { reference, secondary, slopes, cells },
    workgroups: [Math.ceil(columns / 16), Math.ceil(rows / 4)],
  });
  const values = await scope.readFloat32(cells, rows * columns * 4);
  return unpack(values, firstRow, rows, options);
}

function unpack(values: Float32Array, firstRow: number, rows: number, { scale }: WindowOptions): WindowBlock {
  const cells = values.length / 4;
  const interferogram = new Float32Array(2 * cells).fill(Number.NaN);
  const raw = new Float32Array(cells).fill(Number.NaN);
  const counts = new Float32Array(cells);
  const back = 1 / (scale.reference * scale.secondary);
  for (let cell = 0; cell < cells; cell++) {
    counts[cell] = values[4 * cell + 3]!;
    if (counts[cell] === 0) continue;
    interferogram[2 * cell] = values[4 * cell]! * back;
    interferogram[2 * cell + 1] = values[4 * cell + 1]! * back;
    raw[cell] = values[4 * cell + 2]!;
  }
  return { firstRow, rows, interferogram, raw, counts };
}

/**
 * Coherence and mean interferogram over a window of samples, in blocks of lines that fit the GPU's buffers; the result does not
 * depend on the blocks.
 *
 * Fringes are removed with the slope of a tile some 16 windows large, and only where its peak in the spectrum is significant:
 * a slope fitted to the window itself would more than double the estimate where there is no coherence (64 samples).
 * @param readLines lines `first .. first + count` of both rasters
 * @throws SentryalError GPU_LIMIT_TOO_SMALL; the signal's reason when aborted
 */
export async function* windowCoherence(
  gpu: Gpu,
  layout: WindowLayout,
  options: WindowOptions,
  readLines: (first: number, count: number) => Promise<PairLines>,
): AsyncGenerator<WindowBlock> {
  const { rows } = windowGrid(layout);
  const perBlock = rowsPerBlock(layout, gpu, options.bufferBytes ?? BUFFER_BYTES);
  for (let firstRow = 0; firstRow < rows; firstRow += perBlock) {
    options.signal?.throwIfAborted();
    const count = Math.min(perBlock, rows - firstRow);
    const lines = linesOf(layout, firstRow, count);
    const pair = await readLines(lines.first, lines.count);
    yield await runBlock(gpu, layout, options, { firstRow, rows: count, lines }, pair);
  }
}

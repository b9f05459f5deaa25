import type { Gpu } from '../gpu/index.ts';
import type { CoherenceMap, Interferogram } from '../model/index.ts';
import type { SwathSpectrum } from '../speckle/index.ts';
import { estimateKernel } from './estimate.kernel.ts';
import { type CoherenceWindow, countWindowCells, removeBias, windowTables } from './window-cells.ts';

/** The window of the main job. */
export const DEFAULT_WINDOW: CoherenceWindow = { rows: 3, columns: 3 };

/** Cells around the window that its fringe is looked for in as well: 9 x 9 cells for a window of 3 x 3. */
export const FRINGE_MARGIN = 3;

export interface EstimateOptions {
  readonly window?: CoherenceWindow;
  /** Largest block of cells on the GPU, bytes. */
  readonly blockBytes?: number;
}

const BYTES_PER_CELL = 16;
const DEFAULT_BLOCK_BYTES = 64 * 2 ** 20;

/**
 * Estimates coherence over a window of cells of the unfiltered interferogram, block by block of rows. The local fringe is
 * removed where it is significant in the window and 3 cells around; the bias for the cells with data that the window has.
 * @throws SentryalError GPU_LIMIT_TOO_SMALL where a few rows of cells do not fit the adapter
 */
export async function estimateCoherence(
  gpu: Gpu,
  interferogram: Interferogram,
  spectrum: SwathSpectrum,
  { window = DEFAULT_WINDOW, blockBytes = DEFAULT_BLOCK_BYTES }: EstimateOptions = {},
): Promise<CoherenceMap> {
  const { grid } = interferogram;
  const { rows, columns } = grid;
  const cells = interferogram.cells as Float32Array<ArrayBuffer>;
  const { looks, zeroQuantiles } = windowTables(spectrum, grid, window);
  const before = Math.floor((window.rows - 1) / 2) + FRINGE_MARGIN;
  const after = Math.floor(window.rows / 2) + FRINGE_MARGIN;
  const limit = Math.min(blockBytes, gpu.limits.maxStorageBufferBindingSize);
  const rowsPerBlock = Math.max(1, Math.floor(limit / (columns * BYTES_PER_CELL)) - before - after);
  const raw = new Float32Array(rows * columns);
  for (let first = 0; first < rows; first += rowsPerBlock) {
    const end = Math.min(first + rowsPerBlock, rows);
    const from = Math.max(first - before, 0);
    const to = Math.min(end + after, rows);
    using scope = gpu.scope('coherence');
    const output = scope.allocate('coherence', (end - first) * columns * 4);
    await scope.dispatch(estimateKernel, {
      params: { rows: to - from, columns, first_row: first - from, output_rows: end - first },
      buffers: {
        cells: scope.upload('cells', cells.subarray(4 * from * columns, 4 * to * columns)),
        coherence: output,
      },
      overrides: { WINDOW_ROWS: window.rows, WINDOW_COLUMNS: window.columns, FRINGE_MARGIN },
      workgroups: [Math.ceil(columns / 16), Math.ceil((end - first) / 4)],
    });
    raw.set(await scope.readFloat32(output, (end - first) * columns), first * columns);
  }
  for (let cell = 0; cell < raw.length; cell++) if (raw[cell]! < 0) raw[cell] = NaN;
  const windowCells = countWindowCells(grid, cells, window);
  return {
    grid,
    raw,
    coherence: removeBias(raw, windowCells, looks),
    windowCells,
    windowLooks: looks,
    zeroQuantiles,
  };
}

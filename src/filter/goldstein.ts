import { SentryalError } from '../errors/index.ts';
import type { Gpu } from '../gpu/index.ts';
import { goldsteinKernel } from './goldstein.kernel.ts';

/** Cells from the start of one block of the filter to the next but one of the same parity. */
const BLOCK = 32;
const STEP = 16;

/** Largest band of rows on the GPU, bytes of its filtered phasors. */
const DEFAULT_BAND_BYTES = 64 * 2 ** 20;
const BYTES_PER_PHASOR = 8;

/** A wrapped interferogram and its coherence. Shapes (rows, columns). */
export interface FilterInput {
  readonly rows: number;
  readonly columns: number;
  /** Rad; NaN where there is no data. */
  readonly wrappedPhaseRad: Float32Array;
  /** 0..1; NaN where there is no data. */
  readonly coherence: Float32Array;
}

/** Blocks of one parity along an axis: starts at (2 k + parity - 1) · 16, as long as it holds a cell. */
function blocks(cells: number, parity: number): number {
  return Math.max(0, Math.ceil((cells - (parity - 1) * STEP) / BLOCK));
}

/**
 * Goldstein-Baran filter (Goldstein & Werner 1998; Baran et al. 2003): blocks of 32 x 32 cells, half overlapping, spectrum
 * weighted by its own smoothed magnitude to the power of strength · (1 - mean coherence of the block). Strength 0 is the
 * identity, and a linear fringe passes unchanged. The result guides unwrapping only: displacement comes from the
 * unfiltered phase.
 * @param strength largest exponent, 0..1
 * @param bandBytes bounds what is on the GPU at once: the raster is filtered in bands of rows, to the same bits
 * @returns filtered phase, rad in [-π, π], NaN where there is no data, shape (rows, columns)
 * @throws SentryalError FILTER_INPUT_INVALID, GPU_LIMIT_TOO_SMALL where 96 rows do not fit the adapter
 */
export async function goldsteinFilter(
  gpu: Gpu,
  { rows, columns, wrappedPhaseRad, coherence }: FilterInput,
  strength = 1,
  bandBytes = DEFAULT_BAND_BYTES,
): Promise<Float32Array<ArrayBuffer>> {
  const cells = rows * columns;
  if (!(cells > 0) || wrappedPhaseRad.length !== cells || coherence.length !== cells) {
    const reason = `phase ${wrappedPhaseRad.length} and coherence ${coherence.length} for ${rows} x ${columns} cells`;
    throw new SentryalError('FILTER_INPUT_INVALID', { reason });
  }
  if (!(strength >= 0 && strength <= 1))
    throw new SentryalError('FILTER_INPUT_INVALID', { reason: `strength ${strength} is not in 0..1` });
  const isData = (cell: number): boolean =>
    Number.isFinite(wrappedPhaseRad[cell]!) && Number.isFinite(coherence[cell]!);
  const limit = Math.min(bandBytes, gpu.limits.maxStorageBufferBindingSize);
  // Blocks start at multiples of 16 rows: of a band that starts at a multiple of 32, with a block more to each side, every
  // cell is in the same blocks as in the whole raster.
  const bandRows = Math.max(1, Math.floor(limit / (columns * BYTES_PER_PHASOR) / BLOCK) - 2) * BLOCK;
  const result = new Float32Array(cells).fill(Number.NaN);
  for (let first = 0; first < rows; first += bandRows) {
    const end = Math.min(first + bandRows, rows);
    const from = Math.max(first - BLOCK, 0);
    const to = Math.min(end + BLOCK, rows);
    const [begin, stop] = [from * columns, to * columns];
    using scope = gpu.scope('filter');
    const mark = (values: Float32Array, of: (value: number) => number, none: number): Float32Array<ArrayBuffer> =>
      Float32Array.from(values.subarray(begin, stop), (value, k) => (isData(begin + k) ? of(value) : none));
    const phases = scope.upload(
      'wrapped phase',
      mark(wrappedPhaseRad, (phase) => phase, 0),
    );
    const marked = scope.upload(
      'coherence',
      mark(coherence, (value) => Math.max(value, 0), -1),
    );
    const filtered = scope.allocate('filtered phasors', (stop - begin) * BYTES_PER_PHASOR);
    for (const parity_row of [0, 1])
      for (const parity_column of [0, 1])
        await scope.dispatch(goldsteinKernel, {
          params: { rows: to - from, columns, parity_row, parity_column, strength },
          buffers: { phases, coherence: marked, filtered },
          workgroups: [blocks(columns, parity_column), blocks(to - from, parity_row)],
        });
    const phasors = await scope.readFloat32(filtered, 2 * (stop - begin));
    for (let cell = first * columns; cell < end * columns; cell++)
      if (isData(cell)) result[cell] = Math.atan2(phasors[2 * (cell - begin) + 1]!, phasors[2 * (cell - begin)]!);
  }
  return result;
}

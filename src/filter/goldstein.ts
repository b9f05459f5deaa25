import { SentryalError } from '../errors/index.ts';
import type { Gpu } from '../gpu/index.ts';
import { goldsteinKernel } from './goldstein.kernel.ts';

/** Cells from the start of one block of the filter to the next but one of the same parity. */
const BLOCK = 32;
const STEP = 16;

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
 * @returns filtered phase, rad in [-π, π], NaN where there is no data, shape (rows, columns)
 * @throws SentryalError FILTER_INPUT_INVALID, GPU_LIMIT_TOO_SMALL
 */
export async function goldsteinFilter(
  gpu: Gpu,
  { rows, columns, wrappedPhaseRad, coherence }: FilterInput,
  strength = 1,
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
  using scope = gpu.scope('filter');
  const phases = scope.upload(
    'wrapped phase',
    Float32Array.from(wrappedPhaseRad, (phase, cell) => (isData(cell) ? phase : 0)),
  );
  const marked = scope.upload(
    'coherence',
    Float32Array.from(coherence, (value, cell) => (isData(cell) ? Math.max(value, 0) : -1)),
  );
  const filtered = scope.allocate('filtered phasors', cells * 8);
  for (const parity_row of [0, 1])
    for (const parity_column of [0, 1])
      await scope.dispatch(goldsteinKernel, {
        params: { rows, columns, parity_row, parity_column, strength },
        buffers: { phases, coherence: marked, filtered },
        workgroups: [blocks(columns, parity_column), blocks(rows, parity_row)],
      });
  const phasors = await scope.readFloat32(filtered, 2 * cells);
  return Float32Array.from(wrappedPhaseRad, (_, cell) =>
    isData(cell) ? Math.atan2(phasors[2 * cell + 1]!, phasors[2 * cell]!) : Number.NaN,
  );
}

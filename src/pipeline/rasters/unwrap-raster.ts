import { goldsteinFilter } from '../../filter/index.ts';
import type { Gpu } from '../../gpu/index.ts';
import type { LookGrid } from '../../model/index.ts';
import { type UnwrapDiagnostics, type UnwrapOptions, unwrap } from '../../unwrap/index.ts';

/** Wrapped phase and coherence on any grid. Shapes (rows, columns). */
export interface UnwrapPlanes {
  readonly rows: number;
  readonly columns: number;
  /** Rad in [-π, π]; NaN where there is no data. */
  readonly wrappedPhaseRad: Float32Array;
  /** 0..1, bias removed; NaN where there is no data. */
  readonly coherence: Float32Array;
  /** Effective number of independent looks of the phase. */
  readonly effectiveLooks: number;
  /** Strength of the filter that makes the guide, 0..1; 0: no guide. */
  readonly guideStrength: number;
}

/** What unwrapping gives. Shapes (rows, columns). */
export interface UnwrappedPlanes {
  /** Rad, congruent with the wrapped phase; NaN where there is no data. */
  readonly phaseRad: Float32Array<ArrayBuffer>;
  /** 0: none; from 1: connected components, largest first. */
  readonly components: Int32Array<ArrayBuffer>;
  /** 1: another number of cycles is nearly as likely; 0: not; `NO_FLAG` where there is no data. */
  readonly ambiguous: Uint8Array<ArrayBuffer>;
  readonly diagnostics: UnwrapDiagnostics;
}

/** Stands in a plane of flags where there is no data. */
export const NO_FLAG = 255;

/** Unwrapping needs a grid for its shape alone: the raster's own place does not matter. */
function gridOf(rows: number, columns: number): LookGrid {
  const radarGrid = { epochDay: 0, firstLineTimeS: 0, lineIntervalS: 1, nearRangeM: 0, rangeSpacingM: 1 };
  return { radarGrid, looks: { azimuth: 1, range: 1 }, firstLine: 0, firstSample: 0, rows, columns };
}

/**
 * Unwraps plain planes, guided by their filtered phase.
 * @throws SentryalError UNWRAP_INPUT_INVALID, FILTER_INPUT_INVALID, GPU_LIMIT_TOO_SMALL; the signal's reason when aborted
 */
export async function unwrapRaster(gpu: Gpu, planes: UnwrapPlanes, options: UnwrapOptions): Promise<UnwrappedPlanes> {
  const { rows, columns, wrappedPhaseRad, coherence, effectiveLooks, guideStrength } = planes;
  const guide = guideStrength > 0 ? { guidePhaseRad: await goldsteinFilter(gpu, planes, guideStrength) } : {};
  const { unwrapped, diagnostics } = await unwrap(
    gpu,
    { grid: gridOf(rows, columns), wrappedPhaseRad, ...guide, coherence, effectiveLooks },
    options,
  );
  return {
    phaseRad: Float32Array.from(unwrapped.phaseRad),
    components: Int32Array.from(unwrapped.components),
    ambiguous: Uint8Array.from(unwrapped.ambiguous, (flag, cell) =>
      Number.isNaN(unwrapped.phaseRad[cell]!) ? NO_FLAG : flag,
    ),
    diagnostics,
  };
}

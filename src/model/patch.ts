import type { GridWindow } from './grid.ts';

/**
 * Both dates at full resolution on the reference's pixels of a placement's window. Shapes (lines, samples, 2), float
 * I, Q; both 0 where either has no data.
 */
export interface FullResolutionPatch {
  readonly window: GridWindow;
  readonly reference: Float32Array;
  /** Times e^{+j topographic and flat-earth phase}: arg(reference · conj(secondary)) is the flattened phase. */
  readonly secondary: Float32Array;
}

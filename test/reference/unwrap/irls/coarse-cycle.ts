import type { Edges } from '../edges.ts';
import { vCycle } from './v-cycle.ts';

/** What a cycle that begins at a coarse level gives to the level above: the same as for any level. */
export function coarseCycle(
  rows: number,
  columns: number,
  b: ArrayLike<number>,
  weight: Edges,
  overCorrection: number,
): Float64Array {
  return vCycle(rows, columns, b, weight, overCorrection);
}

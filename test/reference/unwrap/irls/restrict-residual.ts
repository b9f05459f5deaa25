import { applyOperator } from './apply-operator.ts';
import type { Edges } from '../edges.ts';

/** b - A u summed over 2 x 2 cells. */
export function restrictResidual(
  rows: number,
  columns: number,
  b: ArrayLike<number>,
  u: ArrayLike<number>,
  weight: Edges,
): Float64Array {
  const coarseColumns = Math.ceil(columns / 2);
  const coarse = new Float64Array(Math.ceil(rows / 2) * coarseColumns);
  applyOperator(rows, columns, u, weight).forEach((value, cell) => {
    const parent = Math.floor(Math.floor(cell / columns) / 2) * coarseColumns + Math.floor((cell % columns) / 2);
    coarse[parent]! += b[cell]! - value;
  });
  return coarse;
}

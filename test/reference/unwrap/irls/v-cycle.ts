import { coarsenWeight } from './coarsen-weight.ts';
import type { Edges } from '../edges.ts';
import { restrictResidual } from './restrict-residual.ts';
import { smoothFromZero } from './smooth-from-zero.ts';
import { smoothHalf } from './smooth-half.ts';

/** One symmetric V(1,1) cycle for A u = b from u = 0, down to a single cell. */
export function vCycle(
  rows: number,
  columns: number,
  b: ArrayLike<number>,
  weight: Edges,
  overCorrection = 1.6,
): Float64Array {
  let u = smoothFromZero(rows, columns, b, weight);
  if (rows * columns === 1) return u;
  const coarse = vCycle(
    Math.ceil(rows / 2),
    Math.ceil(columns / 2),
    restrictResidual(rows, columns, b, u, weight),
    coarsenWeight(rows, columns, weight),
    overCorrection,
  );
  u = smoothHalf(rows, columns, b, weight, u, 1, overCorrection, coarse);
  return smoothHalf(rows, columns, b, weight, u, 0);
}

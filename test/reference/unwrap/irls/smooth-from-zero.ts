import type { Edges } from '../edges.ts';
import { smoothHalf } from './smooth-half.ts';

/** One red-black Gauss-Seidel sweep of A u = b from u = 0. */
export function smoothFromZero(rows: number, columns: number, b: ArrayLike<number>, weight: Edges): Float64Array {
  const red = smoothHalf(rows, columns, b, weight, new Float64Array(rows * columns), 0);
  return smoothHalf(rows, columns, b, weight, red, 1);
}

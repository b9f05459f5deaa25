import { type Edges, forEachEdge } from '../edges.ts';

/**
 * Solves the cells of one colour ((row + column) mod 2) of A u = b from their neighbours
 * u_n + overCorrection · coarse_n; the others keep their value.
 */
export function smoothHalf(
  rows: number,
  columns: number,
  b: ArrayLike<number>,
  weight: Edges,
  u: ArrayLike<number>,
  colour: number,
  overCorrection = 0,
  coarseU: ArrayLike<number> = [],
): Float64Array {
  const coarseColumns = Math.ceil(columns / 2);
  const corrected = Float64Array.from(u, (value, cell) => {
    const parent = Math.floor(Math.floor(cell / columns) / 2) * coarseColumns + Math.floor((cell % columns) / 2);
    return overCorrection === 0 ? value : value + overCorrection * coarseU[parent]!;
  });
  const diagonal = new Float64Array(rows * columns);
  const sum = Float64Array.from(b);
  forEachEdge(rows, columns, weight, (tail, head, w) => {
    diagonal[tail]! += w;
    diagonal[head]! += w;
    sum[tail]! += w * corrected[head]!;
    sum[head]! += w * corrected[tail]!;
  });
  return Float64Array.from(u, (value, cell) => {
    if ((Math.floor(cell / columns) + (cell % columns)) % 2 !== colour) return value;
    return diagonal[cell]! > 0 ? sum[cell]! / diagonal[cell]! : 0;
  });
}

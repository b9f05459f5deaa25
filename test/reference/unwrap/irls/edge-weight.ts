import type { Edges } from '../edges.ts';

/** w = cost · (delta² / (r² + delta²))^(1 - exponent / 2), r = u_head - u_tail - gradient. */
export function edgeWeight(
  rows: number,
  columns: number,
  u: ArrayLike<number>,
  gradient: Edges,
  cost: Edges,
  deltaRad: number,
  exponent: number,
): { x: Float64Array; y: Float64Array } {
  const scale = (r: number): number => (deltaRad ** 2 / (r ** 2 + deltaRad ** 2)) ** (1 - exponent / 2);
  const x = new Float64Array(rows * columns);
  const y = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (column + 1 < columns) x[cell] = cost.x[cell]! * scale(u[cell + 1]! - u[cell]! - gradient.x[cell]!);
      if (row + 1 < rows) y[cell] = cost.y[cell]! * scale(u[cell + columns]! - u[cell]! - gradient.y[cell]!);
    }
  return { x, y };
}

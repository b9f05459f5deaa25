import type { Edges } from './edges.ts';

/** w = cost · delta / sqrt(r² + delta²), r = u_head - u_tail - gradient. */
export function edgeWeight(
  rows: number,
  columns: number,
  u: ArrayLike<number>,
  gradient: Edges,
  cost: Edges,
  deltaRad: number,
): { x: Float64Array; y: Float64Array } {
  const x = new Float64Array(rows * columns);
  const y = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (column + 1 < columns)
        x[cell] = (cost.x[cell]! * deltaRad) / Math.hypot(u[cell + 1]! - u[cell]! - gradient.x[cell]!, deltaRad);
      if (row + 1 < rows)
        y[cell] = (cost.y[cell]! * deltaRad) / Math.hypot(u[cell + columns]! - u[cell]! - gradient.y[cell]!, deltaRad);
    }
  return { x, y };
}

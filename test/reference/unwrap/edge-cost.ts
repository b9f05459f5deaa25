import type { Edges } from './edges.ts';

/** Cost of one cycle across each edge: statistical weight times agreement with the slope of the 7 x 7 edges around. */
export function edgeCost(
  rows: number,
  columns: number,
  gradient: Edges,
  coherence: ArrayLike<number>,
  effectiveLooks: number,
): Edges {
  const variance = (cell: number): number => {
    const squared = Math.max(coherence[cell]! ** 2, 1e-3);
    return Math.min((1 - squared) / (2 * effectiveLooks * squared), Math.PI ** 2 / 3) + 0.02;
  };
  const cost = (axis: 'x' | 'y', row: number, column: number): number => {
    const edges = gradient[axis];
    const step = axis === 'x' ? 1 : columns;
    const hasHead = (r: number, c: number): boolean => (axis === 'x' ? c + 1 < columns : r + 1 < rows);
    if (!hasHead(row, column)) return 0;
    const cell = row * columns + column;
    if (coherence[cell]! < 0 || coherence[cell + step]! < 0) return 1e-4;
    let real = 0;
    let imaginary = 0;
    for (let r = row - 3; r <= row + 3; r++)
      for (let c = column - 3; c <= column + 3; c++) {
        if (r < 0 || c < 0 || r >= rows || c >= columns || !hasHead(r, c)) continue;
        const tail = r * columns + c;
        const weight = Math.max(coherence[tail]!, 0) * Math.max(coherence[tail + step]!, 0);
        real += weight * (Math.cos(edges[tail]!) + 0.15);
        imaginary += weight * Math.sin(edges[tail]!);
      }
    const agreement = Math.max(1 - Math.abs(edges[cell]! - Math.atan2(imaginary, real)) / Math.PI, 0.05);
    return Math.max((0.04 / (variance(cell) + variance(cell + step))) * agreement, 1e-4);
  };
  const x = new Float64Array(rows * columns);
  const y = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      x[row * columns + column] = cost('x', row, column);
      y[row * columns + column] = cost('y', row, column);
    }
  return { x, y };
}

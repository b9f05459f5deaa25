/** A value on the two edges that leave each cell: to the right (x) and down (y). Shapes (rows, columns). */
export interface Edges {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Calls `visit(tail, head, value)` for each edge inside the grid. */
export function forEachEdge(
  rows: number,
  columns: number,
  edges: Edges,
  visit: (tail: number, head: number, value: number) => void,
): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (column + 1 < columns) visit(cell, cell + 1, edges.x[cell]!);
      if (row + 1 < rows) visit(cell, cell + columns, edges.y[cell]!);
    }
}

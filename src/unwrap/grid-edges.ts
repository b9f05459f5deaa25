/** A value on the two edges that leave each cell: to the right (x) and down (y). Shapes (rows, columns). */
export interface GridEdges<T = Float32Array> {
  readonly x: T;
  readonly y: T;
}

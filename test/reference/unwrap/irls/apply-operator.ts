import { type Edges, forEachEdge } from '../edges.ts';

/** (A p)_i = sum over neighbours of w (p_i - p_n). */
export function applyOperator(rows: number, columns: number, p: ArrayLike<number>, weight: Edges): Float64Array {
  const q = new Float64Array(rows * columns);
  forEachEdge(rows, columns, weight, (tail, head, w) => {
    q[tail]! += w * (p[tail]! - p[head]!);
    q[head]! += w * (p[head]! - p[tail]!);
  });
  return q;
}

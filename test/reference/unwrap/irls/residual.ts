import { type Edges, forEachEdge } from '../edges.ts';

/** div(w gradient) - div(w grad u). */
export function residual(rows: number, columns: number, u: ArrayLike<number>, gradient: Edges, weight: Edges) {
  const out = new Float64Array(rows * columns);
  const gradients = [gradient.x, gradient.y] as const;
  forEachEdge(rows, columns, weight, (tail, head, w) => {
    const flow = w * (gradients[head === tail + 1 && columns > 1 ? 0 : 1][tail]! - (u[head]! - u[tail]!));
    out[head]! += flow;
    out[tail]! -= flow;
  });
  return out;
}

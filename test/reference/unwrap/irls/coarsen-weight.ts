import { type Edges, forEachEdge } from '../edges.ts';

/** Galerkin edge weights of 2 x 2 aggregation: each fine edge whose ends lie in different aggregates adds to theirs. */
export function coarsenWeight(rows: number, columns: number, fine: Edges) {
  const coarseRows = Math.ceil(rows / 2);
  const coarseColumns = Math.ceil(columns / 2);
  const x = new Float64Array(coarseRows * coarseColumns);
  const y = new Float64Array(coarseRows * coarseColumns);
  const aggregate = (cell: number): { row: number; column: number } => ({
    row: Math.floor(Math.floor(cell / columns) / 2),
    column: Math.floor((cell % columns) / 2),
  });
  forEachEdge(rows, columns, fine, (tail, head, weight) => {
    const from = aggregate(tail);
    const to = aggregate(head);
    const index = from.row * coarseColumns + from.column;
    if (to.column > from.column) x[index]! += weight;
    else if (to.row > from.row) y[index]! += weight;
  });
  return { x, y };
}

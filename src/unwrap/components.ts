/** Whether the edge that leaves a cell to the right (`x`) or down (`y`) joins its two cells. */
export type Joins = (axis: 'x' | 'y', tail: number) => boolean;

/** Connected components, largest first. */
export interface Components {
  /** Shape (rows, columns): 0 none, from 1 by falling size. */
  readonly labels: Int32Array;
  /** Cells of component 1, 2, … */
  readonly sizes: readonly number[];
}

/**
 * Labels the cells that `member` marks, joined where `joins` says so; components smaller than `minimumCells` get 0.
 * Of two components of the same size the one met first in row order comes first.
 */
export function labelComponents(
  rows: number,
  columns: number,
  member: Uint8Array,
  joins: Joins,
  minimumCells: number,
): Components {
  const labels = new Int32Array(rows * columns);
  const stack = new Int32Array(rows * columns);
  const sizes: number[] = [];
  for (let seed = 0; seed < labels.length; seed++) {
    if (!member[seed] || labels[seed] !== 0) continue;
    const label = sizes.length + 1;
    let size = 0;
    let depth = 0;
    const take = (cell: number): void => {
      if (!member[cell] || labels[cell] !== 0) return;
      labels[cell] = label;
      stack[depth++] = cell;
      size++;
    };
    take(seed);
    while (depth > 0) {
      const cell = stack[--depth]!;
      const column = cell % columns;
      if (column + 1 < columns && joins('x', cell)) take(cell + 1);
      if (column > 0 && joins('x', cell - 1)) take(cell - 1);
      if (cell + columns < labels.length && joins('y', cell)) take(cell + columns);
      if (cell >= columns && joins('y', cell - columns)) take(cell - columns);
    }
    sizes.push(size);
  }
  const order = sizes
    .map((size, index) => ({ size, index }))
    .filter(({ size }) => size >= minimumCells)
    .toSorted((a, b) => b.size - a.size || a.index - b.index);
  const rank = new Int32Array(sizes.length + 1);
  order.forEach(({ index }, position) => {
    rank[index + 1] = position + 1;
  });
  return { labels: labels.map((label) => rank[label]!), sizes: order.map(({ size }) => size) };
}

/**
 * Gives each cell without data the phase of the nearest cell with data (by steps along the grid), so that two banks
 * meet in the middle of a gap with the phase difference that lies between them.
 * @param phaseRad shape (rows, columns)
 * @param valid shape (rows, columns): 1 where there is data
 */
export function fillNoData(
  rows: number,
  columns: number,
  phaseRad: Float32Array,
  valid: Uint8Array,
): Float32Array<ArrayBuffer> {
  const filled = new Float32Array(rows * columns);
  const reached = Uint8Array.from(valid);
  const queue = new Int32Array(rows * columns);
  let end = 0;
  for (let cell = 0; cell < filled.length; cell++) {
    if (!valid[cell]) continue;
    filled[cell] = phaseRad[cell]!;
    queue[end++] = cell;
  }
  const visit = (cell: number, phase: number): void => {
    if (reached[cell]) return;
    reached[cell] = 1;
    filled[cell] = phase;
    queue[end++] = cell;
  };
  for (let start = 0; start < end; start++) {
    const cell = queue[start]!;
    const column = cell % columns;
    const phase = filled[cell]!;
    if (column > 0) visit(cell - 1, phase);
    if (column + 1 < columns) visit(cell + 1, phase);
    if (cell >= columns) visit(cell - columns, phase);
    if (cell + columns < filled.length) visit(cell + columns, phase);
  }
  return filled;
}

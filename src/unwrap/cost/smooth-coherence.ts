/**
 * Root mean square of coherence over 3 x 3 cells: coherence estimated from few looks scatters, and a cell that came out
 * low by chance would lead cuts through it.
 * @param coherence 0..1; below 0 where there is no data. Shape (rows, columns)
 * @returns the same, -1 where there is no data
 */
export function smoothCoherence(rows: number, columns: number, coherence: Float32Array): Float32Array<ArrayBuffer> {
  const smoothed = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (coherence[cell]! < 0) {
        smoothed[cell] = -1;
        continue;
      }
      let sum = 0;
      let count = 0;
      for (let r = Math.max(row - 1, 0); r <= Math.min(row + 1, rows - 1); r++)
        for (let c = Math.max(column - 1, 0); c <= Math.min(column + 1, columns - 1); c++) {
          const value = coherence[r * columns + c]!;
          if (value < 0) continue;
          sum += value * value;
          count++;
        }
      smoothed[cell] = Math.sqrt(sum / count);
    }
  return smoothed;
}

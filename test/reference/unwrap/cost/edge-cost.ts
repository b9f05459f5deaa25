import type { Edges } from '../edges.ts';

/** A table of log likelihood: rows are coherence (bin + 1/2) / bins, columns differences from -4π to 4π. */
export interface LikelihoodTable {
  readonly bins: number;
  readonly steps: number;
  readonly values: ArrayLike<number>;
}

/** Log likelihood between the entries of the table. */
function likelihood({ bins, steps, values }: LikelihoodTable, coherence: number, differenceRad: number): number {
  const bin = Math.min(Math.max(coherence * bins - 0.5, 0), bins - 1);
  const step = Math.min(Math.max((differenceRad / (8 * Math.PI) + 0.5) * (steps - 1), 0), steps - 1);
  let sum = 0;
  for (let b = 0; b < bins; b++)
    for (let s = 0; s < steps; s++) {
      const weight = Math.max(1 - Math.abs(bin - b), 0) * Math.max(1 - Math.abs(step - s), 0);
      if (weight > 0) sum += weight * values[b * steps + s]!;
    }
  return sum;
}

/** Costs of one cycle more and one less across the edges of an axis, nats: by how much they are less likely. */
export function edgeCost(
  [rows, columns]: readonly [number, number],
  axis: 'x' | 'y',
  gradient: ArrayLike<number>,
  guideGradient: ArrayLike<number>,
  coherence: ArrayLike<number>,
  table: LikelihoodTable,
): { up: Edges['x']; down: Edges['x'] } {
  const stride = axis === 'x' ? 1 : columns;
  const hasHead = (r: number, c: number): boolean => (axis === 'x' ? c + 1 < columns : r + 1 < rows);
  const up = new Float64Array(rows * columns);
  const down = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!hasHead(row, column)) continue;
      const cell = row * columns + column;
      const lower = Math.min(coherence[cell]!, coherence[cell + stride]!);
      if (lower < 0) {
        up[cell] = 0.01;
        down[cell] = 0.01;
        continue;
      }
      let real = 0;
      let imaginary = 0;
      for (let r = row - 2; r <= row + 2; r++)
        for (let c = column - 2; c <= column + 2; c++) {
          if (r < 0 || c < 0 || r >= rows || c >= columns || !hasHead(r, c)) continue;
          const tail = r * columns + c;
          const weight = Math.max(coherence[tail]!, 0) * Math.max(coherence[tail + stride]!, 0);
          real += weight * (Math.cos(guideGradient[tail]!) + 0.15);
          imaginary += weight * Math.sin(guideGradient[tail]!);
        }
      const difference = gradient[cell]! - Math.atan2(imaginary, real);
      const here = likelihood(table, lower, difference);
      up[cell] = Math.max(here - likelihood(table, lower, difference + 2 * Math.PI), 0.01);
      down[cell] = Math.max(here - likelihood(table, lower, difference - 2 * Math.PI), 0.01);
    }
  return { up, down };
}

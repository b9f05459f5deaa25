import type { Interferogram } from '../model/index.ts';

/** Wrapped phase of each cell, rad in [-π, π]; NaN where there is no data. Shape (rows, columns). */
export function wrappedPhase(interferogram: Interferogram): Float32Array<ArrayBuffer> {
  const { grid, cells } = interferogram;
  const phase = new Float32Array(grid.rows * grid.columns);
  for (let i = 0; i < phase.length; i++)
    phase[i] = cells[4 * i + 2]! > 0 ? Math.atan2(cells[4 * i + 1]!, cells[4 * i]!) : NaN;
  return phase;
}

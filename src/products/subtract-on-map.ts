import { demHeight } from '../geometry/index.ts';
import type { Dem } from '../model/index.ts';
import { type MapGrid, mapPosition } from './map-grid.ts';

/** A quantity by place. */
export interface OnMap {
  /** In the raster's unit; NaN where it is not known. */
  readonly valueAt: (latitudeDeg: number, longitudeDeg: number, heightM: number) => number;
  /** False where the height may be left out: it takes most of the time. */
  readonly needsHeight: boolean;
}

/** A raster less a quantity, pixel by pixel, heights from the DEM; NaN stays NaN. Shape (rows, columns) of the map. */
export function subtractOnMap(
  raster: Float32Array<ArrayBuffer>,
  map: MapGrid,
  dem: Dem,
  { valueAt, needsHeight }: OnMap,
): Float32Array<ArrayBuffer> {
  return raster.map((value, k) => {
    if (Number.isNaN(value)) return value;
    const { latitudeDeg, longitudeDeg } = mapPosition(map, Math.floor(k / map.columns), k % map.columns);
    return value - valueAt(latitudeDeg, longitudeDeg, needsHeight ? demHeight(dem, longitudeDeg, latitudeDeg) : 0);
  });
}

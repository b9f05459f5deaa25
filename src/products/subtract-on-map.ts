import type { MapStrip } from './map-strip.ts';

/** A quantity by place. */
export interface OnMap {
  /** In the raster's unit; NaN where it is not known. */
  readonly valueAt: (latitudeDeg: number, longitudeDeg: number, heightM: number) => number;
}

/** Lines of a raster less a quantity, pixel by pixel; NaN stays NaN. Shape (rows, columns) of the strip. */
export function subtractOnMap(
  raster: Float32Array<ArrayBuffer>,
  { map, rows, heightsM, placesOf }: MapStrip,
  { valueAt }: OnMap,
): Float32Array<ArrayBuffer> {
  const out = raster.slice();
  for (let row = 0, at = 0; row < rows; row++) {
    const place = placesOf(row);
    for (let column = 0; column < map.columns; column++, at++) {
      if (Number.isNaN(raster[at]!)) continue;
      const [longitudeDeg, latitudeDeg] = place(column);
      out[at] = raster[at]! - valueAt(latitudeDeg, longitudeDeg, heightsM[at]!);
    }
  }
  return out;
}

import type { BoundingBox } from '../model/index.ts';
import { degToRad } from '../units/index.ts';

/** A north-up grid in EPSG:4326. */
export interface MapGrid {
  readonly rows: number;
  readonly columns: number;
  /** Upper left corner of the upper left pixel, degrees; longitudes east of the antimeridian go on beyond 180. */
  readonly north: number;
  readonly west: number;
  readonly pixelLatitudeDeg: number;
  readonly pixelLongitudeDeg: number;
}

/** Metres per degree of latitude on the sphere of the mean radius: pixel sizes are nominal. */
const METRES_PER_DEGREE = 111_195;

/** The grid of a bounding box with pixels of about `spacingM`, whole pixels, anchored at its north-west corner. */
export function mapGrid(bbox: BoundingBox, spacingM: number): MapGrid {
  const east = bbox.east <= bbox.west ? bbox.east + 360 : bbox.east;
  const middle = degToRad((bbox.north + bbox.south) / 2);
  const pixelLatitudeDeg = spacingM / METRES_PER_DEGREE;
  const pixelLongitudeDeg = pixelLatitudeDeg / Math.max(Math.cos(middle), 0.05);
  return {
    rows: Math.max(1, Math.ceil((bbox.north - bbox.south) / pixelLatitudeDeg)),
    columns: Math.max(1, Math.ceil((east - bbox.west) / pixelLongitudeDeg)),
    north: bbox.north,
    west: bbox.west,
    pixelLatitudeDeg,
    pixelLongitudeDeg,
  };
}

/** WGS84 position of a pixel's middle. */
export function mapPosition(grid: MapGrid, row: number, column: number): { latitudeDeg: number; longitudeDeg: number } {
  return {
    latitudeDeg: grid.north - (row + 0.5) * grid.pixelLatitudeDeg,
    longitudeDeg: grid.west + (column + 0.5) * grid.pixelLongitudeDeg,
  };
}

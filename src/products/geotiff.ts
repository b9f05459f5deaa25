import type { MapGrid } from './map-grid.ts';
import { type TiffField, type TiffImage, asciiField, writeTiff } from './tiff-file.ts';

/** GeoTIFF keys and TIFF tags used below (OGC GeoTIFF 1.1, section 7). */
const GEOGRAPHIC_MODEL = 2;
const PIXEL_IS_AREA = 1;
const WGS84_EPSG = 4326;
const TAG = {
  description: 270,
  pixelScale: 33_550,
  tiePoints: 33_922,
  geoKeys: 34_735,
  gdalNoData: 42_113,
} as const;

/** What a raster says of itself. */
export interface RasterDescription {
  readonly title: string;
  readonly unit: string;
}

/** A place of an image, counted from the upper left corner of its upper left pixel, and where that is on WGS84. */
export interface TiePoint {
  readonly column: number;
  readonly row: number;
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  readonly heightM: number;
}

const GEO_KEYS: TiffField = {
  tag: TAG.geoKeys,
  type: 'short',
  // Version 1.1.0, three keys; each: id, 0 for a value in place, count, value.
  values: [
    ...[1, 1, 0, 3],
    ...[1024, 0, 1, GEOGRAPHIC_MODEL],
    ...[1025, 0, 1, PIXEL_IS_AREA],
    ...[2048, 0, 1, WGS84_EPSG],
  ],
};

function words({ title, unit }: RasterDescription): TiffField[] {
  return [asciiField(TAG.description, `${title} (${unit})`), asciiField(TAG.gdalNoData, 'nan')];
}

function double(tag: number, ...values: number[]): TiffField {
  return { tag, type: 'double', values };
}

/**
 * Writes one raster on a map grid as GeoTIFF in EPSG:4326, NaN as no data.
 * @throws SentryalError PRODUCT_TOO_LARGE, PRODUCT_UNWRITABLE; the signal's reason when aborted
 */
export function writeMapRaster(
  path: string,
  image: Pick<TiffImage, 'values' | 'isComplex'>,
  map: MapGrid,
  description: RasterDescription,
  signal?: AbortSignal,
): Promise<void> {
  const { rows, columns } = map;
  const fields = [
    ...words(description),
    double(TAG.pixelScale, map.pixelLongitudeDeg, map.pixelLatitudeDeg, 0),
    double(TAG.tiePoints, 0, 0, 0, map.west, map.north, 0),
    GEO_KEYS,
  ];
  return writeTiff(path, { ...image, rows, columns }, fields, signal);
}

/** Writes one float32 raster on a map grid. */
export function writeGeotiff(
  path: string,
  values: Float32Array<ArrayBuffer>,
  map: MapGrid,
  description: RasterDescription,
): Promise<void> {
  return writeMapRaster(path, { values, isComplex: false }, map, description);
}

/**
 * Writes one raster in radar geometry (rows: azimuth lines, columns: range), NaN as no data, with tie points to EPSG:4326
 * as ESA's own measurement files have them; without tie points it has no place.
 * @throws SentryalError PRODUCT_TOO_LARGE, PRODUCT_UNWRITABLE; the signal's reason when aborted
 */
export function writeRadarRaster(
  path: string,
  image: TiffImage,
  tiePoints: readonly TiePoint[],
  description: RasterDescription,
  signal?: AbortSignal,
): Promise<void> {
  const places = tiePoints.flatMap((point) => [
    ...[point.column, point.row, 0],
    ...[point.longitudeDeg, point.latitudeDeg, point.heightM],
  ]);
  const placed = places.length > 0 ? [double(TAG.tiePoints, ...places), GEO_KEYS] : [];
  return writeTiff(path, image, [...words(description), ...placed], signal);
}

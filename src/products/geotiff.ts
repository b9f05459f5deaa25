import { type CogHead, type WrittenRaster, createCog } from './cog/cog.ts';
import { type MapGrid, isGeographic } from './map-grid.ts';
import type { RasterWords } from './raster-tags.ts';
import type { TiffField } from './tiff-file.ts';

/** GeoTIFF keys and TIFF tags used below (OGC GeoTIFF 1.1, section 7). */
const PROJECTED_MODEL = 1;
const GEOGRAPHIC_MODEL = 2;
const PIXEL_IS_AREA = 1;
const WGS84_EPSG = 4326;
const METRE = 9001;
const KEY = { model: 1024, rasterType: 1025, geographic: 2048, projected: 3072, linearUnit: 3076 } as const;
const TAG = { pixelScale: 33_550, tiePoints: 33_922, geoKeys: 34_735 } as const;

/** Lines are written in parts of this many values. */
const PART_VALUES = 2 ** 22;

/** What a raster says of itself. */
export type RasterDescription = Pick<RasterWords, 'title' | 'unit' | 'metadata' | 'software' | 'copyright'>;

/** An image of float32 or of pairs of them (complex64: real and imaginary part). Shape (rows, columns[, 2]). */
export interface FloatImage {
  readonly rows: number;
  readonly columns: number;
  readonly isComplex: boolean;
  readonly values: Float32Array<ArrayBuffer>;
}

/** A place of an image, counted from the upper left corner of its upper left pixel, and where that is on WGS84. */
export interface TiePoint {
  readonly column: number;
  readonly row: number;
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  readonly heightM: number;
}

/** Keys with their values in place, as the directory of keys of version 1.1.0. */
function geoKeys(...keys: readonly (readonly [key: number, value: number])[]): TiffField {
  const entries = keys.flatMap(([key, value]) => [key, 0, 1, value]);
  return { tag: TAG.geoKeys, type: 'short', values: [1, 1, 0, keys.length, ...entries] };
}

const WGS84_KEYS = geoKeys(
  [KEY.model, GEOGRAPHIC_MODEL],
  [KEY.rasterType, PIXEL_IS_AREA],
  [KEY.geographic, WGS84_EPSG],
);

function double(tag: number, ...values: number[]): TiffField {
  return { tag, type: 'double', values };
}

/** Tags of place of a raster on a map grid. */
export function mapPlaces(map: MapGrid): TiffField[] {
  return [
    double(TAG.pixelScale, map.pixelWidth, map.pixelHeight, 0),
    double(TAG.tiePoints, 0, 0, 0, map.left, map.top, 0),
    isGeographic(map)
      ? WGS84_KEYS
      : geoKeys(
          [KEY.model, PROJECTED_MODEL],
          [KEY.rasterType, PIXEL_IS_AREA],
          [KEY.projected, map.epsg],
          [KEY.linearUnit, METRE],
        ),
  ];
}

/** Tags of place of a raster with tie points to EPSG:4326; none, no tags. */
function tiePlaces(tiePoints: readonly TiePoint[]): TiffField[] {
  const places = tiePoints.flatMap((point) => [
    ...[point.column, point.row, 0],
    ...[point.longitudeDeg, point.latitudeDeg, point.heightM],
  ]);
  return places.length > 0 ? [double(TAG.tiePoints, ...places), WGS84_KEYS] : [];
}

async function writeImage(
  path: string,
  image: FloatImage,
  words: Omit<CogHead, 'rows' | 'columns' | 'sample' | 'resampling' | 'noData'>,
  signal?: AbortSignal,
): Promise<WrittenRaster> {
  const { rows, columns, isComplex, values } = image;
  const sample = isComplex ? 'complex64' : 'float32';
  const cog = createCog(path, { ...words, rows, columns, sample, noData: 'nan', resampling: 'mean' });
  const perLine = isComplex ? 2 * columns : columns;
  const step = Math.max(1, Math.floor(PART_VALUES / perLine)) * perLine;
  for (let at = 0; at < values.length; at += step) {
    signal?.throwIfAborted();
    await cog.append(values.subarray(at, at + step));
  }
  return cog.finish(signal);
}

/**
 * Writes one raster on a map grid as Cloud-Optimized GeoTIFF, NaN as no data.
 * @throws SentryalError PRODUCT_TOO_LARGE, PRODUCT_UNWRITABLE; the signal's reason when aborted
 */
export async function writeMapRaster(
  path: string,
  image: Pick<FloatImage, 'values' | 'isComplex'>,
  map: MapGrid,
  description: RasterDescription,
  signal?: AbortSignal,
): Promise<void> {
  const { rows, columns } = map;
  await writeImage(path, { ...image, rows, columns }, { ...description, places: mapPlaces(map) }, signal);
}

/**
 * Writes one raster in radar geometry (rows: azimuth lines, columns: range), NaN as no data, with tie points to EPSG:4326
 * as ESA's own measurement files have them; without tie points it has no place.
 * @throws SentryalError PRODUCT_TOO_LARGE, PRODUCT_UNWRITABLE; the signal's reason when aborted
 */
export async function writeRadarRaster(
  path: string,
  image: FloatImage,
  tiePoints: readonly TiePoint[],
  description: RasterDescription,
  signal?: AbortSignal,
): Promise<void> {
  await writeImage(path, image, { ...description, places: tiePlaces(tiePoints) }, signal);
}

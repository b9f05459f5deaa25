import GeoTIFF, { type GeoTIFFImage } from 'geotiff';
import { SentryalError, isSentryalError } from '../errors/index.ts';
import type { ByteSource } from '../model/index.ts';
import { type DemProjection, type GeoKeys, demProjection } from './dem-projection.ts';
import { geotiffSource } from './geotiff-source.ts';

/** From fractional pixels (centres are whole numbers) to the DEM's own coordinates, and back. */
export interface PixelGrid {
  toModel(column: number, row: number): { x: number; y: number };
  toPixel(x: number, y: number): { column: number; row: number };
}

/** Pixels laid along the axes, north up: coordinates of the first pixel's middle, and the distance of the next. */
export interface PixelAxes {
  readonly west: number;
  readonly north: number;
  readonly stepX: number;
  readonly stepY: number;
}

/** A raster and where its pixels are. */
export interface DemFrame {
  readonly columns: number;
  readonly rows: number;
  readonly projection: DemProjection;
  readonly grid: PixelGrid;
}

/** A DEM file, or one laid as a DEM is, opened: everything about it except the pixels. */
export interface DemImage extends DemFrame {
  readonly name: string;
  /** Code of what cannot be read of it. */
  readonly unreadable: (typeof CODES)[keyof typeof CODES]['unreadable'];
  readonly image: GeoTIFFImage;
  readonly keys: GeoKeys | null;
  readonly nodata: number | null;
  /** Undefined where the pixels are turned or south is up. */
  readonly axes: PixelAxes | undefined;
}

/** GeoTIFF key 1025: the tie point is the middle of a pixel, not its corner. */
const PIXEL_IS_POINT = 2;

/** Every block of pixels lies inside the file: else what is missing would read as height 0. */
async function checkBlocks(image: GeoTIFFImage, source: ByteSource, fail: (reason: string) => never): Promise<void> {
  const directory = image.fileDirectory;
  const kind = image.isTiled ? 'Tile' : 'Strip';
  const offsets = Array.from((await directory.loadValue(`${kind}Offsets`)) ?? [], Number);
  const counts = Array.from((await directory.loadValue(`${kind}ByteCounts`)) ?? [], Number);
  if (offsets.length === 0 || offsets.length !== counts.length) fail('it has no pixels');
  if (offsets.some((offset, k) => offset + counts[k]! > source.sizeBytes)) fail('it ends before its last pixel');
  if (counts.includes(0) && image.getGDALNoData() === null) fail('it has empty blocks but no value for no data');
}

/** The grid from the tie point and pixel size, or from the affine transformation. */
async function pixelGrid(image: GeoTIFFImage, keys: GeoKeys | null, fail: (reason: string) => never) {
  const directory = image.fileDirectory;
  const matrix = await directory.loadValue('ModelTransformation');
  const scale = await directory.loadValue('ModelPixelScale');
  const tie = await directory.loadValue('ModelTiepoint');
  let affine: number[] | undefined;
  if (matrix !== undefined) {
    const m = Array.from(matrix, Number);
    affine = [m[0]!, m[1]!, m[3]!, m[4]!, m[5]!, m[7]!];
  } else if (scale !== undefined && tie?.length === 6) {
    const [i, j, , x, y] = Array.from(tie, Number) as [number, number, number, number, number];
    const [width, height] = Array.from(scale, Number) as [number, number];
    affine = [width, 0, x - i * width, 0, -height, y + j * height];
  }
  if (affine === undefined) return fail('it has no tie point and pixel size');
  const [a, b, c, d, e, f] = affine as [number, number, number, number, number, number];
  const determinant = a * e - b * d;
  if (!Number.isFinite(determinant) || determinant === 0) return fail('its pixel size is 0');
  const centre = keys?.['GTRasterTypeGeoKey'] === PIXEL_IS_POINT ? 0 : 0.5;
  const grid: PixelGrid = {
    toModel(column: number, row: number) {
      const i = column + centre;
      const j = row + centre;
      return { x: a * i + b * j + c, y: d * i + e * j + f };
    },
    toPixel(x: number, y: number) {
      const u = x - c;
      const v = y - f;
      return { column: (e * u - b * v) / determinant - centre, row: (a * v - d * u) / determinant - centre };
    },
  };
  const isAligned = b === 0 && d === 0 && a > 0 && e < 0;
  const axes: PixelAxes | undefined = isAligned
    ? { west: c + a * centre, north: f + e * centre, stepX: a, stepY: -e }
    : undefined;
  return { grid, axes };
}

/** What a GeoTIFF of one band is read as, and the codes its errors have. */
const CODES = {
  DEM: { unreadable: 'DEM_UNREADABLE', projection: 'DEM_PROJECTION_UNKNOWN' },
  WATER_MASK: { unreadable: 'WATER_MASK_UNREADABLE', projection: 'WATER_MASK_PROJECTION_UNKNOWN' },
  CORRECTION_GRID: { unreadable: 'CORRECTION_GRID_UNREADABLE', projection: 'CORRECTION_GRID_PROJECTION_UNKNOWN' },
} as const;

/**
 * Opens a GeoTIFF of one band: heights, or a mask laid as a DEM is.
 * @param what whose codes its errors have
 * @throws SentryalError DEM_UNREADABLE, DEM_PROJECTION_UNKNOWN, or those of WATER_MASK or CORRECTION_GRID
 */
export async function openDemImage(
  source: ByteSource,
  signal: AbortSignal | undefined,
  what: keyof typeof CODES = 'DEM',
): Promise<DemImage> {
  const fail = (reason: string, cause?: unknown): never => {
    throw new SentryalError(CODES[what].unreadable, { file: source.name, reason }, { cause });
  };
  try {
    const tiff = await GeoTIFF.fromSource(geotiffSource(source, signal), undefined, signal);
    const image = await tiff.getImage();
    const columns = image.getWidth();
    const rows = image.getHeight();
    // A tag with more values than it should have comes as an array.
    if (![columns, rows].every((count) => Number.isSafeInteger(count) && count > 0)) fail('its size is no number');
    if (image.getSamplesPerPixel() !== 1) fail(`it has ${image.getSamplesPerPixel()} bands`);
    await checkBlocks(image, source, fail);
    const keys = image.getGeoKeys() as GeoKeys | null;
    return {
      name: source.name,
      unreadable: CODES[what].unreadable,
      image,
      columns,
      rows,
      keys,
      nodata: image.getGDALNoData(),
      projection: demProjection(source.name, keys, CODES[what].projection),
      ...(await pixelGrid(image, keys, fail)),
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (isSentryalError(error) && !isSentryalError(error, 'READ_TRUNCATED')) throw error;
    return fail((error instanceof Error ? error.message : String(error)).replace(/\.$/, ''), error);
  }
}

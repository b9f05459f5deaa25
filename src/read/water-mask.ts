import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import { fileError, openFileSource, parseGloTile } from '../fetch/index.ts';
import type { BoundingBox, ByteSource } from '../model/index.ts';
import { type DemImage, openDemImage } from './dem-image.ts';
import { readPixels } from './dem-pixels.ts';
import { type DemWindow, pixelBounds } from './dem-window.ts';

/** Where water is. */
export interface WaterMask {
  readonly name: string;
  /** By the pixel that holds the place; undefined where no file has one. Longitudes are on the turn of the area's. */
  isWater(longitudeDeg: number, latitudeDeg: number): boolean | undefined;
}

const GEOTIFF = /\.tiff?$/i;

const MAX_PIXELS = 5e8;

/** Pixels of one file that lie in the area, on one turn of the globe. */
interface MaskTile {
  readonly image: DemImage;
  readonly window: DemWindow;
  /** Added to a longitude of the area to be on the file's turn. */
  readonly turnDeg: number;
  /** Shape (rows, columns) of the window: 1 for water. */
  readonly water: Uint8Array;
}

/** The GeoTIFFs of the paths, those of folders sorted by name; each once. */
async function maskPaths(paths: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const path of paths) {
    try {
      const names = (await stat(path)).isDirectory()
        ? (await readdir(path)).filter((name) => GEOTIFF.test(name)).toSorted()
        : undefined;
      if (names?.length === 0) throw new SentryalError('WATER_MASK_FOLDER_EMPTY', { folder: path });
      for (const file of names?.map((name) => join(path, name)) ?? [path]) files.add(file);
    } catch (error) {
      throw fileError(path, error);
    }
  }
  return [...files];
}

/** A box in fractional pixels, whole numbers their middles, as the window of an image; undefined outside it. */
function windowOf(
  image: DemImage,
  { low, high }: { low: { column: number; row: number }; high: { column: number; row: number } },
): DemWindow | undefined {
  const firstColumn = Math.max(0, Math.round(low.column));
  const firstRow = Math.max(0, Math.round(low.row));
  const columns = Math.min(image.columns, Math.round(high.column) + 1) - firstColumn;
  const rows = Math.min(image.rows, Math.round(high.row) + 1) - firstRow;
  return columns > 0 && rows > 0 ? { firstColumn, firstRow, columns, rows } : undefined;
}

async function readWater(image: DemImage, window: DemWindow, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const { columns, rows } = window;
  if (columns * rows > MAX_PIXELS)
    throw new SentryalError('WATER_MASK_TOO_LARGE', { file: image.name, columns, rows, limit: MAX_PIXELS });
  const { values, nodata } = await readPixels(image, window, signal);
  const water = new Uint8Array(values.length);
  for (let k = 0; k < water.length; k += 1) {
    const value = values[k]!;
    water[k] = value === 0 || value === nodata || Number.isNaN(value) ? 0 : 1;
  }
  return water;
}

/** Where an area lies in an image whose coordinates are degrees, on one turn of the globe. */
function geographicBounds({ grid }: DemImage, { north, south, west, east }: BoundingBox, turnDeg: number) {
  const corners = [west, east].flatMap((x) => [north, south].map((y) => grid.toPixel(x + turnDeg, y)));
  const columns = corners.map(({ column }) => column);
  const rows = corners.map(({ row }) => row);
  return {
    low: { column: Math.min(...columns), row: Math.min(...rows) },
    high: { column: Math.max(...columns), row: Math.max(...rows) },
  };
}

/** What a file has of an area with `east >= west`: parts on several turns where it goes around the globe. */
async function tilesOf(image: DemImage, area: BoundingBox, signal: AbortSignal | undefined): Promise<MaskTile[]> {
  const middle = image.grid.toModel((image.columns - 1) / 2, (image.rows - 1) / 2);
  const middleDeg = image.projection.inverse(middle.x, middle.y).longitudeDeg;
  const nearest = Math.round((middleDeg - (area.west + area.east) / 2) / 360);
  const { geographic } = image.projection;
  const tiles: MaskTile[] = [];
  for (const turn of geographic ? [nearest, nearest - 1, nearest + 1] : [nearest]) {
    const turnDeg = 360 * turn;
    const bounds = geographic ? geographicBounds(image, area, turnDeg) : pixelBounds(image, area);
    const window = bounds && windowOf(image, bounds);
    if (window) tiles.push({ image, window, turnDeg, water: await readWater(image, window, signal) });
  }
  return tiles;
}

/** Value of a tile at a place; undefined outside it. */
function valueAt({ image, window, turnDeg, water }: MaskTile, longitudeDeg: number, latitudeDeg: number) {
  const { x, y } = image.projection.forward(longitudeDeg + turnDeg, latitudeDeg);
  const pixel = image.grid.toPixel(x, y);
  const column = Math.round(pixel.column) - window.firstColumn;
  const row = Math.round(pixel.row) - window.firstRow;
  const isInside = column >= 0 && row >= 0 && column < window.columns && row < window.rows;
  return isInside ? water[row * window.columns + column]! : undefined;
}

/** A water mask: path of a GeoTIFF or of a folder of them, or an opened file; or several of these. */
export type MaskSource = string | ByteSource | readonly (string | ByteSource)[];

function partsOf(source: MaskSource): readonly (string | ByteSource)[] {
  return Array.isArray(source) ? source : [source as string | ByteSource];
}

const nameOf = (part: string | ByteSource): string => (typeof part === 'string' ? part : part.name);

/** Every file of a mask, opened one after another; whoever opened a source closes it. */
async function* maskFiles(parts: readonly (string | ByteSource)[]): AsyncGenerator<ByteSource> {
  for (const path of await maskPaths(parts.filter((part) => typeof part === 'string'))) {
    if (parseGloTile(path)) throw new SentryalError('WATER_MASK_IS_DEM', { file: path });
    const source = await openFileSource(path);
    try {
      yield source;
    } finally {
      await source.close();
    }
  }
  for (const source of parts.filter((part) => typeof part !== 'string')) {
    if (parseGloTile(source.name)) throw new SentryalError('WATER_MASK_IS_DEM', { file: source.name });
    yield source;
  }
}

/**
 * Reads the part of a water mask that covers an area: 0 and no data are land, anything else is water (Copernicus WBM: 1
 * ocean, 2 lake, 3 river). Where files overlap, water of one of them is water.
 * @param given opened files are left open
 * @param area `west > east` crosses the antimeridian
 * @throws SentryalError WATER_MASK_*, FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function readWaterMask(given: MaskSource, area: BoundingBox, signal?: AbortSignal): Promise<WaterMask> {
  const parts = partsOf(given);
  const name = parts.length === 1 ? nameOf(parts[0]!) : `${nameOf(parts[0]!)} and ${parts.length - 1} more`;
  const box = area.east < area.west ? { ...area, east: area.east + 360 } : area;
  const tiles: MaskTile[] = [];
  for await (const source of maskFiles(parts)) {
    signal?.throwIfAborted();
    tiles.push(...(await tilesOf(await openDemImage(source, signal, 'WATER_MASK'), box, signal)));
  }
  if (tiles.length === 0) throw new SentryalError('WATER_MASK_NOT_COVERING', { file: name });
  return {
    name,
    isWater(longitudeDeg, latitudeDeg) {
      let isCovered = false;
      for (const tile of tiles) {
        const value = valueAt(tile, longitudeDeg, latitudeDeg);
        if (value === 1) return true;
        isCovered ||= value !== undefined;
      }
      return isCovered ? false : undefined;
    },
  };
}

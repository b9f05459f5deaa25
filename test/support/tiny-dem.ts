import { expect } from 'vitest';
import { memorySource } from '../../src/fetch/index.ts';
import type { BoundingBox, Dem, Warning } from '../../src/model/index.ts';
import { type ReadDemOptions, readDem } from '../../src/read/index.ts';
import { type TinyTag, tinyTiff } from './tiny-tiff.ts';

/** A DEM made for a test: float32 heights by (column, row), in one strip. */
export interface TinyDem {
  readonly columns: number;
  readonly rows: number;
  readonly height: (column: number, row: number) => number;
  /** Pairs of GeoTIFF key and value, beside the model type's own. */
  readonly keys: Readonly<Record<number, number>>;
  /** Pixel size, and what the tie point says of raster place (0, 0). */
  readonly scale: readonly [number, number];
  readonly origin: readonly [number, number];
  readonly nodata?: string;
  readonly extra?: readonly TinyTag[];
  readonly int16?: boolean;
}

export const GEOGRAPHIC_POINT = { 1024: 2, 1025: 2, 2048: 4326, 2054: 9102 };

export function tinyDem(dem: TinyDem): Buffer {
  const { columns, rows } = dem;
  const heights = Array.from({ length: columns * rows }, (_, k) => dem.height(k % columns, Math.floor(k / columns)));
  const pixels = dem.int16 ? Int16Array.from(heights) : Float32Array.from(heights);
  const keys = Object.entries(dem.keys).map(([key, value]) => [Number(key), 0, 1, value]);
  const tags: TinyTag[] = [
    { tag: 256, shorts: [columns] },
    { tag: 257, shorts: [rows] },
    { tag: 258, shorts: [dem.int16 ? 16 : 32] },
    { tag: 259, shorts: [1] },
    { tag: 262, shorts: [1] },
    { tag: 273, longs: [8] },
    { tag: 277, shorts: [1] },
    { tag: 278, longs: [rows] },
    { tag: 279, longs: [pixels.byteLength] },
    { tag: 339, shorts: [dem.int16 ? 2 : 3] },
    { tag: 33_550, doubles: [...dem.scale, 0] },
    { tag: 33_922, doubles: [0, 0, 0, ...dem.origin, 0] },
    { tag: 34_735, shorts: [1, 1, 0, keys.length, ...keys.flat()] },
  ];
  const nodata = dem.nodata === undefined ? [] : [{ tag: 42_113, text: dem.nodata }];
  const replaced = new Set(dem.extra?.map(({ tag }) => tag));
  const kept = [...tags, ...nodata].filter(({ tag }) => !replaced.has(tag));
  return tinyTiff(new Uint8Array(pixels.buffer), [...kept, ...(dem.extra ?? [])]);
}

type Options = Partial<Omit<ReadDemOptions, 'warn'>>;

/** Reads a DEM, and the codes of its warnings. */
export async function readTiny(
  bytes: Uint8Array | string | readonly string[],
  area: BoundingBox,
  options: Options = {},
) {
  const warnings: Warning[] = [];
  const warn = (warning: Warning): number => warnings.push(warning);
  const source = bytes instanceof Uint8Array ? memorySource('dem.tif', bytes) : bytes;
  const dem = await readDem(source, area, {
    heights: 'ellipsoid',
    ...options,
    warn,
  });
  return { dem, codes: warnings.map((warning) => warning.code) };
}

/** Samples on exact hundredths of a degree from 10 E 50 N on, as Copernicus lays them. */
export const GEOGRAPHIC: TinyDem = {
  columns: 60,
  rows: 50,
  height: (column, row) => 100 + 2 * column + 5 * row,
  keys: GEOGRAPHIC_POINT,
  scale: [0.01, 0.01],
  origin: [10, 50],
};

export const AREA: BoundingBox = { north: 49.8, south: 49.7, west: 10.2, east: 10.3 };

/** The height a DEM holds at a position that is a pixel centre. */
export function heightAt(dem: Dem, longitude: number, latitude: number): number {
  const { column, row } = dem.toPixel(longitude, latitude);
  expect(Math.abs(column - Math.round(column))).toBeLessThan(1e-6);
  expect(Math.abs(row - Math.round(row))).toBeLessThan(1e-6);
  return dem.heightsM[Math.round(row) * dem.columns + Math.round(column)]!;
}

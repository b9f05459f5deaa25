import { mkdirSync, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dem } from '../../../src/model/index.ts';
import { cut, degreeTile, writeDems } from '../../support/dem-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { AREA, GEOGRAPHIC, GEOGRAPHIC_POINT, heightAt, readTiny } from '../../support/tiny-dem.ts';

const root = temporaryFolder();
const newFolder = (): string => mkdtempSync(join(root, 'dem-'));
const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

const halves = { 'west.tif': cut(GEOGRAPHIC, 0, 0, 25, 50), 'east.tif': cut(GEOGRAPHIC, 25, 0, 35, 50) };

/** Largest departure of a DEM from a surface, where it has heights. */
function worst(dem: Dem, west: number, north: number, surface: (longitude: number, latitude: number) => number) {
  const origin = dem.toPixel(west, north);
  const east = dem.toPixel(west + 0.1, north).column - origin.column;
  const south = dem.toPixel(west, north - 0.1).row - origin.row;
  let most = 0;
  for (let row = 0; row < dem.rows; row += 1)
    for (let column = 0; column < dem.columns; column += 1) {
      const height = dem.heightsM[row * dem.columns + column]!;
      if (Number.isNaN(height)) continue;
      const longitude = west + ((column - origin.column) * 0.1) / east;
      const latitude = north - ((row - origin.row) * 0.1) / south;
      most = Math.max(most, Math.abs(height - surface(longitude, latitude)));
    }
  return most;
}

describe('a DEM of several files', () => {
  it('is the same as the uncut one, given as a list or as a folder', async () => {
    const folder = newFolder();
    const paths = writeDems(folder, halves);
    const [whole] = writeDems(newFolder(), { 'whole.tif': GEOGRAPHIC });
    const expected = await readTiny(whole!, AREA);
    for (const [source, name] of [
      [paths, `${basename(paths[0]!)} and 1 more`],
      [`${folder}/`, basename(folder)],
    ] as const) {
      const { dem, codes } = await readTiny(source, AREA);
      expect([dem.columns, dem.rows]).toEqual([expected.dem.columns, expected.dem.rows]);
      expect(dem.heightsM).toEqual(expected.dem.heightsM);
      expect(heightAt(dem, 10.25, 49.75)).toBe(275);
      expect([dem.name, codes]).toEqual([name, []]);
    }
  });

  it('reads one file of a folder where one is enough', async () => {
    const folder = newFolder();
    writeDems(folder, { ...halves, 'far.tif': { ...GEOGRAPHIC, origin: [100, 50] } });
    const { dem } = await readTiny(folder, { ...AREA, west: 10.4, east: 10.5 });
    expect(heightAt(dem, 10.45, 49.75)).toBe(100 + 2 * 45 + 5 * 25);
  });

  it('takes a void of one file from the other where both have the place, and keeps one they share', async () => {
    const voids = (at: readonly number[]) => ({
      ...GEOGRAPHIC,
      height: (column: number, row: number) => (at.includes(column) && row === 25 ? Number.NaN : 7),
    });
    const { dem, codes } = await readTiny(writeDems(newFolder(), { a: voids([22, 24]), b: voids([24]) }), AREA);
    expect(heightAt(dem, 10.22, 49.75)).toBe(7);
    expect(heightAt(dem, 10.24, 49.75)).toBeNaN();
    expect(codes).toEqual(['DEM_VOIDS']);
  });

  it('crosses the antimeridian between two tiles, without a seam, a gap or a column twice', async () => {
    const surface = (longitude: number, latitude: number): number => 100 * ((longitude + 360) % 360) + latitude;
    const paths = writeDems(newFolder(), {
      'east.tif': degreeTile(179, 49, 120, 100, surface),
      'west.tif': degreeTile(-180, 49, 120, 100, surface),
    });
    for (const area of [
      { north: 49.8, south: 49.7, west: 179.9, east: -179.9 },
      { north: 49.8, south: 49.7, west: 179.9, east: 180.1 },
      { north: 49.8, south: 49.7, west: -180.1, east: -179.9 },
    ]) {
      const { dem } = await readTiny(paths, area);
      expect(heightAt(dem, 180, 49.75)).toBeCloseTo(18_049.75, 2);
      const { column } = dem.toPixel(-180, 49.75);
      const row = dem.heightsM.subarray(0, dem.columns);
      for (const step of [-2, -1, 0, 1])
        expect(row[Math.round(column) + step + 1]! - row[Math.round(column) + step]!).toBeCloseTo(100 / 120, 2);
    }
  });

  it('crosses the antimeridian in one global file', async () => {
    const global = { ...GEOGRAPHIC, columns: 720, rows: 20, scale: [0.5, 0.5] as const, origin: [-180, 50] as const };
    const bytes = writeDems(newFolder(), { 'global.tif': global })[0]!;
    const { dem } = await readTiny(bytes, { north: 46, south: 45, west: 178, east: -178 });
    expect(heightAt(dem, 179.5, 45)).toBe(100 + 2 * 719 + 50);
    expect(heightAt(dem, -180, 45)).toBe(100 + 50);
    expect(heightAt(dem, -179.5, 45)).toBe(100 + 2 + 50);
  });

  // Columns of Copernicus tiles below and above each latitude, divided by 30.
  it.each([
    [50, 120, 80],
    [60, 80, 60],
    [70, 60, 40],
    [80, 40, 24],
    [85, 24, 12],
    [-50, 120, 80],
    [-60, 80, 60],
    [-70, 60, 40],
    [-80, 40, 24],
    [-85, 24, 12],
  ])(
    'joins tiles of different longitude spacing at latitude %i, %i to %i columns, without a seam',
    async (latitude, fine, coarse) => {
      // Bilinear interpolation is exact on a plane, up to f32: so is every post, at the corner of four tiles as well.
      const plane = (x: number, y: number): number => 40 * (x - 10) + 70 * (y - latitude);
      const [north, south] = latitude > 0 ? [coarse, fine] : [fine, coarse];
      const paths = writeDems(newFolder(), {
        'a.tif': degreeTile(9, latitude, north, 100, plane),
        'b.tif': degreeTile(10, latitude, north, 100, plane),
        'c.tif': degreeTile(9, latitude - 1, south, 100, plane),
        'd.tif': degreeTile(10, latitude - 1, south, 100, plane),
      });
      const area = { north: latitude + 0.3, south: latitude - 0.3, west: 9.7, east: 10.3 };
      const { dem, codes } = await readTiny(paths, area);
      expect(codes).toEqual([]);
      expect(dem.heightsM.includes(Number.NaN)).toBe(false);
      expect(dem.toPixel(11, latitude).column - dem.toPixel(10, latitude).column).toBeCloseTo(fine, 6);
      expect(worst(dem, 10, latitude, plane)).toBeLessThan(1e-4);
    },
  );

  it('joins a tile of three times the spacing on either side, up to its neighbours', async () => {
    const plane = (x: number, y: number): number => 40 * (x - 10) + 70 * (y - 40);
    for (const coarse of [0, 1, 2, 3]) {
      const tiles = [
        [9, 40],
        [10, 40],
        [9, 39],
        [10, 39],
      ].map(([west, south], k) => {
        const posts = k === coarse ? 40 : 120;
        return [`${k}.tif`, degreeTile(west!, south!, posts, posts, plane)] as const;
      });
      const area = { north: 40.3, south: 39.7, west: 9.7, east: 10.3 };
      const { dem, codes } = await readTiny(writeDems(newFolder(), Object.fromEntries(tiles)), area);
      expect(codes).toEqual([]);
      expect(worst(dem, 10, 40, plane)).toBeLessThan(1e-4);
      expect(dem.heightsM.includes(Number.NaN)).toBe(false);
    }
  });

  it('says which part is missing: a side, a hole between the files, all of it', async () => {
    const paths = writeDems(newFolder(), halves);
    await expect(readTiny(paths, { ...AREA, north: 50.1 })).rejects.toThrow(
      withCode('DEM_NOT_COVERING', 'missing north of 50.0050'),
    );
    await expect(readTiny(paths, { ...AREA, west: 20, east: 20.1 })).rejects.toThrow(
      withCode('DEM_NOT_COVERING', 'all of it'),
    );
    const apart = writeDems(newFolder(), { ...halves, 'east.tif': cut(GEOGRAPHIC, 27, 0, 33, 50) });
    await expect(readTiny(apart, AREA)).rejects.toThrow(
      withCode('DEM_NOT_COVERING', 'latitudes 49.7000 to 49.8000, longitudes 10.2500 to 10.2600'),
    );
    const corner = { north: 49.8, south: 49.79, west: 10.2, east: 10.21 };
    const { codes } = await readTiny(apart, AREA, { required: corner });
    expect(codes).toEqual(['DEM_PARTLY_COVERING']);
  });

  it('tells how much of it is void, of one file too', async () => {
    const holey = { ...GEOGRAPHIC, height: (column: number) => (column < 30 ? 7 : Number.NaN) };
    const { dem, codes } = await readTiny(writeDems(newFolder(), { 'holey.tif': holey }), AREA);
    expect(codes).toEqual(['DEM_VOIDS']);
    expect(heightAt(dem, 10.3, 49.75)).toBeNaN();
  });

  it.each([
    [
      'DEM_MOSAIC_CRS_DIFFERS',
      'EPSG:4326',
      { a: GEOGRAPHIC, b: { ...GEOGRAPHIC, keys: { 1024: 1, 1025: 2, 3072: 32_632, 3076: 9001 } } },
    ],
    [
      'DEM_MOSAIC_CRS_DIFFERS',
      'EPSG:32632',
      { a: GEOGRAPHIC, b: { ...GEOGRAPHIC, keys: { 1024: 1, 1025: 2, 3072: 32_632, 3076: 9001 } } },
    ],
    [
      'DEM_MOSAIC_DATUM_DIFFERS',
      'egm96',
      {
        a: halves['west.tif'],
        b: { ...halves['east.tif'], keys: { ...GEOGRAPHIC_POINT, 4096: 5773 } },
      },
    ],
    [
      'DEM_MOSAIC_NOT_ALIGNED',
      'b is not laid north up',
      {
        a: GEOGRAPHIC,
        b: {
          ...GEOGRAPHIC,
          extra: [{ tag: 34_264, doubles: [0.01, 0.001, 0, 10, 0, -0.01, 0, 50, 0, 0, 0, 0, 0, 0, 0, 1] }],
        },
      },
    ],
  ] as const)('refuses files that do not go together: %s, %s', async (code, message, dems) => {
    await expect(readTiny(writeDems(newFolder(), dems), AREA, { heights: undefined })).rejects.toThrow(
      withCode(code, message),
    );
  });

  it('refuses a folder without a GeoTIFF, and a path with nothing there', async () => {
    const empty = join(newFolder(), 'empty');
    mkdirSync(empty);
    await expect(readTiny(empty, AREA)).rejects.toThrow(withCode('DEM_FOLDER_EMPTY', empty));
    await expect(readTiny([], AREA)).rejects.toThrow(withCode('JOB_DEM_MISSING'));
    await expect(readTiny([join(empty, 'absent.tif')], AREA)).rejects.toThrow(withCode('FILE_NOT_FOUND'));
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/fetch/index.ts';
import { readDem } from '../../../src/read/index.ts';
import { NO_SHARED_DATA, sharedPath } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  AREA,
  GEOGRAPHIC,
  GEOGRAPHIC_POINT,
  type TinyDem,
  heightAt,
  readTiny,
  tinyDem,
} from '../../support/tiny-dem.ts';

const folder = temporaryFolder();
const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

describe('readDem', () => {
  it('reads the window of the area with a margin, and knows where its pixels are', async () => {
    const { dem, codes } = await readTiny(tinyDem(GEOGRAPHIC), AREA);
    // Columns 20..30 and rows 20..30, eight more on every side, and one for rounding on either side at most.
    expect(dem.columns).toBeGreaterThanOrEqual(27);
    expect(dem.columns).toBeLessThanOrEqual(29);
    expect(dem.rows).toBeLessThanOrEqual(29);
    expect(heightAt(dem, 10.25, 49.75)).toBe(100 + 2 * 25 + 5 * 25);
    expect(heightAt(dem, 10.2, 49.8)).toBe(100 + 2 * 20 + 5 * 20);
    expect(dem.minHeightM).toBe(dem.heightsM[0]);
    expect(dem.maxHeightM).toBe(dem.heightsM.at(-1));
    expect(codes).toEqual([]);
    // 0.01 deg: 1112.2 m of latitude, and 719 m of longitude at 49.75 N.
    expect(Math.abs(dem.spacingM.row - 1112.2)).toBeLessThan(1);
    expect(Math.abs(dem.spacingM.column - 111_320 * Math.cos((49.75 * Math.PI) / 180) * 0.01)).toBeLessThan(3);
  });

  it('takes the tie point for the corner of the pixel where the file says so', async () => {
    const area = { ...GEOGRAPHIC, keys: { ...GEOGRAPHIC_POINT, 1025: 1 } };
    const { dem } = await readTiny(tinyDem(area), AREA);
    expect(heightAt(dem, 10.255, 49.745)).toBe(100 + 2 * 25 + 5 * 25);
  });

  it('takes an affine transformation', async () => {
    const matrix = [0, 0.01, 0, 10, -0.01, 0, 0, 50, 0, 0, 0, 0, 0, 0, 0, 1];
    const bytes = tinyDem({ ...GEOGRAPHIC, columns: 50, rows: 60, extra: [{ tag: 34_264, doubles: matrix }] });
    // Columns go south and rows east.
    const { dem } = await readTiny(bytes, AREA);
    expect(heightAt(dem, 10.3, 49.75)).toBe(100 + 2 * 25 + 5 * 30);
  });

  it('reads int16 heights, from a file', async () => {
    const path = join(folder, 'int16.tif');
    writeFileSync(path, tinyDem({ ...GEOGRAPHIC, int16: true }));
    const { dem } = await readTiny(path, AREA);
    expect(heightAt(dem, 10.25, 49.75)).toBe(275);
    expect(dem.name).toBe('int16.tif');
  });

  it('of an address is called without what may be secret', async () => {
    const bytes = tinyDem(GEOGRAPHIC);
    const options = { heights: 'ellipsoid', warn: () => {} } as const;
    for (const [name, called] of [
      ['https://host.example/tiles/a.tif?token=secret/b', 'a.tif'],
      ['s3://bucket/b.tif', 'b.tif'],
      ['c #1?.tif', 'c #1?.tif'],
    ] as const)
      expect((await readDem(memorySource(name, bytes), AREA, options)).name).toBe(called);
  });

  it.each([
    ['the value for no data', { nodata: '275' }],
    ['NaN', { height: (column: number, row: number) => (column === 25 && row === 25 ? Number.NaN : 7) }],
    ['-32768', { height: (column: number, row: number) => (column === 25 && row === 25 ? -32_768 : 7) }],
    [
      '-9999 that no tag declares',
      { height: (column: number, row: number) => (column === 25 && row === 25 ? -9999 : 7) },
    ],
    [
      'a value for no data beyond f32',
      {
        nodata: '-3.40282346638528898e+38',
        height: (c: number, r: number) => (c === 25 && r === 25 ? -3.4028234663852886e38 : 7),
      },
    ],
  ])('makes %s a void', async (_, change) => {
    const { dem } = await readTiny(tinyDem({ ...GEOGRAPHIC, ...change }), AREA);
    expect(heightAt(dem, 10.25, 49.75)).toBeNaN();
    expect(heightAt(dem, 10.26, 49.75)).not.toBeNaN();
    expect(dem.minHeightM).toBeGreaterThan(0);
  });

  it('reads a UTM DEM, north and south', async () => {
    // Zone 32: 9 E is its central meridian, x = 500 km; y from the equator by the transverse Mercator scale 0.9996.
    const utm = (code: number, y: number): TinyDem => ({
      ...GEOGRAPHIC,
      keys: { 1024: 1, 1025: 2, 3072: code, 3076: 9001 },
      scale: [30, 30],
      origin: [500_000 - 30 * 30, y],
    });
    // Meridian arc of 45 deg on WGS84: 4 984 944.378 m.
    const north = await readTiny(tinyDem(utm(32_632, 0.9996 * 4_984_944.378 + 30 * 25)), {
      north: 45.001,
      south: 44.999,
      west: 8.999,
      east: 9.001,
    });
    const at = north.dem.toPixel(9, 45);
    expect(north.dem.heightsM[Math.round(at.row) * north.dem.columns + Math.round(at.column)]).toBe(
      100 + 2 * 30 + 5 * 25,
    );
    expect(Math.abs(at.row - Math.round(at.row))).toBeLessThan(1e-3);
    expect(Math.abs(north.dem.spacingM.row - 30 / 0.9996)).toBeLessThan(0.05);

    const south = await readTiny(tinyDem(utm(32_732, 10_000_000 - 0.9996 * 4_984_944.378 + 30 * 25)), {
      north: -44.999,
      south: -45.001,
      west: 8.999,
      east: 9.001,
    });
    const below = south.dem.toPixel(9, -45);
    expect(south.dem.heightsM[Math.round(below.row) * south.dem.columns + Math.round(below.column)]).toBe(285);
  });

  it.each([
    ['given beyond 180', { ...GEOGRAPHIC, origin: [179.7, 50] as const }],
    ['given below -180', { ...GEOGRAPHIC, origin: [-180.3, 50] as const }],
  ])('crosses the antimeridian on a DEM %s', async (_, across) => {
    const bytes = tinyDem(across);
    for (const area of [
      { ...AREA, west: 179.9, east: -179.9 },
      { ...AREA, west: 179.9, east: 180.1 },
      { ...AREA, west: -180.1, east: -179.9 },
    ]) {
      const { dem } = await readTiny(bytes, area);
      for (const longitude of [180, -180]) expect(heightAt(dem, longitude, 49.75)).toBe(100 + 2 * 30 + 5 * 25);
      expect(heightAt(dem, -179.95, 49.75)).toBe(100 + 2 * 35 + 5 * 25);
    }
  });

  it.each([
    ['north', { north: 50.1 }, 'missing north of 50.0050'],
    ['south', { south: 49.4 }, 'missing south of 49.5050'],
    ['west', { west: 9.9 }, 'missing west of 9.9950'],
    ['east', { east: 10.7 }, 'missing east of 10.5950'],
    ['north and east', { north: 51, east: 11 }, 'missing north of 50.0050, east of 10.5950'],
    ['all', { north: 10, south: 9 }, 'missing south of 49.5050'],
  ])('refuses an area it does not cover: %s', async (_, beyond, message) => {
    await expect(readTiny(tinyDem(GEOGRAPHIC), { ...AREA, ...beyond })).rejects.toThrow(
      withCode('DEM_NOT_COVERING', message),
    );
  });

  it('covers up to the edge of its outermost pixels', async () => {
    const { dem } = await readTiny(tinyDem(GEOGRAPHIC), { north: 50.005, south: 49.505, west: 9.995, east: 10.595 });
    expect([dem.columns, dem.rows]).toEqual([60, 50]);
  });

  it('only warns of what lies around the required part', async () => {
    const { dem, codes } = await readTiny(tinyDem(GEOGRAPHIC), { ...AREA, north: 50.2 }, { required: AREA });
    expect(codes).toEqual(['DEM_PARTLY_COVERING']);
    expect(dem.toPixel(10, 50).row).toBeCloseTo(0, 9);
    await expect(readTiny(tinyDem(GEOGRAPHIC), AREA, { required: { ...AREA, north: 50.2 } })).rejects.toThrow(
      withCode('DEM_NOT_COVERING', 'north'),
    );
  });

  it('refuses a DEM without a height in the area', async () => {
    await expect(readTiny(tinyDem({ ...GEOGRAPHIC, height: () => -9999, nodata: '-9999' }), AREA)).rejects.toThrow(
      withCode('DEM_NO_HEIGHTS'),
    );
  });

  it.each([
    ['no keys', { keys: {} }, 'no coordinate system'],
    ['an unknown code', { keys: { ...GEOGRAPHIC_POINT, 2048: 4807 } }, 'EPSG:4807'],
    ['a projection it does not know', { keys: { 1024: 1, 1025: 1, 3072: 2154 } }, 'EPSG:2154'],
    ['a user-defined projection', { keys: { 1024: 1, 1025: 1, 3072: 32_767 } }, 'user-defined'],
    ['grads', { keys: { ...GEOGRAPHIC_POINT, 2054: 9105 } }, '9105'],
    ['feet', { keys: { 1024: 1, 1025: 1, 3072: 32_632, 3076: 9002 } }, '9002'],
  ])('refuses %s', async (_, change, message) => {
    await expect(readTiny(tinyDem({ ...GEOGRAPHIC, ...change }), AREA)).rejects.toThrow(
      withCode('DEM_PROJECTION_UNKNOWN', message),
    );
  });

  const good = tinyDem(GEOGRAPHIC);
  it.each([
    ['text', Buffer.from('not a GeoTIFF '.repeat(100))],
    ['nothing', Buffer.alloc(0)],
    ['a header alone', good.subarray(0, 100)],
    ['a directory cut short', good.subarray(0, good.length - 300)],
    ['pixels beyond the end', tinyDem({ ...GEOGRAPHIC, extra: [{ tag: 273, longs: [5000] }] })],
    ['an empty block', tinyDem({ ...GEOGRAPHIC, extra: [{ tag: 279, longs: [0] }] })],
    [
      'two bands',
      tinyDem({
        ...GEOGRAPHIC,
        extra: [
          { tag: 277, shorts: [2] },
          { tag: 258, shorts: [32, 32] },
        ],
      }),
    ],
    ['no tie point', tinyDem({ ...GEOGRAPHIC, extra: [{ tag: 33_922, doubles: [0, 0, 0] }] })],
    ['pixels of no size', tinyDem({ ...GEOGRAPHIC, scale: [0, 0.01] })],
  ])('refuses %s', async (_, bytes) => {
    await expect(readTiny(bytes, AREA)).rejects.toThrow(withCode('DEM_UNREADABLE'));
  });

  it('refuses to read more than memory holds', async () => {
    const bytes = tinyDem({
      ...GEOGRAPHIC,
      scale: [0.001, 0.001],
      extra: [
        { tag: 256, shorts: [30_000] },
        { tag: 257, shorts: [30_000] },
      ],
    });
    await expect(readTiny(bytes, { north: 50, south: 20.1, west: 10, east: 39.9 })).rejects.toThrow(
      withCode('DEM_TOO_LARGE'),
    );
  });

  it('refuses a path with nothing there', async () => {
    await expect(readTiny(join(folder, 'absent.tif'), AREA)).rejects.toThrow(withCode('FILE_NOT_FOUND'));
  });

  it('gives up when asked to', async () => {
    await expect(readTiny(good, AREA, { signal: AbortSignal.abort() })).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });
});

describe.skipIf(NO_SHARED_DATA)('the Los Angeles DEM (needs ../shared/data)', () => {
  it('one of its tiles does not cover it', async () => {
    const area = { north: 34.04, south: 33.96, west: -118.04, east: -117.96 };
    await expect(
      readTiny(sharedPath('dem/los-angeles/los_angeles_tiles/los_angeles_tile_0.tif'), area),
    ).rejects.toThrow(withCode('DEM_NOT_COVERING', 'missing north of 34.0001, west of -118.0001'));
  });
});

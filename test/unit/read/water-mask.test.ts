import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import type { BoundingBox } from '../../../src/model/index.ts';
import { readWaterMask } from '../../../src/read/index.ts';
import { writeDems } from '../../support/dem-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { AREA, GEOGRAPHIC, GEOGRAPHIC_POINT, type TinyDem, tinyDem } from '../../support/tiny-dem.ts';

const folder = temporaryFolder();
let files = 0;

function write(mask: TinyDem, name = `mask-${++files}.tif`): string {
  return writeDems(folder, { [name]: mask })[0]!;
}

const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

/** 1 ocean, 2 lake, 3 river in columns 25 to 27 of pixels of 0.01 degrees from 10 E 50 N on. */
const CLASSES: TinyDem = {
  ...GEOGRAPHIC,
  int16: true,
  height: (column) => (column >= 25 && column <= 27 ? column - 24 : 0),
};

describe('readWaterMask', () => {
  it.each([true, false])(
    'takes 0 for land and every class for water, by the pixel that holds a place',
    async (int16) => {
      const mask = await readWaterMask(write({ ...CLASSES, int16 }), AREA);
      for (const [longitude, isWater] of [
        [10.2, false],
        [10.2449, false],
        [10.2451, true],
        [10.26, true],
        [10.2749, true],
        [10.2751, false],
      ] as const)
        expect(mask.isWater(longitude, 49.7512), String(longitude)).toBe(isWater);
    },
  );

  it('takes the tie point for the corner of the pixel where the file says so', async () => {
    const mask = await readWaterMask(write({ ...CLASSES, keys: { ...GEOGRAPHIC_POINT, 1025: 1 } }), AREA);
    expect(mask.isWater(10.2499, 49.75)).toBe(false);
    expect(mask.isWater(10.2501, 49.75)).toBe(true);
  });

  it.each<readonly [string, Partial<TinyDem>]>([
    ['the value for no data', { nodata: '1' }],
    ['NaN', { int16: false, height: () => Number.NaN }],
    [
      'a value for no data beyond f32',
      { int16: false, nodata: '-3.40282346638528898e+38', height: () => -3.4028234663852886e38 },
    ],
  ])('takes %s for land', async (_, change) => {
    const mask = await readWaterMask(write({ ...CLASSES, ...change }), AREA);
    expect(mask.isWater(10.25, 49.75)).toBe(false);
  });

  it('reads a mask in UTM', async () => {
    const utm = proj4('EPSG:4326', 'EPSG:32632');
    const [x, y] = utm.forward([10.25, 49.75]) as [number, number];
    const step = 100;
    const path = write({
      ...CLASSES,
      columns: 200,
      rows: 200,
      height: (column) => (column >= 100 ? 1 : 0),
      keys: { 1024: 1, 1025: 2, 3072: 32_632, 3076: 9001 },
      scale: [step, step],
      origin: [x - 100 * step, y + 100 * step],
    });
    const mask = await readWaterMask(path, AREA);
    for (const [east, isWater] of [
      [-60, false],
      [-40, true],
      [900, true],
    ] as const)
      for (const north of [-2000, 2000]) {
        const [longitude, latitude] = utm.inverse([x + east, y + north]) as [number, number];
        expect(mask.isWater(longitude, latitude)).toBe(isWater);
      }
  });

  it('does not know what it does not cover, and joins files of different grids and systems', async () => {
    const west = write({ ...CLASSES, columns: 25, height: () => 1 });
    const mask = await readWaterMask(west, AREA);
    expect(mask.isWater(10.22, 49.75)).toBe(true);
    expect(mask.isWater(10.2451, 49.75)).toBeUndefined();
    const utm = proj4('EPSG:4326', 'EPSG:32632');
    const [x, y] = utm.forward([10.25, 49.85]) as [number, number];
    const east = write({
      ...CLASSES,
      columns: 100,
      rows: 200,
      height: () => 0,
      keys: { 1024: 1, 1025: 2, 3072: 32_632, 3076: 9001 },
      scale: [100, 100],
      origin: [x, y],
    });
    const both = await readWaterMask([west, east], AREA);
    expect(both.isWater(10.22, 49.75)).toBe(true);
    expect(both.isWater(10.26, 49.75)).toBe(false);
  });

  it('reads every GeoTIFF of a folder', async () => {
    const inside = join(folder, 'masks');
    mkdirSync(inside);
    write({ ...CLASSES, columns: 25 }, 'masks/a.tif');
    write(CLASSES, 'masks/b.TIFF');
    writeFileSync(join(inside, 'readme.txt'), 'none');
    expect((await readWaterMask(inside, AREA)).isWater(10.25, 49.75)).toBe(true);
  });

  it.each([
    ['around the globe from -180 on', -180, 360],
    ['around the globe from 0 on', 0, 360],
    ['on both sides of the antimeridian', 170, 20],
  ])('reads a mask %s where the area crosses the antimeridian', async (_, west, degrees) => {
    const path = write({
      ...CLASSES,
      columns: degrees * 4,
      rows: 20,
      // Water from 179.5 E to 179.5 W.
      height: (column) => (Math.abs(((west + column / 4 + 360) % 360) - 180) <= 0.5 ? 1 : 0),
      scale: [0.25, 0.25],
      origin: [west, 52],
    });
    const area: BoundingBox = { north: 50.5, south: 49.5, west: 179, east: -179 };
    const mask = await readWaterMask(path, area);
    for (const [longitude, isWater] of [
      [179.3, false],
      [179.45, true],
      [179.95, true],
      [180.05, true],
      [180.55, true],
      [180.7, false],
    ] as const)
      expect(mask.isWater(longitude, 50), String(longitude)).toBe(isWater);
  });

  it('refuses what is no mask, or none of the area, with codes of its own', async () => {
    const text = join(folder, 'text.tif');
    writeFileSync(text, 'no TIFF');
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const dem = write(CLASSES, 'Copernicus_DSM_COG_10_N49_00_E010_00_DEM.tif');
    const far = { north: 10, south: 9, west: 10.2, east: 10.3 };
    const huge = { ...CLASSES, extra: [{ tag: 258, shorts: [99] }] };
    await expect(readWaterMask(text, AREA)).rejects.toEqual(withCode('WATER_MASK_UNREADABLE', text));
    await expect(readWaterMask(write(huge), AREA)).rejects.toEqual(withCode('WATER_MASK_UNREADABLE'));
    await expect(readWaterMask(write({ ...CLASSES, keys: {} }), AREA)).rejects.toEqual(
      withCode('WATER_MASK_PROJECTION_UNKNOWN', 'no coordinate system'),
    );
    await expect(readWaterMask(empty, AREA)).rejects.toEqual(withCode('WATER_MASK_FOLDER_EMPTY', empty));
    await expect(readWaterMask(dem, AREA)).rejects.toEqual(withCode('WATER_MASK_IS_DEM', dem));
    await expect(readWaterMask(write(CLASSES), far)).rejects.toEqual(withCode('WATER_MASK_NOT_COVERING'));
    await expect(readWaterMask(join(folder, 'none.tif'), AREA)).rejects.toEqual(withCode('FILE_NOT_FOUND'));
    const cut = join(folder, 'cut.tif');
    writeFileSync(cut, tinyDem(CLASSES).subarray(0, 4000));
    await expect(readWaterMask(cut, AREA)).rejects.toEqual(withCode('WATER_MASK_UNREADABLE'));
  });

  it('reads the class file beside a Copernicus tile', async () => {
    const path = write(CLASSES, 'Copernicus_DSM_COG_10_N49_00_E010_00_WBM.tif');
    expect((await readWaterMask(path, AREA)).isWater(10.25, 49.75)).toBe(true);
  });
});

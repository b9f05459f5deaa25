import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TileList, localDataAccess, readTileLists } from '../../../src/fetch/index.ts';
import { geoidUndulationM } from '../../../src/read/index.ts';
import { degreeTile, gloName, writeDems } from '../../support/dem-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { heightAt, readTiny } from '../../support/tiny-dem.ts';

const root = temporaryFolder();
const newFolder = (): string => mkdtempSync(join(root, 'glo-'));
const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

const flat = (west: number, south: number, heightM: number) => degreeTile(west, south, 120, 100, () => heightM);
/** Around the corner 34 N 118 W, of which the tile in the south-west is left out. */
const CORNER = { north: 34.2, south: 33.8, west: -118.2, east: -117.8 };
const threeTiles = {
  [`${gloName(34, -119)}.tif`]: flat(-119, 34, 10),
  [`${gloName(34, -118)}.tif`]: flat(-118, 34, 20),
  [`${gloName(33, -118)}.tif`]: flat(-118, 33, 30),
};
const undefinedHeights = { heights: undefined };

function listFile(name: string, tiles: readonly string[]): string {
  const path = join(newFolder(), name);
  writeFileSync(path, `${tiles.join('\r\n')}\r\n`);
  return path;
}

const glo30 = (): string => listFile('30.txt', [gloName(34, -119), gloName(34, -118), gloName(33, -118)]);
const glo90 = (...more: readonly string[]): string => listFile('90.txt', [gloName(34, -119, '30'), ...more]);

const listOf = (paths: readonly string[]): Promise<TileList> =>
  readTileLists(
    paths,
    localDataAccess(() => {}),
    undefined,
  );

describe('tiles named as Copernicus names them', () => {
  it('have heights above EGM2008 unless the option says otherwise', async () => {
    const [path] = writeDems(newFolder(), { [`${gloName(34, -118)}.tif`]: flat(-118, 34, 20) });
    const area = { north: 34.6, south: 34.4, west: -117.6, east: -117.4 };
    const { dem, codes } = await readTiny(path!, area, undefinedHeights);
    expect(codes).toEqual(['GEOID_EGM96_FOR_EGM2008']);
    expect(dem.datum).toContain('EGM96 geoid');
    expect(dem.datum).toContain('as Copernicus GLO-30 is');
    expect(Math.abs(heightAt(dem, -117.5, 34.5) - 20 - geoidUndulationM(34.5, -117.5))).toBeLessThan(0.02);
    const { dem: ellipsoidal } = await readTiny(path!, area, { heights: 'ellipsoid' });
    expect(heightAt(ellipsoidal, -117.5, 34.5)).toBe(20);
    const [glo] = writeDems(newFolder(), { [`${gloName(34, -118, '30')}.tif`]: flat(-118, 34, 20) });
    expect((await readTiny(glo!, area, undefinedHeights)).dem.datum).toContain('as Copernicus GLO-90 is');
    // Another name is another DEM.
    const [other] = writeDems(newFolder(), { [`my_${gloName(34, -118)}.tif`]: flat(-118, 34, 20) });
    expect((await readTiny(other!, area, undefinedHeights)).codes).toEqual(['DEM_DATUM_ASSUMED']);
  });

  it('are found in a folder of folders, as they are delivered, and only those near the area are opened', async () => {
    const folder = newFolder();
    const name = gloName(-34, 151);
    writeDems(folder, { [`${name}/${name}.tif`]: flat(151, -34, 5) });
    writeFileSync(join(folder, `${gloName(0, 6)}.tif`), 'not a GeoTIFF');
    const area = { north: -33.4, south: -33.6, west: 151.4, east: 151.6 };
    const { dem } = await readTiny(folder, area, { heights: 'ellipsoid' });
    expect(heightAt(dem, 151.5, -33.5)).toBe(5);
  });

  it('a missing tile of the bbox is an error that names it, where the shipped list has it too', async () => {
    const folder = newFolder();
    writeDems(folder, threeTiles);
    for (const options of [{}, undefinedHeights])
      await expect(readTiny(folder, CORNER, options)).rejects.toThrow(
        withCode('DEM_TILE_MISSING', `${gloName(33, -119)}.`),
      );
  });

  it('is sea, 0 m above EGM2008, where the lists of both products lack it', async () => {
    const folder = newFolder();
    writeDems(folder, threeTiles);
    const { dem, codes } = await readTiny(folder, CORNER, {
      ...undefinedHeights,
      tileList: await listOf([glo30(), glo90()]),
    });
    expect(codes.toSorted()).toEqual(['DEM_SEA_TILES', 'GEOID_EGM96_FOR_EGM2008']);
    expect(dem.datum).toContain('1 degree cells of sea');
    const raisedM = (latitude: number, longitude: number): number =>
      heightAt(dem, longitude, latitude) - geoidUndulationM(latitude, longitude);
    const post = 1 / 120;
    for (const [latitude, longitude, metres] of [
      [33.9, -118.1, 0],
      // The row at 34 N is the first of the tile south of it; the column at 118 W the first of the tile east of it.
      [34, -118 - post, 0],
      [34.01, -118 - post, 10],
      [34, -118, 30],
      [34.01, -118, 20],
    ] as const)
      expect(Math.abs(raisedM(latitude, longitude) - metres)).toBeLessThan(0.02);
    expect(dem.heightsM.includes(Number.NaN)).toBe(false);
  });

  it('is an error where GLO-90 has it, GLO-30 has it, or the heights are ellipsoidal', async () => {
    const folder = newFolder();
    writeDems(folder, threeTiles);
    const lists90 = [glo30(), glo90(gloName(33, -119, '30'))];
    await expect(readTiny(folder, CORNER, { ...undefinedHeights, tileList: await listOf(lists90) })).rejects.toThrow(
      withCode('DEM_TILE_MISSING', gloName(33, -119, '30')),
    );
    const lists30 = [listFile('all.txt', [gloName(33, -119)]), glo90()];
    await expect(readTiny(folder, CORNER, { ...undefinedHeights, tileList: await listOf(lists30) })).rejects.toThrow(
      withCode('DEM_TILE_MISSING', gloName(33, -119)),
    );
    await expect(readTiny(folder, CORNER, { tileList: await listOf([glo30(), glo90()]) })).rejects.toThrow(
      withCode('DEM_TILE_MISSING'),
    );
  });

  it('may be of GLO-90 where GLO-30 has none', async () => {
    const folder = newFolder();
    writeDems(folder, { ...threeTiles, [`${gloName(33, -119, '30')}.tif`]: degreeTile(-119, 33, 40, 50, () => 40) });
    const { dem } = await readTiny(folder, CORNER);
    expect(heightAt(dem, -118.1, 33.9)).toBe(40);
    expect(dem.heightsM.includes(Number.NaN)).toBe(false);
  });

  it('missing around the bbox are warned of by name', async () => {
    const folder = newFolder();
    writeDems(folder, threeTiles);
    const required = { ...CORNER, south: 34.1 };
    const { dem, codes } = await readTiny(folder, CORNER, { required });
    expect(codes).toEqual(['DEM_PARTLY_COVERING']);
    expect(heightAt(dem, -118.1, 33.9)).toBeNaN();
  });

  it('an area of nothing but sea has no DEM', async () => {
    const folder = newFolder();
    writeDems(folder, threeTiles);
    const area = { north: 10.6, south: 10.4, west: 10.4, east: 10.6 };
    await expect(
      readTiny(folder, area, { ...undefinedHeights, tileList: await listOf([glo30(), glo90()]) }),
    ).rejects.toThrow(withCode('DEM_NO_HEIGHTS'));
  });

  it('a list must be of tiles, and of both products', async () => {
    for (const [paths, message] of [
      [[listFile('x.txt', ['land', 'sea'])], 'names no tile'],
      [[glo30()], 'no tile of GLO-90'],
      [[glo90()], 'no tile of GLO-30'],
    ] as const)
      await expect(listOf(paths)).rejects.toThrow(withCode('DEM_TILE_LIST_INVALID', message));
    await expect(listOf([join(newFolder(), 'absent.txt')])).rejects.toThrow(withCode('FILE_NOT_FOUND'));
  });
});

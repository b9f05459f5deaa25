import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GloDem, gloTilesOver, openGloDem } from '../../../../src/fetch/index.ts';
import type { BoundingBox, ByteSource, Warning } from '../../../../src/model/index.ts';
import { readDem } from '../../../../src/read/index.ts';
import { degreeTile, gloName, writeDems } from '../../../support/dem-files.ts';
import { stateFigure } from '../../../support/figure.ts';
import { expectSameDem } from '../../../support/same-dem.ts';
import { type TestAccess, testAccess } from '../../../support/data-access.ts';
import { madeUpCog } from '../../../support/made-up-cog.ts';
import { type DemServer, startDemServer } from '../../../support/servers/dem-server.ts';
import type { Fault } from '../../../support/servers/http-server.ts';
import { NO_SHARED_DATA, sharedPath } from '../../../support/shared-data.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyDem } from '../../../support/tiny-dem.ts';

const root = temporaryFolder();
const newFolder = (): string => mkdtempSync(join(root, 'dem-'));
const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

let server: DemServer;
let access: TestAccess;
let glo: GloDem;

beforeEach(async () => {
  server = await startDemServer();
  access = await testAccess(newFolder(), { glo30: [server.http.origin], glo90: [server.http.origin] });
  glo = openGloDem(access);
});

afterEach(async () => {
  await glo.close();
  await access.close();
  await server.http.close();
});

async function read(source: string | readonly ByteSource[], area: BoundingBox) {
  const warnings: Warning[] = [];
  const dem = await readDem(source, area, { warn: (warning) => void warnings.push(warning) });
  return { dem, codes: warnings.map(({ code }) => code) };
}

const tile = (west: number, south: number, heightM: (longitude: number, latitude: number) => number) =>
  degreeTile(west, south, 120, 100, heightM);
const wave = (longitude: number, latitude: number): number =>
  500 + 300 * Math.sin(9 * longitude) * Math.cos(7 * latitude);

describe('the tiles of an area', () => {
  const names = async (area: BoundingBox) => (await gloTilesOver(area)).map(({ name }) => name);

  it('are those it touches with eight posts around it, sorted', async () => {
    const inside = { north: 34.5, south: 34.4, west: -118.5, east: -118.4 };
    expect(await names(inside)).toEqual([gloName(34, -119)]);
    expect(await names({ ...inside, west: -119 + 24 / 3600 })).toEqual([gloName(34, -119)]);
    expect(await names({ ...inside, west: -119 + 23 / 3600 })).toEqual([gloName(34, -119), gloName(34, -120)]);
    const corner = { north: 34.01, south: 33.99, west: -118.01, east: -117.99 };
    expect(await names(corner)).toEqual([gloName(33, -118), gloName(33, -119), gloName(34, -118), gloName(34, -119)]);
  });

  it('are of GLO-90 where GLO-30 has none, none at sea, and go on across the antimeridian', async () => {
    expect(await names({ north: 40.3, south: 40.2, west: 44.3, east: 44.4 })).toEqual([gloName(40, 44, '30')]);
    expect(await names({ north: 33.2, south: 32.8, west: -119.6, east: -119.4 })).toEqual([gloName(33, -120)]);
    const chukotka = [gloName(66, 179), gloName(66, -180)];
    expect(await names({ north: 66.6, south: 66.4, west: 179.9, east: -179.9 })).toEqual(chukotka);
    expect(await names({ north: 66.6, south: 66.4, west: 179.9, east: 180.1 })).toEqual(chukotka);
    await expect(names({ north: 0.6, south: 0.4, west: 0.4, east: 0.6 })).rejects.toThrow(
      withCode('DEM_ALL_SEA', '0.400 to 0.600 N'),
    );
  });
});

describe('heights of remote tiles', () => {
  it('are those of local copies bit for bit: four tiles, sea and GLO-90 among them', async () => {
    const tiles = {
      [gloName(33, -120)]: tile(-120, 33, wave),
      [gloName(34, -120)]: tile(-120, 34, wave),
      [gloName(41, 42)]: tile(42, 41, wave),
      [gloName(41, 43, '30')]: degreeTile(43, 41, 40, 50, wave),
    };
    const folder = newFolder();
    writeDems(folder, Object.fromEntries(Object.entries(tiles).map(([name, dem]) => [`${name}.tif`, dem])));
    server.put(Object.fromEntries(Object.entries(tiles).map(([name, dem]) => [name, tinyDem(dem)])));
    for (const area of [
      { north: 34.1, south: 32.8, west: -119.7, east: -119.4 },
      { north: 41.6, south: 41.4, west: 42.9, east: 43.1 },
    ]) {
      const remote = await read(await glo.tiles(area), area);
      const local = await read(folder, area);
      expect(remote.codes).toEqual(local.codes);
      expectSameDem(remote.dem, local.dem);
    }
  });

  it.skipIf(NO_SHARED_DATA)('are those of local copies: pieces of GLO-30 (needs ../shared/data)', async () => {
    const folder = newFolder();
    const area = { north: 34.05, south: 33.95, west: -118.05, east: -117.95 };
    const pieces: Record<string, Uint8Array> = {};
    const corners = [gloName(33, -118), gloName(33, -119), gloName(34, -118), gloName(34, -119)];
    for (const [k, name] of corners.entries()) {
      const path = sharedPath(`dem/los-angeles/los_angeles_tiles/los_angeles_tile_${k}.tif`);
      pieces[name] = readFileSync(path);
      mkdirSync(join(folder, name));
      copyFileSync(path, join(folder, name, `${name}.tif`));
    }
    server.put(pieces);
    const remote = await read(await glo.tiles(area), area);
    const local = await read(folder, area);
    expect(remote.codes).toEqual(local.codes);
    expectSameDem(remote.dem, local.dem);
  });

  it('take the blocks below a bbox of 2 km, in few requests, and none the second time', async () => {
    const name = gloName(34, -119);
    let seed = 1;
    const noise = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const height = (column: number, row: number): number => wave(-119 + column / 3600, 35 - row / 3600) + noise();
    const grid = { columns: 3600, rows: 3600, origin: [-119, 35], scale: [1 / 3600, 1 / 3600] } as const;
    const bytes = madeUpCog({ ...grid, height });
    server.put({ [name]: bytes });
    const folder = newFolder();
    writeFileSync(join(folder, `${name}.tif`), bytes);
    // 2 km by 2 km, in one block of 1024 x 1024 posts.
    const area = { north: 34.56, south: 34.542, west: -118.5, east: -118.478 };
    const remote = await read(await glo.tiles(area), area);
    expectSameDem(remote.dem, (await read(folder, area)).dem);
    const { requests, bodyBytes } = server.http;
    // One block of 1024 x 1024 posts; the cache reads up to half a MiB more at either end of it, and as much for the head.
    const block = bytes.byteLength * (1024 / 3600) ** 2 + 3 * 2 ** 19;
    const percent = (part: number): number => (100 * part) / bytes.byteLength;
    const what = `${bodyBytes} of ${bytes.byteLength} bytes of a GLO-30 tile for a bbox of 2 km`;
    stateFigure(what, percent(bodyBytes), percent(block), '%');
    stateFigure('requests for them', requests.length, 4);
    expect(bodyBytes).toBeLessThan(block);
    expect(requests.length).toBeLessThanOrEqual(4);
    const before = requests.length;
    await read(await glo.tiles(area), area);
    expect(requests.length).toBe(before);
  });
});

describe('what goes wrong', () => {
  const area = { north: 34.5, south: 34.4, west: -118.5, east: -118.4 };
  const name = gloName(34, -119);
  const coarse = gloName(34, -119, '30');
  const here = tile(-119, 34, wave);
  const coarser = degreeTile(-119, 34, 40, 50, wave);
  const local = async (dem = here, as = name) => {
    const folder = newFolder();
    const [path] = writeDems(folder, { [`${as}.tif`]: dem });
    return (await read(path!, area)).dem;
  };

  it.each<readonly [string, Fault]>([
    ['reset', 'reset'],
    ['reset in the body', 'reset-in-body'],
    ['a stall', 'stall-in-body'],
    ['a cut answer', 'truncated'],
    ['500', { status: 500 }],
    ['503 with Retry-After', { status: 503, headers: { 'retry-after': '0' } }],
    ['429', { status: 429, headers: { 'retry-after': '0' } }],
  ])('%s at any request: the same heights', async (_, fault) => {
    server.put({ [name]: tinyDem(here) });
    const wanted = await local();
    let spoiled = 0;
    for (let at = 0; ; at += 1) {
      const start = server.http.requests.length;
      let hit = false;
      server.http.fault = ({ index }) => {
        if (index !== start + at) return undefined;
        hit = true;
        return fault;
      };
      const fresh = await testAccess(newFolder(), access.services);
      const dem = openGloDem(fresh);
      expectSameDem((await read(await dem.tiles(area), area)).dem, wanted);
      await dem.close();
      await fresh.close();
      if (!hit) break;
      spoiled += 1;
    }
    expect(spoiled).toBeGreaterThan(1);
  });

  it('a mirror is asked where the first fails', async () => {
    const mirror = await startDemServer();
    mirror.put({ [name]: tinyDem(here) });
    server.http.fault = () => ({ status: 404 });
    const both = await testAccess(newFolder(), { glo30: [server.http.origin, mirror.http.origin] });
    const dem = openGloDem(both);
    expectSameDem((await read(await dem.tiles(area), area)).dem, await local());
    expect(both.warnings).toEqual([]);
    await dem.close();
    await both.close();
    await mirror.http.close();
  });

  it.each([403, 404])('%i for a listed tile: that of GLO-90, once, with a warning', async (status) => {
    server.put({ [coarse]: tinyDem(coarser) });
    server.http.fault = ({ path }) => (path.includes('COG_10') ? { status } : undefined);
    for (let times = 0; times < 2; times += 1)
      expectSameDem((await read(await glo.tiles(area), area)).dem, await local(coarser, coarse));
    expect(access.warnings).toEqual([
      { code: 'DEM_TILE_COARSER', stage: 'fetch', message: expect.stringContaining(`${name} is listed`) as unknown },
    ]);
  });

  it.each<readonly [string, Fault]>([
    ['500', { status: 500 }],
    ['a page', 'html'],
    ['resets', 'reset'],
  ])('%s for a listed tile: an error, not a coarser DEM', async (_, fault) => {
    server.put({ [name]: tinyDem(here), [coarse]: tinyDem(coarser) });
    server.http.fault = ({ path }) => (path.includes('COG_10') ? fault : undefined);
    await expect(glo.tiles(area)).rejects.toThrow(withCode('DEM_TILE_UNAVAILABLE', name));
    expect(access.warnings).toEqual([]);
    // Nothing of the failure is kept.
    server.http.fault = undefined;
    expectSameDem((await read(await glo.tiles(area), area)).dem, await local());
  });

  it('neither product has it: an error that names each attempt', async () => {
    await expect(glo.tiles(area)).rejects.toThrow(withCode('DEM_TILE_UNAVAILABLE', `${coarse}.tif answered 404`));
  });

  it('a file that is cut, or no GeoTIFF, is told', async () => {
    server.put({ [name]: tinyDem(here).subarray(0, -1000) });
    await expect(read(await glo.tiles(area), area)).rejects.toThrow(withCode('DEM_UNREADABLE'));
    await glo.close();
    server.put({ [name]: Buffer.from('nothing of the kind'.repeat(100)) });
    await expect(read(await glo.tiles(area), area)).rejects.toThrow(withCode('DEM_UNREADABLE'));
  });

  it('an abort ends it with its reason', async () => {
    server.http.fault = () => 'stall';
    const controller = new AbortController();
    const opening = glo.tiles(area, controller.signal);
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(opening).rejects.toThrow('enough');
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileError, readTileLists } from '../../../../src/fetch/index.ts';
import { gloName } from '../../../support/dem-files.ts';
import { type TestAccess, testAccess } from '../../../support/data-access.ts';
import { type HttpServer, startHttpServer } from '../../../support/servers/http-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const folder = temporaryFolder();
let server: HttpServer;
let access: TestAccess;

beforeEach(async () => {
  server = await startHttpServer();
  access = await testAccess(folder, {}, {}, { allowLocalPaths: false });
});

afterEach(async () => {
  await access.close();
  await server.close();
});

const SIGNED = '?X-Amz-Signature=secret';
const messageOf = async (work: Promise<unknown>): Promise<string> => work.then(() => '', String);

describe('lists of tiles at addresses', () => {
  it('are read where they are', async () => {
    server.routes.set('/30.txt', { bytes: Buffer.from(`${gloName(34, -119)}\n`) });
    server.routes.set('/90.txt', { bytes: Buffer.from(`${gloName(33, -118, '30')}\n`) });
    const lists = ['/30.txt', '/90.txt'].map((path) => `${server.origin}${path}${SIGNED}`);
    const list = await readTileLists(lists, access, undefined);
    expect(list.products({ southDeg: 34, westDeg: -119 })).toEqual(['GLO-30']);
    expect(list.products({ southDeg: 33, westDeg: -118 })).toEqual(['GLO-90']);
    expect(list.products({ southDeg: 33, westDeg: -119 })).toEqual([]);
  });

  it.each([
    ['absent', undefined, 'HTTP_FAILED'],
    ['no list', Buffer.from('land and sea'), 'DEM_TILE_LIST_INVALID'],
    ['longer than any', Buffer.alloc(8 * 2 ** 20 + 1), 'DEM_TILE_LIST_INVALID'],
  ])('%s: the message has the address without its signature', async (_, bytes, code) => {
    if (bytes) server.routes.set('/30.txt', { bytes });
    const message = await messageOf(readTileLists([`${server.origin}/30.txt${SIGNED}`], access, undefined));
    expect(message).toContain(`${server.origin}/30.txt`);
    expect(message).not.toContain('secret');
    await expect(readTileLists([`${server.origin}/30.txt`], access, undefined)).rejects.toMatchObject({ code });
  });

  it('are no paths where those are not allowed', async () => {
    await expect(readTileLists(['/30.txt'], access, undefined)).rejects.toMatchObject({
      code: 'LOCATION_LOCAL_REFUSED',
    });
  });
});

it('a failed call on a file never shows what an address proves', () => {
  const missing = Object.assign(new Error('no'), { code: 'ENOENT' });
  for (const error of [missing, new Error('bad'), 'odd'])
    for (const address of ['https://me:secret@host.example/a.txt?sig=secret', 's3://bucket/a.txt?sig=secret']) {
      const { message } = fileError(address, error);
      expect(message).not.toContain('secret');
      expect(message).toContain('a.txt');
    }
  expect(fileError('/data/what?.txt', missing).message).toContain('/data/what?.txt');
});

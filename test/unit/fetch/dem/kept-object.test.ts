import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openKeptObject } from '../../../../src/fetch/dem/kept-object.ts';
import { type TestAccess, testAccess } from '../../../support/data-access.ts';
import { type HttpServer, startHttpServer } from '../../../support/servers/http-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const root = temporaryFolder();
const MIB = 2 ** 20;
const first = Uint8Array.from({ length: 3 * MIB }, (_, k) => (k * 31 + (k >> 8)) & 0xff);
const second = first.map((byte) => byte ^ 1);

let server: HttpServer;
let access: TestAccess;
let url: string;

beforeEach(async () => {
  server = await startHttpServer({ '/tile.tif': { bytes: first } });
  access = await testAccess(mkdtempSync(join(root, 'cache-')), {});
  url = `${server.origin}/tile.tif`;
});

afterEach(async () => {
  vi.useRealTimers();
  await access.close();
  await server.close();
});

/** Reads a part of the object as it is opened now. */
async function read(offset: number, length: number): Promise<Uint8Array> {
  const source = access.cache.source(await openKeptObject(url, access, undefined));
  try {
    return await source.read(offset, length);
  } finally {
    await source.close();
  }
}

describe('an object of a public service', () => {
  it('is read again without a connection where its parts are kept', async () => {
    expect(await read(100, 5000)).toEqual(first.slice(100, 5100));
    const asked = server.requests.length;
    expect(await read(100, 5000)).toEqual(first.slice(100, 5100));
    expect(server.requests).toHaveLength(asked);
    await server.close();
    expect(await read(200, 300)).toEqual(first.slice(200, 500));
    await expect(read(2 * MIB, 10)).rejects.toThrow(expect.objectContaining({ code: 'NETWORK_FAILED' }));
  });

  it('that changed is found out at a part that is not kept, and read anew the next time', async () => {
    expect(await read(100, 5000)).toEqual(first.slice(100, 5100));
    server.routes.set('/tile.tif', { bytes: second });
    await expect(read(2 * MIB, 10)).rejects.toThrow(expect.objectContaining({ code: 'RESOURCE_CHANGED' }));
    expect(await read(100, 5000)).toEqual(second.slice(100, 5100));
    expect(await read(2 * MIB, 10)).toEqual(second.slice(2 * MIB, 2 * MIB + 10));
  });

  it('is looked at again after 30 days; what is kept serves where that fails, with a warning', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    await read(100, 5000);
    const asked = server.requests.length;
    vi.setSystemTime(Date.now() + 31 * 86_400_000);
    await read(100, 5000);
    expect(server.requests).toHaveLength(asked + 1);
    await server.close();
    vi.setSystemTime(Date.now() + 31 * 86_400_000);
    expect(await read(100, 5000)).toEqual(first.slice(100, 5100));
    expect(access.warnings).toEqual([
      { code: 'CACHE_STALE', stage: 'fetch', message: expect.stringContaining('31 days') as unknown },
    ]);
  });
});

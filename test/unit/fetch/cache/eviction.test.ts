import { readFileSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileOperations, nodeFiles } from '../../../../src/fetch/cache/file-operations.ts';
import { HEADER_BYTES } from '../../../../src/fetch/cache/stored-content.ts';
import type { DataCache } from '../../../../src/fetch/index.ts';
import { Random } from '../../../support/random.ts';
import { BLOCK, testCaches } from './caches.ts';
import { fakeRemote, randomBytes } from './fake-remote.ts';

const { newFolder, openCache } = testCaches();
const OBJECT_BYTES = 10 * BLOCK;
/** An object of ten blocks as the cache counts it. */
const STORED_BYTES = 10 * (BLOCK + HEADER_BYTES);
const object = (k: number): Uint8Array => randomBytes(OBJECT_BYTES, k);
const remoteOf = (k: number) => fakeRemote(object(k), { address: `https://example.org/${k}` });

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, status) => sum + (status.isFile() ? status.size : 0), 0);
}

/** Blocks are written behind the answer. */
async function blocksOnDisk(folder: string, count: number): Promise<void> {
  const list = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });
  await expect.poll(() => list().filter((name) => /\d+\.100$/.test(name)).length, { interval: 1 }).toBe(count);
  await expect.poll(() => list().filter((name) => name.endsWith('used')).length, { interval: 1 }).toBe(1);
}

/** Reads an object whole; returns how many bytes had to be fetched. */
async function readWhole(cache: DataCache, k: number): Promise<number> {
  const remote = remoteOf(k);
  const source = cache.source(remote);
  expect(await source.read(0, OBJECT_BYTES)).toEqual(object(k));
  await source.close();
  return remote.asked.reduce((sum, { length }) => sum + length, 0);
}

describe('the limit', () => {
  it('is held, and what was used last stays', async () => {
    const folder = newFolder();
    const maxBytes = 5.5 * STORED_BYTES;
    let nowS = 1_790_000_000;
    const cache = await openCache({ folder, maxBytes, now: () => nowS });
    for (let k = 0; k < 5; k += 1) {
      await readWhole(cache, k);
      nowS += 100;
    }
    // The first two are used again: the third has not been used for the longest time then.
    expect(await readWhole(cache, 0)).toBe(0);
    expect(await readWhole(cache, 1)).toBe(0);
    nowS += 100;
    await readWhole(cache, 5);
    await cache.close();
    expect(bytesBelow(folder)).toBeLessThanOrEqual(maxBytes);
    const again = await openCache({ folder, maxBytes: 2 ** 30, now: () => nowS });
    const fetched: number[] = [];
    for (const k of [0, 1, 3, 4, 5, 2]) fetched.push(await readWhole(again, k));
    expect(fetched.slice(0, 2)).toEqual([0, 0]);
    expect(fetched.slice(3, 5)).toEqual([0, 0]);
    expect(fetched[5]).toBeGreaterThan(0);
    await again.close();
  });

  it('is held by one object that is longer: its first blocks go', async () => {
    const folder = newFolder();
    const maxBytes = 0.5 * STORED_BYTES;
    const blockNames = (): number[] =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .flatMap((name) => /(\d+)\.100$/.exec(name)?.[1] ?? [])
        .map(Number)
        .sort((a, b) => a - b);
    const cache = await openCache({ folder, maxBytes });
    const source = cache.source(remoteOf(1));
    for (let offset = 0; offset < OBJECT_BYTES; offset += BLOCK) {
      expect(await source.read(offset, BLOCK)).toEqual(object(1).subarray(offset, offset + BLOCK));
      await expect.poll(() => blockNames().includes(offset / BLOCK), { interval: 1 }).toBe(true);
      // Times of change on disk are not finer than some milliseconds.
      await new Promise((done) => setTimeout(done, 10));
    }
    await source.close();
    await cache.close();
    expect(bytesBelow(folder)).toBeLessThanOrEqual(maxBytes);
    const left = blockNames();
    expect(left.length).toBeGreaterThanOrEqual(3);
    expect(left).toEqual([5, 6, 7, 8, 9].slice(-left.length));
  });

  it('is held by small files too', async () => {
    const folder = newFolder();
    const cache = await openCache({ folder, maxBytes: 10_000 });
    for (let k = 0; k < 40; k += 1) await cache.file(`${k}`, Infinity, async () => randomBytes(1000, k));
    await cache.close();
    expect(bytesBelow(folder)).toBeLessThanOrEqual(10_000);
    expect(bytesBelow(folder)).toBeGreaterThan(5000);
  });

  it('counts what other processes have written before', async () => {
    const folder = newFolder();
    const first = await openCache({ folder });
    for (let k = 0; k < 5; k += 1) await readWhole(first, k);
    await first.close();
    const maxBytes = 3 * STORED_BYTES;
    const second = await openCache({ folder, maxBytes });
    await readWhole(second, 9);
    await second.close();
    // What this one wrote after its last look may come on top; without a look there would be six.
    expect(bytesBelow(folder)).toBeLessThanOrEqual(maxBytes + STORED_BYTES);
  });

  it('takes a block from under its reader: it is fetched again', async () => {
    const folder = newFolder();
    const maxBytes = 3 * STORED_BYTES;
    const cache = await openCache({ folder, maxBytes });
    const random = new Random(5);
    const sources = Array.from({ length: 8 }, (_, k) => cache.source(remoteOf(k)));
    for (let round = 0; round < 60; round += 1)
      await Promise.all(
        sources.map(async (source, k) => {
          const offset = random.integer(0, OBJECT_BYTES - 150);
          expect(await source.read(offset, 150)).toEqual(object(k).subarray(offset, offset + 150));
        }),
      );
    await Promise.all(sources.map((source) => source.close()));
    await cache.close();
    expect(bytesBelow(folder)).toBeLessThanOrEqual(maxBytes);
  });

  it('is looked at now and then, not at every write, and by few calls', async () => {
    const folder = newFolder();
    const calls = { list: 0, stat: 0 };
    const files: FileOperations = {
      ...nodeFiles,
      list: (path) => {
        calls.list += 1;
        return nodeFiles.list(path);
      },
      stat: (path) => {
        calls.stat += 1;
        return nodeFiles.stat(path);
      },
    };
    const cache = await openCache({ folder, files, maxBytes: 100 * STORED_BYTES });
    for (let k = 0; k < 20; k += 1) await readWhole(cache, k);
    await cache.close();
    // 200 blocks written; one look at the first, then one for each 5 % of the limit, which is 50 blocks.
    const looks = 1 + 200 / 50;
    expect(calls.list).toBeLessThanOrEqual(1 + looks * (2 + 2 * 20));
    expect(calls.stat).toBeLessThanOrEqual(looks * (20 + 4));
  });
});

describe('an entry in use', () => {
  it('is stamped when it is read, not more than once a minute', async () => {
    const folder = newFolder();
    let nowS = 1_790_000_000;
    const stamps: number[] = [];
    const files: FileOperations = {
      ...nodeFiles,
      stamp: (path, timeS) => {
        stamps.push(timeS);
        return nodeFiles.stamp(path, timeS);
      },
    };
    const cache = await openCache({ folder, files, now: () => nowS });
    const source = cache.source(remoteOf(1));
    await source.read(0, OBJECT_BYTES);
    await blocksOnDisk(folder, 10);
    await cache.close();
    const written = stamps.length;
    nowS += 59;
    await source.read(0, OBJECT_BYTES);
    expect(stamps).toHaveLength(written);
    nowS += 1;
    await source.read(0, OBJECT_BYTES);
    await source.read(0, OBJECT_BYTES);
    await source.close();
    await cache.close();
    expect(stamps.slice(written)).toEqual([1_790_000_060]);
  });

  it('is stamped anew where another process has removed it meanwhile', async () => {
    const folder = newFolder();
    const cache = await openCache({ folder });
    const source = cache.source(remoteOf(1));
    await source.read(0, BLOCK);
    await blocksOnDisk(folder, 1);
    await cache.close();
    const [stamp] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('used'));
    expect(readFileSync(join(folder, stamp!))).toHaveLength(0);
    const other = await openCache({ folder, maxBytes: 1 });
    await readWhole(other, 2);
    await other.close();
    expect(() => readdirSync(dirname(join(folder, stamp!)))).toThrow('ENOENT');
    await source.read(BLOCK, BLOCK);
    await source.close();
    await cache.close();
    expect(readdirSync(dirname(join(folder, stamp!))).sort()).toEqual(['1.100', 'used']);
  });

  it('goes before others when its stamp is old', async () => {
    const folder = newFolder();
    const cache = await openCache({ folder });
    for (const k of [1, 2, 3]) await readWhole(cache, k);
    await cache.close();
    const stamps = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('used'));
    expect(stamps).toHaveLength(3);
    for (const stamp of stamps) utimesSync(join(folder, stamp), 1000, 1000);
    const nowS = Date.now() / 1000;
    utimesSync(join(folder, stamps[1]!), nowS, nowS);
    const limited = await openCache({ folder, maxBytes: 2.5 * STORED_BYTES });
    await readWhole(limited, 4);
    await limited.close();
    expect(readdirSync(dirname(join(folder, stamps[1]!)))).toHaveLength(11);
  });
});

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadLedger, withLedger } from '../../../../src/fetch/index.ts';
import { BLOCK, LIMITS, testCaches } from './caches.ts';
import { type FakeRemote, fakeRemote, randomBytes } from './fake-remote.ts';

const { newFolder, openCache } = testCaches();

const object = randomBytes(5037, 1);
const withCode = (code: string): unknown => expect.objectContaining({ code });

/** Bytes asked for more than once. */
function askedTwice(remote: FakeRemote): number {
  const times = new Uint8Array(remote.sizeBytes);
  for (const { offset, length } of remote.asked) for (let k = offset; k < offset + length; k += 1) times[k]! += 1;
  return times.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile());
}

describe('a remote object through the cache', () => {
  const reads = fc.array(
    fc.tuple(fc.nat(object.length), fc.nat(700)).map(([offset, length]) => ({
      offset,
      length: Math.min(length, object.length - offset),
    })),
    { minLength: 1, maxLength: 20 },
  );
  /** Groups that are read one after the other; within a group at the same time. */
  const groups = fc.array(reads, { minLength: 1, maxLength: 4 });

  it('has the bytes of the object, whatever is read with whatever else; none comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(groups, fc.integer(), fc.boolean(), async (readGroups, seed, hasGaps) => {
        const delays = randomBytes(64, seed);
        const remote = fakeRemote(object, {
          wait: ({ offset }) => new Promise((done) => setTimeout(done, delays[offset % 64]! % 3)),
        });
        const cache = await openCache({ limits: { ...LIMITS, gapBytes: hasGaps ? BLOCK : 0 } });
        const source = cache.source(remote);
        for (const group of readGroups)
          await Promise.all(
            group.map(async ({ offset, length }) => {
              expect(await source.read(offset, length)).toEqual(object.subarray(offset, offset + length));
            }),
          );
        // A request may run over a narrow gap that is there already, rather than become two.
        expect(hasGaps || askedTwice(remote) === 0).toBe(true);
        expect(remote.most).toBeLessThanOrEqual(LIMITS.parallel);
        await source.close();
        await cache.close();
        expect(remote.isClosed).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('is not asked again for what another process has kept, and says how much that was', async () => {
    const cacheFolder = newFolder();
    const first = await openCache({ folder: cacheFolder });
    const firstSource = first.source(fakeRemote(object));
    const cold = new ReadLedger();
    await withLedger(cold, () => firstSource.read(150, 3000));
    await firstSource.close();
    await first.close();
    const second = await openCache({ folder: cacheFolder });
    const remote = fakeRemote(object);
    const source = second.source(remote);
    const warm = new ReadLedger();
    await withLedger(warm, async () => {
      expect(await source.read(150, 3000)).toEqual(object.subarray(150, 3150));
      expect(await source.read(310, 5)).toEqual(object.subarray(310, 315));
    });
    expect(remote.asked).toEqual([]);
    expect([cold.cachedBytes, warm.cachedBytes]).toEqual([0, 3005]);
    await source.close();
    await second.close();
  });

  it.each([
    ['version', { version: 'v2' }, object],
    ['address', { address: 'https://example.org/another' }, object],
    ['length', {}, object.subarray(0, 5036)],
  ])('is another one when its %s is another', async (_, options, bytes) => {
    const cache = await openCache();
    const before = cache.source(fakeRemote(randomBytes(5037, 2)));
    await before.read(0, 5037);
    await before.close();
    const remote = fakeRemote(bytes, options);
    const source = cache.source(remote);
    expect(await source.read(0, 1000)).toEqual(object.subarray(0, 1000));
    expect(remote.asked).not.toEqual([]);
    await source.close();
    await cache.close();
  });

  it('is not kept on disk without a version, and still not asked twice', async () => {
    const cacheFolder = newFolder();
    const cache = await openCache({ folder: cacheFolder });
    const remote = fakeRemote(object, { version: '' });
    const source = cache.source(remote);
    await source.read(0, 1000);
    await source.read(50, 900);
    expect(remote.asked.reduce((sum, { length }) => sum + length, 0)).toBe(1000);
    await source.close();
    await cache.close();
    expect(filesBelow(cacheFolder)).toEqual([]);
  });

  it('shows nothing of its address in names and files', async () => {
    const cacheFolder = newFolder();
    const cache = await openCache({ folder: cacheFolder });
    const source = cache.source(fakeRemote(object, { address: 'https://example.org/secret-path', version: 'secret' }));
    await source.read(0, 5037);
    await source.close();
    await cache.file('https://example.org/secret-file', Infinity, async () => new Uint8Array(10));
    await cache.close();
    const files = filesBelow(cacheFolder);
    expect(files).toHaveLength(Math.ceil(5037 / BLOCK) + 3);
    for (const file of files) {
      expect(file).not.toMatch(/secret|example/);
      expect(readFileSync(file, 'latin1')).not.toMatch(/secret|example/);
    }
  });

  it('refuses what lies outside', async () => {
    const cache = await openCache();
    const source = cache.source(fakeRemote(object));
    await expect(source.read(5000, 38)).rejects.toThrow(withCode('READ_TRUNCATED'));
    await expect(source.read(-1, 1)).rejects.toThrow(withCode('READ_TRUNCATED'));
    expect(await source.read(5037, 0)).toEqual(new Uint8Array(0));
    await source.close();
  });

  it('does not take an answer that is too short', async () => {
    const cache = await openCache();
    const remote = { ...fakeRemote(object), read: async () => new Uint8Array(99) };
    const source = cache.source(remote);
    await expect(source.read(0, 100)).rejects.toThrow(withCode('READ_TRUNCATED'));
    await source.close();
    await cache.close();
  });
});

describe('requests', () => {
  it('are put together: many lines wanted at once, no more requests than there must be', async () => {
    const cache = await openCache();
    const remote = fakeRemote(object);
    const source = cache.source(remote);
    // 25 lines of 10 bytes, 200 bytes apart: every other block. 49 blocks, 8 at most: 7 requests, and one more where they
    // are shared out among connections.
    await Promise.all(Array.from({ length: 25 }, (_, k) => source.read(200 * k, 10)));
    expect(remote.asked.length).toBeLessThanOrEqual(8);
    expect(remote.asked.length).toBeGreaterThanOrEqual(7);
    expect(remote.most).toBe(LIMITS.parallel);
    await source.close();
  });

  it('do not run over wide gaps', async () => {
    const cache = await openCache();
    const remote = fakeRemote(object);
    const source = cache.source(remote);
    await Promise.all([source.read(0, 10), source.read(1000, 10), source.read(2000, 200)]);
    expect(remote.asked).toEqual([
      { offset: 0, length: 100 },
      { offset: 1000, length: 100 },
      { offset: 2000, length: 200 },
    ]);
    await source.close();
  });

  it('take up what came while others were under way', async () => {
    const cache = await openCache();
    let release = (): void => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const remote = fakeRemote(object, { wait: () => held });
    const source = cache.source(remote);
    const reading = [0, 1000, 2000, 3000].map((offset) => source.read(offset, 10));
    await expect.poll(() => remote.asked.length, { interval: 1 }).toBe(4);
    for (const offset of [4000, 4100, 4200, 4300]) {
      reading.push(source.read(offset, 100));
      await new Promise((done) => setTimeout(done, 5));
    }
    release();
    await Promise.all(reading);
    expect(remote.asked.slice(4)).toEqual([{ offset: 4000, length: 400 }]);
    await source.close();
  });

  it('are made once for two readers, also of two openings of one object', async () => {
    const cache = await openCache();
    const [first, second] = [fakeRemote(object), fakeRemote(object)];
    const [one, other] = [cache.source(first), cache.source(second)];
    const [a, b] = await Promise.all([one.read(20, 300), other.read(120, 100)]);
    expect([a, b]).toEqual([object.subarray(20, 320), object.subarray(120, 220)]);
    expect([...first.asked, ...second.asked]).toEqual([{ offset: 0, length: 400 }]);
    await one.close();
    expect([first.isClosed, second.isClosed]).toEqual([true, false]);
    expect(await other.read(1000, 10)).toEqual(object.subarray(1000, 1010));
    expect(second.asked).toHaveLength(1);
    await other.close();
  });

  it('fail for all who wait for them and for nobody else, and can be made again', async () => {
    const cache = await openCache();
    let isBroken = true;
    const remote = fakeRemote(object, {
      wait: async ({ offset }) => {
        if (isBroken && offset === 0) throw Object.assign(new Error('broken'), { code: 'NETWORK_FAILED' });
      },
    });
    const source = cache.source(remote);
    const results = await Promise.allSettled([source.read(0, 10), source.read(90, 20), source.read(2000, 10)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    isBroken = false;
    expect(await source.read(90, 20)).toEqual(object.subarray(90, 110));
    await source.close();
  });
});

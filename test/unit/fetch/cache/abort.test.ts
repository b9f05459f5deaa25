import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCaches } from './caches.ts';
import { fakeRemote, randomBytes } from './fake-remote.ts';

const { openCache } = testCaches();
const object = randomBytes(5037, 1);
const anAbort = expect.objectContaining({ name: 'AbortError' }) as unknown;

describe('a reader that gives up', () => {
  it('ends at once, fails nobody else, and the request goes on', async () => {
    const cache = await openCache();
    const remote = fakeRemote(object, { wait: () => new Promise((done) => setTimeout(done, 20)) });
    const source = cache.source(remote);
    const controller = new AbortController();
    const gone = source.read(0, 150, { signal: controller.signal });
    const other = source.read(100, 50);
    await expect.poll(() => remote.asked.length, { interval: 1 }).toBe(1);
    controller.abort();
    await expect(gone).rejects.toThrow(anAbort);
    expect(await other).toEqual(object.subarray(100, 150));
    expect([remote.asked.length, remote.aborted]).toEqual([1, 0]);
    await source.close();
  });

  it('takes its requests with it where nobody else waits; what is wanted anew is asked for anew', async () => {
    const cache = await openCache();
    const remote = fakeRemote(object, { wait: () => new Promise((done) => setTimeout(done, 20)) });
    const source = cache.source(remote);
    const controller = new AbortController();
    const gone = source.read(0, 150, { signal: controller.signal });
    await expect.poll(() => remote.asked.length, { interval: 1 }).toBe(1);
    controller.abort();
    const again = source.read(0, 150);
    await expect(gone).rejects.toThrow(anAbort);
    expect(await again).toEqual(object.subarray(0, 150));
    expect([remote.asked.length, remote.aborted]).toEqual([2, 1]);
    await source.close();
  });

  it('asks for nothing where it gave up before its turn ended', async () => {
    const cache = await openCache();
    const remote = fakeRemote(object);
    const source = cache.source(remote);
    const controller = new AbortController();
    const gone = source.read(0, 150, { signal: controller.signal });
    controller.abort();
    await expect(gone).rejects.toThrow(anAbort);
    await expect(source.read(0, 1, { signal: controller.signal })).rejects.toThrow(anAbort);
    await source.close();
    expect(remote.asked).toEqual([]);
  });

  it('may be one of hundreds on one signal, and Node does not warn of a leak', async () => {
    const cache = await openCache();
    const source = cache.source(fakeRemote(object));
    const { signal } = new AbortController();
    const warned: Error[] = [];
    const note = (warning: Error): unknown => warned.push(warning);
    process.on('warning', note);
    await Promise.all(Array.from({ length: 300 }, (_, k) => source.read(10 * k, 10, { signal })));
    await Promise.all(Array.from({ length: 30 }, () => cache.file('key', 1, async () => object, signal)));
    await new Promise((done) => setImmediate(done));
    process.off('warning', note);
    expect(warned).toEqual([]);
    await source.close();
  });

  it('at any moment: all others get their bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 1, max: 1000 }), fc.option(fc.nat(6))), { maxLength: 12 }),
        async (wanted) => {
          const cache = await openCache();
          const remote = fakeRemote(object, { wait: ({ offset }) => new Promise((r) => setTimeout(r, offset % 4)) });
          const source = cache.source(remote);
          await Promise.all(
            wanted.map(async ([offset, length, abortMs]) => {
              const controller = new AbortController();
              if (abortMs !== null) setTimeout(() => controller.abort(), abortMs);
              const read = source.read(offset, length, { signal: controller.signal });
              const result = await read.catch((error: unknown) => error);
              const wasGivenUp = abortMs !== null && !(result instanceof Uint8Array);
              expect(result).toEqual(wasGivenUp ? anAbort : object.subarray(offset, offset + length));
            }),
          );
          await source.close();
          await cache.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});

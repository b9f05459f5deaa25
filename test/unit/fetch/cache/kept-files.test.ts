import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReadLedger, withLedger } from '../../../../src/fetch/index.ts';
import type { Warning } from '../../../../src/model/index.ts';
import { testCaches } from './caches.ts';

const { newFolder, openCache } = testCaches();
const KEY = 'https://example.org/orbits/list.xml';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const anAbort = expect.objectContaining({ name: 'AbortError' }) as unknown;
const never = (): Promise<Uint8Array> => Promise.reject(new Error('was fetched'));

/** A cache with a clock that is set by hand. */
async function clockedCache(folder = newFolder()) {
  const warnings: Warning[] = [];
  const clock = { nowS: 1_790_000_000 };
  const cache = await openCache({ folder, now: () => clock.nowS, warn: (warning) => warnings.push(warning) });
  return { cache, clock, warnings };
}

describe('a small file', () => {
  it('is fetched once, and again when it is too old', async () => {
    const { cache, clock } = await clockedCache();
    expect(await cache.file(KEY, 100, async () => bytesOf('one'))).toEqual(bytesOf('one'));
    clock.nowS += 100;
    expect(await cache.file(KEY, 100, never)).toEqual(bytesOf('one'));
    clock.nowS += 1;
    expect(await cache.file(KEY, 100, async () => bytesOf('two'))).toEqual(bytesOf('two'));
    expect(await cache.file(KEY, 100, never)).toEqual(bytesOf('two'));
    clock.nowS += 1e9;
    expect(await cache.file(KEY, Infinity, never)).toEqual(bytesOf('two'));
  });

  it('of a clock that was far ahead is fetched again', async () => {
    const { cache, clock } = await clockedCache();
    await cache.file(KEY, 100, async () => bytesOf('one'));
    clock.nowS -= 1e6;
    expect(await cache.file(KEY, 100, async () => bytesOf('two'))).toEqual(bytesOf('two'));
  });

  it('is there for another process, and is counted as not fetched', async () => {
    const folder = newFolder();
    const first = await clockedCache(folder);
    await first.cache.file(KEY, Infinity, async () => bytesOf('content'));
    await first.cache.close();
    const second = await clockedCache(folder);
    const ledger = new ReadLedger();
    await withLedger(ledger, async () => {
      expect(await second.cache.file(KEY, 100, never)).toEqual(bytesOf('content'));
    });
    expect([ledger.bytes, ledger.cachedBytes]).toEqual([0, 7]);
  });

  it('that is stale is used, with a warning without secrets, when it cannot be fetched', async () => {
    const { cache, clock, warnings } = await clockedCache();
    const key = 'https://user:secret@example.org/list.xml?token=secret#secret';
    await cache.file(key, 100, async () => bytesOf('one'));
    clock.nowS += 3 * 86_400;
    expect(await cache.file(key, 100, () => Promise.reject(new Error('no route')))).toEqual(bytesOf('one'));
    expect(warnings).toEqual([
      {
        code: 'CACHE_STALE',
        stage: 'fetch',
        message: 'https://example.org/list.xml could not be fetched (no route); a copy that is 3 days old is used.',
      },
    ]);
  });

  it('that is nowhere fails as its fetching fails, and is tried again next time', async () => {
    const { cache } = await clockedCache();
    const failure = new Error('no route');
    await expect(cache.file(KEY, 100, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await cache.file(KEY, 100, async () => bytesOf('one'))).toEqual(bytesOf('one'));
  });

  it('that is broken on disk is fetched again', async () => {
    const folder = newFolder();
    const { cache, warnings } = await clockedCache(folder);
    await cache.file(KEY, 100, async () => bytesOf('content'));
    const [name] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('whole'));
    const file = join(folder, name!);
    writeFileSync(file, readFileSync(file).subarray(0, -1));
    expect(await cache.file(KEY, 100, async () => bytesOf('content'))).toEqual(bytesOf('content'));
    expect(warnings.map(({ code }) => code)).toEqual(['CACHE_BLOCK_BROKEN']);
  });

  it('is fetched once for many at a time, each with bytes of its own', async () => {
    const { cache } = await clockedCache();
    let fetches = 0;
    const fetch = async (): Promise<Uint8Array> => {
      fetches += 1;
      await new Promise((done) => setTimeout(done, 5));
      return bytesOf('content');
    };
    const all = await Promise.all(Array.from({ length: 20 }, () => cache.file(KEY, 100, fetch)));
    all[0]!.fill(0);
    expect(all.slice(1)).toEqual(Array.from({ length: 19 }, () => bytesOf('content')));
    expect(fetches).toBe(1);
  });

  it('goes on for others when one gives up, and ends when all have', async () => {
    const { cache } = await clockedCache();
    const signals: (AbortSignal | undefined)[] = [];
    const fetch = (signal?: AbortSignal): Promise<Uint8Array> => {
      signals.push(signal);
      return new Promise((resolve, reject) => {
        setTimeout(() => resolve(bytesOf('content')), 30);
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    const [one, other] = [new AbortController(), new AbortController()];
    const gone = cache.file(KEY, 100, fetch, one.signal);
    const stays = cache.file(KEY, 100, fetch, other.signal);
    setTimeout(() => one.abort(), 5);
    await expect(gone).rejects.toThrow(anAbort);
    expect(await stays).toEqual(bytesOf('content'));
    expect(signals).toHaveLength(1);

    const alone = cache.file('another', 100, fetch, other.signal);
    setTimeout(() => other.abort(), 5);
    await expect(alone).rejects.toThrow(anAbort);
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
    expect(await cache.file('another', 100, fetch)).toEqual(bytesOf('content'));
  });
});

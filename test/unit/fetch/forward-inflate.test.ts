import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SentryalError } from '../../../src/errors/index.ts';
import { memorySource, openProduct } from '../../../src/fetch/index.ts';
import { ForwardInflate } from '../../../src/fetch/product/forward-inflate.ts';
import { readZipDirectory } from '../../../src/fetch/product/zip-directory.ts';
import type { ByteSource } from '../../../src/model/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyProduct } from '../../support/tiny-safe.ts';
import { type TinyZipEntry, tinyZip } from '../../support/tiny-zip.ts';

const folder = temporaryFolder();
const withCode = (code: string): unknown => expect.objectContaining({ code });

/** Half of every byte is noise: it deflates to about 55 %, evenly. */
const SIZE = 9_000_001;
const bytes = Buffer.alloc(SIZE);
for (let k = 0, state = 1; k < SIZE; k += 1) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  bytes[k] = state >>> 28;
}
const honest = tinyZip([{ path: 'm', bytes, deflated: true }]);
const RATIO = honest.length / SIZE;

interface Counted {
  readonly source: ByteSource;
  read: number;
  /** Thrown by the next read. */
  failure?: Error;
}

function counted(zip: Buffer): Counted {
  const memory = memorySource('a.zip', zip);
  const counter: Counted = {
    read: 0,
    source: {
      ...memory,
      async read(offset, length, options) {
        await new Promise((resolve) => setImmediate(resolve));
        options?.signal?.throwIfAborted();
        const { failure } = counter;
        delete counter.failure;
        if (failure) throw failure;
        counter.read += length;
        return memory.read(offset, length, options);
      },
    },
  };
  return counter;
}

let made = 0;
async function open(
  zip: Buffer = honest,
): Promise<{ zip: Counted; inflate: ForwardInflate; m: ByteSource; file: string }> {
  const counter = counted(zip);
  const [entry] = await readZipDirectory(counter.source);
  counter.read = 0;
  made += 1;
  const file = join(folder, `inflated-${made}`);
  const inflate = new ForwardInflate(counter.source, entry!, file);
  return { zip: counter, inflate, m: inflate.source('m'), file };
}

async function settled(counter: Counted): Promise<number> {
  let before = -1;
  while (before !== counter.read) {
    before = counter.read;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return before;
}

describe('a member that is inflated as far as it is read', () => {
  it('stops reading the zip where the last byte asked for is, and goes on', async () => {
    const { zip, inflate, m } = await open();
    expect(m).toMatchObject({ sizeBytes: SIZE, hasDirectory: false });
    for (const end of [10, 2_000_000, 5_000_000]) {
      expect(Buffer.from(await m.read(end - 10, 10))).toEqual(bytes.subarray(end - 10, end));
      // Some pieces of the least size may be on their way.
      expect(await settled(zip)).toBeLessThan(end * RATIO + 4 * 2 ** 17);
    }
    const before = zip.read;
    expect(Buffer.from(await m.read(1_000_000, 10))).toEqual(bytes.subarray(1_000_000, 1_000_010));
    expect(await settled(zip)).toBe(before);
    expect(zip.read).toBeLessThan(0.75 * honest.length);
    expect(zip.read).toBeGreaterThan(5_000_000 * RATIO * 0.95);
    await inflate.close();
  });

  it('transfers little for what is near its start', async () => {
    const { zip, inflate, m } = await open();
    await m.read(0, 8);
    expect(await settled(zip)).toBeLessThan(4 * 2 ** 17 + 100);
    await inflate.close();
  });

  it('gives the right bytes for any reads, one after another or together', async () => {
    const range = fc.tuple(fc.nat(SIZE), fc.nat(70_000)).map(([offset, length]) => ({
      offset,
      length: Math.min(length, SIZE - offset),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(range, { minLength: 1, maxLength: 8 }), fc.boolean(), async (ranges, together) => {
        const { inflate, m } = await open();
        const check = async ({ offset, length }: { offset: number; length: number }): Promise<void> => {
          const got = Buffer.from(await m.read(offset, length));
          expect(got.equals(bytes.subarray(offset, offset + length))).toBe(true);
        };
        if (together) await Promise.all(ranges.map(check));
        else for (const one of ranges) await check(one);
        await inflate.close();
      }),
      { numRuns: 15 },
    );
  });

  it('lets one reader go without harm to the others', async () => {
    const { inflate, m } = await open();
    const control = new AbortController();
    const aborted = m.read(SIZE - 1, 1, { signal: control.signal });
    const stays = m.read(6_000_000, 4);
    control.abort();
    await expect(aborted).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(Buffer.from(await stays)).toEqual(bytes.subarray(6_000_000, 6_000_004));
    await inflate.close();
  });

  it('stops the transfer when nobody waits any more', async () => {
    const { zip, inflate, m } = await open();
    const control = new AbortController();
    const aborted = m.read(SIZE - 1, 1, { signal: control.signal });
    await new Promise((resolve) => setImmediate(resolve));
    control.abort();
    await expect(aborted).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(await settled(zip)).toBeLessThan(honest.length);
    expect(Buffer.from(await m.read(SIZE - 1, 1))).toEqual(bytes.subarray(-1));
    await inflate.close();
  });

  it('tells every reader of a failure and starts again for the next one', async () => {
    const { zip, inflate, m } = await open();
    await m.read(0, 100);
    zip.failure = new SentryalError('FILE_UNREADABLE', { path: 'a.zip', reason: 'test' });
    const both = await Promise.allSettled([m.read(3_000_000, 1), m.read(4_000_000, 1)]);
    expect(both.map((one) => (one.status === 'rejected' ? one.reason.code : one.status))).toEqual([
      'FILE_UNREADABLE',
      'FILE_UNREADABLE',
    ]);
    expect(Buffer.from(await m.read(4_000_000, 3))).toEqual(bytes.subarray(4_000_000, 4_000_003));
    await inflate.close();
  });

  const wrong: [string, Partial<TinyZipEntry>][] = [
    ['a wrong checksum', { crc: 1 }],
    ['fewer bytes than listed', { size: SIZE + 5 }],
    ['more bytes than listed', { size: SIZE - 5 }],
  ];
  it.each(wrong)('refuses the last bytes of a member with %s, and all of it from then on', async (_, lie) => {
    const { inflate, m } = await open(tinyZip([{ path: 'm', bytes, deflated: true, ...lie }]));
    expect(Buffer.from(await m.read(0, 4))).toEqual(bytes.subarray(0, 4));
    await expect(m.read(m.sizeBytes - 1, 1)).rejects.toThrow(withCode('ZIP_INVALID'));
    await expect(m.read(0, 4)).rejects.toThrow(withCode('ZIP_INVALID'));
    await inflate.close();
  });

  it('refuses a stream that breaks in the middle', async () => {
    const zip = Buffer.from(honest);
    zip.fill(0xff, 2_000_000, 2_100_000);
    const { inflate, m } = await open(zip);
    await expect(m.read(8_000_000, 1)).rejects.toThrow(withCode('ZIP_INVALID'));
    await inflate.close();
  });

  it('removes what it inflated, also while it inflates', async () => {
    const { inflate, m, file } = await open();
    await m.read(0, 1);
    const late = m.read(SIZE - 1, 1);
    const told = late.catch((error: unknown) => error);
    expect(existsSync(file)).toBe(true);
    await inflate.close();
    expect(await told).toMatchObject({ name: 'AbortError' });
    expect(existsSync(file)).toBe(false);
  });
});

it('what a killed run left in the cache folder is removed after two days', async () => {
  const cacheDir = join(folder, 'abandoned');
  for (const name of ['unzip-old', 'unzip-new', 'other']) mkdirSync(join(cacheDir, name), { recursive: true });
  const old = Date.now() / 1000 - 3 * 86_400;
  for (const name of ['unzip-old', 'other']) utimesSync(join(cacheDir, name), old, old);
  const path = join(folder, 'product.zip');
  const big = Buffer.alloc(17 * 2 ** 20, bytes.subarray(0, 100_003));
  const entries = [...tinyProduct(), ['big', big] as const].map(([name, content]) => ({
    path: name,
    bytes: content,
    deflated: name === 'big',
  }));
  writeFileSync(path, tinyZip(entries));
  const product = await openProduct(path, { cacheDir });
  const member = await product.open('big');
  expect(Buffer.from(await member.read(100_003, 5))).toEqual(bytes.subarray(0, 5));
  expect(readdirSync(cacheDir).filter((name) => name === 'unzip-old')).toEqual([]);
  expect(readdirSync(cacheDir)).toEqual(expect.arrayContaining(['unzip-new', 'other']));
  await product.close();
});

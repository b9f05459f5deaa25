import { mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileOperations, nodeFiles } from '../../../../src/fetch/cache/file-operations.ts';
import type { Warning } from '../../../../src/model/index.ts';
import { BLOCK, testCaches } from './caches.ts';
import { fakeRemote, randomBytes } from './fake-remote.ts';

const { newFolder, openCache } = testCaches();
const object = randomBytes(3000, 3);
const another = randomBytes(3000, 4);

function blockFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\/\d+\.\d+$/.test(name))
    .map((name) => join(folder, name))
    .sort((a, b) => Number(/(\d+)\.\d+$/.exec(a)![1]) - Number(/(\d+)\.\d+$/.exec(b)![1]));
}

/** A folder with all blocks of the object. */
async function filledFolder(): Promise<string> {
  const folder = newFolder();
  const cache = await openCache({ folder });
  const source = cache.source(fakeRemote(object));
  await source.read(0, object.length);
  await source.close();
  await cache.close();
  return folder;
}

/** Reads the object whole through a new cache. */
async function readAgain(folder: string) {
  const warnings: Warning[] = [];
  const cache = await openCache({ folder, warn: (warning) => warnings.push(warning) });
  const remote = fakeRemote(object);
  const source = cache.source(remote);
  const bytes = await source.read(0, object.length);
  await source.close();
  await cache.close();
  return { bytes, asked: remote.asked, codes: warnings.map(({ code }) => code) };
}

describe('a block on disk', () => {
  it.each<[string, (content: Buffer, others: readonly Buffer[]) => Uint8Array]>([
    ['torn in its middle', (content) => content.subarray(0, 90)],
    ['empty', () => new Uint8Array(0)],
    ['torn in its header', (content) => content.subarray(0, 20)],
    ['full of zeros behind its head', (content) => Buffer.concat([content.subarray(0, 70)], content.length)],
    ['of one wrong bit', (content) => Buffer.from(content).fill(content[100]! ^ 4, 100, 101)],
    ['another block of the object', (_, others) => others[8]!],
    ['something else', () => Buffer.from('<html>not a block</html>'.repeat(7))],
    ['longer than it should be', (content) => Buffer.concat([content, content])],
  ])('%s is dropped, said once, and fetched again', async (_, change) => {
    const folder = await filledFolder();
    const files = blockFiles(folder);
    const contents = files.map((file) => readFileSync(file));
    for (const k of [3, 20]) writeFileSync(files[k]!, change(contents[k]!, contents));
    const read = await readAgain(folder);
    expect(read.bytes).toEqual(object);
    expect(read.asked).toEqual([
      { offset: 3 * BLOCK, length: BLOCK },
      { offset: 20 * BLOCK, length: BLOCK },
    ]);
    expect(read.codes).toEqual(['CACHE_BLOCK_BROKEN']);
    expect(await readAgain(folder)).toEqual({ bytes: object, asked: [], codes: [] });
  });

  it('of another object under its name is not taken', async () => {
    const folder = await filledFolder();
    const otherFolder = newFolder();
    const cache = await openCache({ folder: otherFolder });
    const source = cache.source(fakeRemote(another, { address: 'https://example.org/another' }));
    await source.read(0, another.length);
    await source.close();
    await cache.close();
    const foreign = blockFiles(otherFolder);
    for (const [k, file] of blockFiles(folder).entries()) writeFileSync(file, readFileSync(foreign[k]!));
    expect((await readAgain(folder)).bytes).toEqual(object);
  });

  it('that cannot be read is fetched again', async () => {
    const folder = await filledFolder();
    const cannot = async (): Promise<never> => {
      throw Object.assign(new Error('input/output error'), { code: 'EIO' });
    };
    const warnings: Warning[] = [];
    const cache = await openCache({
      folder,
      warn: (warning) => warnings.push(warning),
      files: { ...nodeFiles, read: cannot },
    });
    const source = cache.source(fakeRemote(object));
    expect(await source.read(0, object.length)).toEqual(object);
    expect(warnings.map(({ code }) => code)).toEqual(['CACHE_UNREADABLE']);
    await source.close();
  });
});

describe('leftovers of killed processes', () => {
  it('are removed when they are old, and not when another process may be writing them', async () => {
    const folder = newFolder();
    const temporary = join(folder, 'new');
    mkdirSync(temporary);
    const nowS = Date.now() / 1000;
    for (const [name, ageS] of [
      ['old', 3700],
      ['young', 3500],
    ] as const) {
      writeFileSync(join(temporary, name), 'half');
      utimesSync(join(temporary, name), nowS - ageS, nowS - ageS);
    }
    await (await openCache({ folder })).close();
    expect(readdirSync(temporary)).toEqual(['young']);
  });

  it('are not left by writes that succeed or fail', async () => {
    const folder = await filledFolder();
    expect(readdirSync(join(folder, 'new'))).toEqual([]);
  });
});

/** A disk of so many bytes, as far as writing goes. */
function smallDisk(capacity: number, code: string): FileOperations & { attempts: number } {
  let used = 0;
  const disk = {
    ...nodeFiles,
    attempts: 0,
    async write(path: string, content: Uint8Array) {
      if (path.includes('/new/')) disk.attempts += 1;
      if (used + content.byteLength > capacity) {
        // As a file system does: what fits is there, then the error.
        await nodeFiles.write(path, content.subarray(0, Math.max(0, capacity - used)));
        throw Object.assign(new Error('no space'), { code });
      }
      used += content.byteLength;
      await nodeFiles.write(path, content);
    },
  };
  return disk;
}

describe('a disk that cannot be written', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES'])('(%s) is said once, and the job goes on', async (code) => {
    const folder = newFolder();
    const warnings: Warning[] = [];
    const files = smallDisk(1000, code);
    let nowS = 1_790_000_000;
    const cache = await openCache({ folder, files, warn: (warning) => warnings.push(warning), now: () => nowS });
    const remote = fakeRemote(object);
    const source = cache.source(remote);
    expect(await source.read(0, object.length)).toEqual(object);
    expect(await cache.file('orbit', 60, async () => another)).toEqual(another);
    // Memory stands in: nothing is fetched twice, neither blocks nor files.
    expect(await source.read(100, 2000)).toEqual(object.subarray(100, 2100));
    expect(remote.asked.reduce((sum, { length }) => sum + length, 0)).toBe(object.length);
    await cache.file('orbit', 60, () => Promise.reject(new Error('asked twice')));
    await source.close();
    // The disk is left alone for a minute.
    const { attempts } = files;
    const more = cache.source(fakeRemote(another, { address: 'https://example.org/another' }));
    await more.read(0, another.length);
    await more.close();
    expect(files.attempts).toBe(attempts);
    nowS += 61;
    const later = cache.source(fakeRemote(another, { address: 'https://example.org/later' }));
    expect(await later.read(0, another.length)).toEqual(another);
    await later.close();
    expect(files.attempts).toBeGreaterThan(attempts);
    await cache.close();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ code: 'CACHE_UNWRITABLE', stage: 'fetch' });
    expect(warnings[0]!.message).toContain(code);
    expect(readdirSync(join(folder, 'new'))).toEqual([]);
    // What fitted can be used.
    expect((await readAgain(folder)).bytes).toEqual(object);
  });

  it('gives way when it is full: a tenth of what it holds goes, however many writes fail', async () => {
    const folder = await filledFolder();
    const before = blockFiles(folder).length;
    const disk = smallDisk(0, 'ENOSPC');
    let delayMs = 0;
    const files: FileOperations = {
      ...disk,
      // One after the other, so that there is time to make room between two failures.
      async write(path, content) {
        await new Promise((done) => setTimeout(done, (delayMs += 2)));
        await disk.write(path, content);
      },
    };
    const cache = await openCache({ folder, files, warn: () => {} });
    const source = cache.source(fakeRemote(another, { address: 'https://example.org/another' }));
    await source.read(0, another.length);
    await source.close();
    await cache.close();
    expect(blockFiles(folder)).toHaveLength(0.9 * before);
  });

  it('because its folder is a file', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const read = await readAgain(file);
    expect([read.bytes, read.codes]).toEqual([object, ['CACHE_UNWRITABLE']]);
  });

  it('is not touched where nothing is to be kept', async () => {
    const folder = join(newFolder(), 'none');
    const cache = await openCache({ folder, maxBytes: 0 });
    const source = cache.source(fakeRemote(object));
    expect(await source.read(0, 1000)).toEqual(object.subarray(0, 1000));
    await source.close();
    await cache.close();
    expect(() => readdirSync(folder)).toThrow('ENOENT');
  });
});

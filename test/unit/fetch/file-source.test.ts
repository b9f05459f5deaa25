import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../src/model/index.ts';
import { lazySource, memorySource, openFileSource, sliceSource } from '../../../src/fetch/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const bytes = Uint8Array.from({ length: 1000 }, (_, k) => k % 251);
const path = join(folder, 'bytes.bin');
writeFileSync(path, bytes);

const withCode = (code: string): unknown => expect.objectContaining({ code });

describe.each([
  ['openFileSource', async (): Promise<ByteSource> => openFileSource(path, 'bytes')],
  ['memorySource', async (): Promise<ByteSource> => memorySource('bytes', bytes)],
  [
    'sliceSource',
    async (): Promise<ByteSource> =>
      sliceSource('bytes', memorySource('whole', Uint8Array.from([9, 9, ...bytes, 9])), 2, bytes.length),
  ],
  ['lazySource', async (): Promise<ByteSource> => lazySource('bytes', 1000, async () => memorySource('inner', bytes))],
])('%s', (_, open) => {
  it.each([
    [0, 1000],
    [0, 0],
    [17, 100],
    [999, 1],
    [1000, 0],
  ])('reads from %i exactly %i bytes into a fresh buffer', async (offset, length) => {
    const source = await open();
    expect([source.name, source.sizeBytes]).toEqual(['bytes', 1000]);
    const read = await source.read(offset, length);
    expect([...read]).toEqual([...bytes.subarray(offset, offset + length)]);
    expect(read.byteOffset).toBe(0);
    read.fill(0);
    expect([...(await source.read(offset, length))]).toEqual([...bytes.subarray(offset, offset + length)]);
    await source.close();
  });

  it.each([
    [999, 2],
    [1000, 1],
    [-1, 1],
    [0, -1],
    [2000, 0],
  ])('refuses from %i, %i bytes', async (offset, length) => {
    const source = await open();
    await expect(source.read(offset, length)).rejects.toThrow(withCode('READ_TRUNCATED'));
    await source.close();
  });

  it('gives up when asked to', async () => {
    const source = await open();
    await expect(source.read(0, 10, { signal: AbortSignal.abort() })).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
    await source.close();
  });
});

describe('openFileSource', () => {
  it('names a file that is not there, or not a file', async () => {
    await expect(openFileSource(join(folder, 'absent'))).rejects.toThrow(withCode('FILE_NOT_FOUND'));
    await expect(openFileSource(join(path, 'below'))).rejects.toThrow(withCode('FILE_NOT_FOUND'));
    mkdirSync(join(folder, 'directory'));
    await expect(openFileSource(join(folder, 'directory'))).rejects.toThrow(withCode('FILE_UNREADABLE'));
  });

  it('notices a file that became shorter', async () => {
    const shrinking = join(folder, 'shrinking.bin');
    writeFileSync(shrinking, bytes);
    const source = await openFileSource(shrinking);
    truncateSync(shrinking, 500);
    await expect(source.read(400, 200)).rejects.toThrow(withCode('READ_TRUNCATED'));
    await source.close();
  });
});

describe('lazySource', () => {
  it('opens once for many reads, and tries again after a failure', async () => {
    let opened = 0;
    const source = lazySource('x', 1000, async () => {
      opened += 1;
      if (opened === 1) throw new Error('not yet');
      return memorySource('inner', bytes);
    });
    await expect(source.read(0, 1)).rejects.toThrow('not yet');
    await Promise.all([source.read(0, 1), source.read(1, 1), source.read(2, 1)]);
    expect(opened).toBe(2);
    await source.close();
  });
});

import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { randomFillSync } from 'node:crypto';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ProductFiles, openProduct } from '../../../src/fetch/index.ts';
import { TINY, TINY_PATHS, tinyProduct, writeProduct } from '../../support/tiny-safe.ts';
import { type TinyZipEntry, tinyZip } from '../../support/tiny-zip.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const files = tinyProduct();
const withCode = (code: string): unknown => expect.objectContaining({ code });

let made = 0;
function writeZip(entries: readonly TinyZipEntry[], cut?: (zip: Buffer) => Buffer): string {
  made += 1;
  const path = join(folder, `${made}.zip`);
  const zip = tinyZip(entries);
  writeFileSync(path, cut ? cut(zip) : zip);
  return path;
}

function productEntries(deflated: boolean, root = `${TINY.name}.SAFE/`): TinyZipEntry[] {
  return [...files].map(([path, bytes]) => ({ path: root + path, bytes, deflated }));
}

const safe = writeProduct(join(folder, 'unpacked'), files);

describe.each([
  ['a SAFE folder', safe],
  ['a folder that contains it', dirname(safe)],
  ['a zip of stored members', writeZip(productEntries(false))],
  ['a zip of deflated members', writeZip(productEntries(true))],
  ['a zip with a folder above', writeZip(productEntries(true, `above/${TINY.name}.SAFE/`))],
  [
    'a zip with directory entries',
    writeZip([{ path: `${TINY.name}.SAFE/`, bytes: new Uint8Array() }, ...productEntries(true)]),
  ],
])('openProduct of %s', (_, path) => {
  it('lists every file once and reads them', async () => {
    const product = await openProduct(path, { cacheDir });
    expect(product.name).toBe(TINY.name);
    expect(product.list()).toEqual(
      [...files]
        .map(([member, bytes]) => ({ path: member, sizeBytes: bytes.byteLength }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
    );
    expect(await product.readText(TINY_PATHS.annotation)).toBe(files.get(TINY_PATHS.annotation)!.toString());
    const source = await product.open(TINY_PATHS.measurement);
    expect(Buffer.from(await source.read(300, 50))).toEqual(files.get(TINY_PATHS.measurement)!.subarray(300, 350));
    await source.close();
    await product.close();
  });

  it('names what is not there', async () => {
    const product = await openProduct(path, { cacheDir });
    await expect(product.readText('absent.xml')).rejects.toThrow(withCode('PRODUCT_MEMBER_MISSING'));
    await expect(product.open('../bytes.bin')).rejects.toThrow(withCode('PRODUCT_MEMBER_MISSING'));
    await product.close();
  });
});

describe('openProduct refuses', () => {
  const entry = (path: string): TinyZipEntry => ({ path, bytes: Buffer.from('x') });
  const good = productEntries(true);

  it.each([
    ['nothing there', () => join(folder, 'absent.zip'), 'FILE_NOT_FOUND'],
    ['a file that is no zip', () => join(safe, 'manifest.safe'), 'PRODUCT_NOT_FOUND'],
    ['a folder without a product', () => join(safe, 'annotation'), 'PRODUCT_NOT_FOUND'],
    ['a zip without a manifest', () => writeZip(good.slice(1)), 'PRODUCT_NOT_FOUND'],
    ['a zip of two products', () => writeZip([...good, ...productEntries(true, 'other.SAFE/')]), 'PRODUCT_NOT_FOUND'],
    ['an empty zip', () => writeZip([]), 'PRODUCT_NOT_FOUND'],
    ['a zip cut at its end', () => writeZip(good, (zip) => zip.subarray(0, -30)), 'ZIP_INVALID'],
    ['a zip cut at its beginning', () => writeZip(good, (zip) => zip.subarray(900)), 'ZIP_INVALID'],
    ['an empty file', () => writeZip(good, () => Buffer.alloc(0)), 'ZIP_INVALID'],
    ['a name twice', () => writeZip([...good, good[0]!]), 'ZIP_INVALID'],
    ['a path upward', () => writeZip([...good, entry('a/../../b')]), 'ZIP_UNSAFE_NAME'],
    ['a path upward with backslashes', () => writeZip([...good, entry('..\\b')]), 'ZIP_UNSAFE_NAME'],
    ['an absolute path', () => writeZip([...good, entry('/etc/x')]), 'ZIP_UNSAFE_NAME'],
    ['a drive letter', () => writeZip([...good, entry('C:/x')]), 'ZIP_UNSAFE_NAME'],
    ['an encrypted member', () => writeZip([...good, { ...entry('x'), flags: 1, size: -11 >>> 0 }]), 'ZIP_INVALID'],
    ['another compression', () => writeZip([...good, { ...entry('x'), method: 12 }]), 'ZIP_MEMBER_UNSUPPORTED'],
  ])('%s', async (_, path, code) => {
    await expect(openProduct(path(), { cacheDir })).rejects.toThrow(withCode(code));
  });

  it('a folder of two products', async () => {
    const both = join(folder, 'both');
    for (const name of ['a', 'b']) writeProduct(both, files, name);
    await expect(openProduct(both, { cacheDir })).rejects.toThrow(withCode('PRODUCT_NOT_FOUND'));
  });

  it('an encrypted deflated member', async () => {
    const path = writeZip([...good, { ...entry('x'), deflated: true, flags: 1 }]);
    await expect(openProduct(path, { cacheDir })).rejects.toThrow(withCode('ZIP_MEMBER_UNSUPPORTED'));
  });
});

describe('members of a zip', () => {
  const manifest = productEntries(true)[0]!;
  const open = async (member: Omit<TinyZipEntry, 'path'>): Promise<ProductFiles> =>
    openProduct(writeZip([manifest, { path: `${TINY.name}.SAFE/x`, ...member }]), { cacheDir });
  const text = Buffer.from('some text, some text');

  it.each([
    ['a wrong checksum', { bytes: text, deflated: true, crc: 1 }, 'ZIP_INVALID'],
    ['more bytes than listed', { bytes: text, deflated: true, size: 5 }, 'ZIP_INVALID'],
    ['fewer bytes than listed', { bytes: text, deflated: true, size: 50 }, 'ZIP_INVALID'],
    ['no deflate stream', { bytes: text, method: 8 }, 'ZIP_INVALID'],
    ['an absurd size', { bytes: text, deflated: true, size: 2 ** 31 }, 'PRODUCT_MEMBER_TOO_LARGE'],
    ['an absurd expansion', { bytes: Buffer.alloc(40 * 2 ** 20), deflated: true }, 'ZIP_EXPANSION'],
  ])('with %s are refused', async (_, member, code) => {
    const product = await open(member);
    await expect(product.readText('x')).rejects.toThrow(withCode(code));
    await product.close();
  });

  it('that are large are unpacked into the cache folder once, and removed at the end', async () => {
    // Incompressible, and above the size that is unpacked in memory.
    const bytes = randomFillSync(Buffer.alloc(17 * 2 ** 20));
    const product = await open({ bytes, deflated: true });
    await expect(product.open('x', { signal: AbortSignal.abort() })).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
    const [first, second] = await Promise.all([product.open('x'), product.open('x')]);
    const unpacked = readdirSync(cacheDir).filter((name) => name.startsWith('unzip-'));
    expect(unpacked).toHaveLength(1);
    expect(Buffer.from(await first.read(12_345_678, 1000))).toEqual(bytes.subarray(12_345_678, 12_346_678));
    expect(Buffer.from(await second.read(bytes.length - 10, 10))).toEqual(bytes.subarray(-10));
    expect(readdirSync(join(cacheDir, unpacked[0]!))).toEqual(['x']);
    await Promise.all([first.close(), second.close()]);
    await product.close();
    expect(existsSync(join(cacheDir, unpacked[0]!))).toBe(false);
  });

  it('that cannot be unpacked say so', async () => {
    const bytes = randomFillSync(Buffer.alloc(17 * 2 ** 20));
    const path = writeZip([manifest, { path: `${TINY.name}.SAFE/x`, bytes, deflated: true }]);
    // A file where the cache folder should be.
    const product = await openProduct(path, { cacheDir: join(safe, 'manifest.safe') });
    await expect(product.open('x')).rejects.toThrow(withCode('CACHE_UNWRITABLE'));
    await product.close();
  });
});

describe('a SAFE folder', () => {
  it('with a link to a file reads it, and leaves out what is no file', async () => {
    const root = join(folder, 'linked', `${TINY.name}.SAFE`);
    cpSync(safe, root, { recursive: true });
    symlinkSync(join(safe, 'manifest.safe'), join(root, 'linked.xml'));
    mkdirSync(join(root, 'empty'));
    const product = await openProduct(root, { cacheDir });
    expect(product.list().map(({ path }) => path)).toEqual(['linked.xml', ...files.keys()].sort());
    expect(await product.readText('linked.xml')).toBe(files.get('manifest.safe')!.toString());
    await product.close();
  });
});

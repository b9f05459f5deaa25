import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SentryalError } from '../../errors/index.ts';
import type { ByteSource } from '../../model/index.ts';
import { openFileSource } from '../source/file-source.ts';
import { MAX_TEXT_BYTES, type ProductFiles, type ProductMember } from './product-files.ts';
import { noteText } from '../source/read-ledger.ts';
import { endedByClose, memorySource, sliceSource } from '../source/source-views.ts';
import { ForwardInflate } from './forward-inflate.ts';
import { type ZipEntry, readZipDirectory } from './zip-directory.ts';
import { inflateMember } from './zip-inflate.ts';

/** Deflated members up to this size are unpacked in memory, larger ones into the cache folder. */
const MAX_MEMORY_BYTES = 4 * 2 ** 20;

/** A measurement of one swath takes 1.4 GB. */
const MAX_MEMBER_BYTES = 16 * 2 ** 30;

/** Speckle compresses to two thirds; even an all-constant image of the size that matters stays below this. */
const MAX_EXPANSION = 300;

const SAFE_MANIFEST = /^(?:.*\/)?manifest\.safe$/;

/** Refuses members no product has, before anything is unpacked. */
function checkExpansion(path: string, product: string, entry: ZipEntry, limit: number): void {
  const { path: member, sizeBytes: size, compressedBytes: compressed } = entry;
  if (size > limit) throw new SentryalError('PRODUCT_MEMBER_TOO_LARGE', { product, member, size, limit });
  if (size > MAX_MEMORY_BYTES && size > MAX_EXPANSION * compressed)
    throw new SentryalError('ZIP_EXPANSION', { path, member, size, compressed });
}

async function inflateToMemory(zip: ByteSource, entry: ZipEntry, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const bytes = new Uint8Array(entry.sizeBytes);
  let offset = 0;
  await inflateMember(
    zip,
    entry,
    (chunk) => {
      bytes.set(chunk, offset);
      offset += chunk.byteLength;
    },
    signal,
  );
  return bytes;
}

/** Folders of runs that were killed are removed when they are this old, s. */
const ABANDONED_S = 2 * 86_400;

async function removeAbandoned(cacheDir: string): Promise<void> {
  const limit = Date.now() / 1000 - ABANDONED_S;
  for (const name of await readdir(cacheDir)) {
    if (!name.startsWith('unzip-')) continue;
    const folder = join(cacheDir, name);
    // Another process may remove it at the same time.
    const changed = await stat(folder).catch(() => undefined);
    if (changed !== undefined && changed.mtimeMs / 1000 < limit) await rm(folder, { recursive: true, force: true });
  }
}

/** Inflates large members as far as they are read, into a folder of its own below the cache folder. */
function unpacker(zip: ByteSource, cacheDir: string) {
  let folder: Promise<string> | undefined;
  const started = new Map<string, ForwardInflate>();
  const makeFolder = async (): Promise<string> => {
    await mkdir(cacheDir, { recursive: true });
    await removeAbandoned(cacheDir);
    return mkdtemp(join(cacheDir, 'unzip-'));
  };
  return {
    async source(member: string, entry: ZipEntry): Promise<ByteSource> {
      folder ??= makeFolder();
      const into = await folder.catch((error: unknown) => {
        folder = undefined;
        const reason = (error as NodeJS.ErrnoException).code ?? String(error);
        throw new SentryalError('CACHE_UNWRITABLE', { path: cacheDir, reason }, { cause: error });
      });
      let inflate = started.get(entry.path);
      if (inflate === undefined) {
        inflate = new ForwardInflate(zip, entry, join(into, basename(entry.path)));
        started.set(entry.path, inflate);
      }
      return inflate.source(member);
    },
    async close(): Promise<void> {
      await Promise.all([...started.values()].map((inflate) => inflate.close()));
      const made = await folder?.catch(() => undefined);
      if (made !== undefined) await rm(made, { recursive: true, force: true });
    },
  };
}

/**
 * The files of a product in a zip on disk.
 * @throws SentryalError as {@link zipProduct}, and FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function openZip(path: string, cacheDir: string, signal?: AbortSignal): Promise<ProductFiles> {
  return zipProduct(path, await openFileSource(path), cacheDir, signal);
}

/**
 * The files of a product in a zip, wherever it is: its directory is read, then the members that are asked for. Stored
 * members are read in place; deflated ones are unpacked, XML in memory, measurements as far as they are read into a
 * folder below `cacheDir` that `close` removes. Reads that are under way when it is closed are given up.
 * @param location of the zip, for messages
 * @param zip owned from here on: closed with the product, and where opening fails
 * @param signal ends the opening
 * @throws SentryalError PRODUCT_NOT_FOUND, ZIP_INVALID, ZIP_UNSAFE_NAME, ZIP_MEMBER_UNSUPPORTED, those of the source
 */
export async function zipProduct(
  location: string,
  zip: ByteSource,
  cacheDir: string,
  signal?: AbortSignal,
): Promise<ProductFiles> {
  try {
    return await productOf(location, endedByClose(zip), cacheDir, signal);
  } catch (error) {
    await zip.close();
    throw error;
  }
}

async function productOf(
  path: string,
  zip: ByteSource,
  cacheDir: string,
  signal: AbortSignal | undefined,
): Promise<ProductFiles> {
  const entries = await readZipDirectory(zip, signal);
  const manifests = entries.filter((entry) => SAFE_MANIFEST.test(entry.path));
  if (manifests.length !== 1)
    throw new SentryalError('PRODUCT_NOT_FOUND', { path, reason: `it holds ${manifests.length} manifest.safe` });
  const root = manifests[0]!.path.slice(0, -'manifest.safe'.length);
  const name = root === '' ? basename(path).replace(/\.zip$/i, '') : basename(root).replace(/\.SAFE$/, '');
  const members = new Map(
    entries
      .filter((entry) => entry.path.startsWith(root))
      .map((entry) => [entry.path.slice(root.length), entry] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const find = (member: string, limit: number): ZipEntry => {
    const entry = members.get(member);
    if (entry === undefined) throw new SentryalError('PRODUCT_MEMBER_MISSING', { product: name, member });
    checkExpansion(path, name, entry, limit);
    return entry;
  };
  const listed = [...members].map(([member, entry]): ProductMember => ({
    path: member,
    sizeBytes: entry.sizeBytes,
    ...(entry.deflated && entry.sizeBytes > MAX_MEMORY_BYTES
      ? { hasDirectory: false, storedBytes: entry.compressedBytes }
      : {}),
  }));
  const unpack = unpacker(zip, cacheDir);
  const openMember = async (member: string, entry: ZipEntry, ownSignal?: AbortSignal): Promise<ByteSource> => {
    if (!entry.deflated) return sliceSource(member, zip, await entry.locate(ownSignal), entry.sizeBytes);
    if (entry.sizeBytes <= MAX_MEMORY_BYTES) return memorySource(member, await inflateToMemory(zip, entry, ownSignal));
    ownSignal?.throwIfAborted();
    return unpack.source(member, entry);
  };
  return {
    name,
    location: path,
    list: () => listed,
    async readText(member, options) {
      const entry = find(member, MAX_TEXT_BYTES);
      const source = await openMember(member, entry, options?.signal);
      try {
        const content = await source.read(0, source.sizeBytes, options?.signal && { signal: options.signal });
        noteText(`${name}.SAFE/${member}`, content);
        return new TextDecoder().decode(content);
      } finally {
        await source.close();
      }
    },
    open: async (member, options) => openMember(member, find(member, MAX_MEMBER_BYTES), options?.signal),
    async close() {
      await unpack.close();
      await zip.close();
    },
  };
}

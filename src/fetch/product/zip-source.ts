import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SentryalError } from '../../errors/index.ts';
import type { ByteSource } from '../../model/index.ts';
import { openFileSource } from '../source/file-source.ts';
import { MAX_TEXT_BYTES, type ProductFiles } from './product-files.ts';
import { noteText } from '../source/read-ledger.ts';
import { memorySource, sliceSource } from '../source/source-views.ts';
import { type ZipEntry, readZipDirectory } from './zip-directory.ts';
import { inflateMember } from './zip-inflate.ts';

/** Deflated members up to this size are unpacked in memory, larger ones into the cache folder. */
const MAX_MEMORY_BYTES = 16 * 2 ** 20;

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

async function inflateToFile(
  zip: ByteSource,
  entry: ZipEntry,
  file: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const refused = (error: unknown): SentryalError => {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    return new SentryalError('CACHE_UNWRITABLE', { path: file, reason }, { cause: error });
  };
  const handle = await open(file, 'w').catch((error: unknown) => {
    throw refused(error);
  });
  try {
    await inflateMember(
      zip,
      entry,
      async (chunk) => {
        let done = 0;
        while (done < chunk.byteLength) {
          const { bytesWritten } = await handle.write(chunk, done).catch((error: unknown) => {
            throw refused(error);
          });
          done += bytesWritten;
        }
      },
      signal,
    );
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Unpacks members once, into a folder of its own below the cache folder. */
function unpacker(zip: ByteSource, cacheDir: string) {
  let folder: Promise<string> | undefined;
  const unpacked = new Map<string, Promise<string>>();
  const unpack = async (entry: ZipEntry, signal: AbortSignal | undefined): Promise<string> => {
    folder ??= mkdir(cacheDir, { recursive: true }).then(() => mkdtemp(join(cacheDir, 'unzip-')));
    const into = await folder.catch((error: unknown) => {
      folder = undefined;
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new SentryalError('CACHE_UNWRITABLE', { path: cacheDir, reason }, { cause: error });
    });
    const file = join(into, basename(entry.path));
    await inflateToFile(zip, entry, file, signal);
    return file;
  };
  return {
    async file(entry: ZipEntry, signal: AbortSignal | undefined): Promise<string> {
      const shared = unpacked.get(entry.path);
      if (shared !== undefined) {
        try {
          return await shared;
        } catch (error) {
          // Another reader was aborted while it unpacked; this one was not.
          const othersAbort = error instanceof Error && error.name === 'AbortError' && signal?.aborted !== true;
          if (!othersAbort) throw error;
          if (unpacked.get(entry.path) === shared) unpacked.delete(entry.path);
          return this.file(entry, signal);
        }
      }
      const attempt = unpack(entry, signal);
      unpacked.set(entry.path, attempt);
      attempt.catch(() => {
        if (unpacked.get(entry.path) === attempt) unpacked.delete(entry.path);
      });
      return attempt;
    },
    async close(): Promise<void> {
      // An unpacking still under way ends first, so that nothing is written behind the removal.
      await Promise.allSettled(unpacked.values());
      const made = await folder?.catch(() => undefined);
      if (made !== undefined) await rm(made, { recursive: true, force: true });
    },
  };
}

/**
 * The files of a product in a zip. Stored members are read in place; deflated ones are unpacked when they are first
 * read: XML in memory, measurements into a folder below `cacheDir` that `close` removes.
 * @throws SentryalError PRODUCT_NOT_FOUND, ZIP_INVALID, ZIP_UNSAFE_NAME, ZIP_MEMBER_UNSUPPORTED, FILE_NOT_FOUND
 */
export async function openZip(path: string, cacheDir: string): Promise<ProductFiles> {
  const zip = await openFileSource(path);
  try {
    return await productOfZip(path, zip, cacheDir);
  } catch (error) {
    await zip.close();
    throw error;
  }
}

async function productOfZip(path: string, zip: ByteSource, cacheDir: string): Promise<ProductFiles> {
  const entries = await readZipDirectory(zip);
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
  const listed = [...members].map(([member, entry]) => ({ path: member, sizeBytes: entry.sizeBytes }));
  const unpack = unpacker(zip, cacheDir);
  const openMember = async (member: string, entry: ZipEntry, signal?: AbortSignal): Promise<ByteSource> => {
    if (!entry.deflated) return sliceSource(member, zip, await entry.locate(), entry.sizeBytes);
    if (entry.sizeBytes <= MAX_MEMORY_BYTES) return memorySource(member, await inflateToMemory(zip, entry, signal));
    // Its bytes were counted when they came out of the zip.
    return openFileSource(await unpack.file(entry, signal), member, () => {});
  };
  return {
    name,
    location: path,
    list: () => listed,
    async readText(member, options) {
      const entry = find(member, MAX_TEXT_BYTES);
      const source = await openMember(member, entry, options?.signal);
      try {
        const content = await source.read(0, source.sizeBytes);
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

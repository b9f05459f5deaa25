import { randomUUID } from 'node:crypto';
import type { ByteSource, Warn } from '../../model/index.ts';
import { checkRange } from '../source/file-source.ts';
import type { RemoteObject } from '../remote-object.ts';
import { CacheFolder, type CacheFolderOptions } from './cache-folder.ts';
import type { DataCache } from './data-cache.ts';
import { entryName } from './entry-names.ts';
import { KeptFiles } from './kept-files.ts';
import { ObjectBlocks, type RequestLimits } from './object-blocks.ts';

export interface DataCacheOptions extends CacheFolderOptions {
  /** Lengths other than {@link DEFAULT_LIMITS}. */
  readonly limits?: Partial<RequestLimits> | undefined;
}

const MIB = 2 ** 20;

/**
 * What the lengths go by: the Copernicus Data Space gives 4 connections of 20 MB/s each, and an answer of an object
 * store begins after some 100 ms: the time of 2 MB. `npm run figures -- cache` shows what other lengths cost.
 *
 * - A block of 512 KiB holds six lines of a measurement (85 to 101 kB each), so that lines over a small bbox, of which a
 *   few kB each are wanted, come in full runs; the 8 bytes at the head of a TIFF, or the 64 KiB at the end of a zip, cost
 *   25 ms more than alone. A burst is 246 files; with blocks of 64 KiB it would be 1960, and 1.6 times the time. With
 *   blocks of 2 MiB, the directory of a zip and three annotations would be 9 MB, not 2.
 * - A gap of half a MiB costs a quarter of another request.
 * - A request of 8 MiB is four fifths transfer, one fifth waiting; a kill loses four of them at most.
 * - Below 2 MiB, a part of a request costs more waiting than a connection of its own saves.
 */
export const DEFAULT_LIMITS: RequestLimits = {
  blockBytes: MIB / 2,
  gapBytes: MIB / 2,
  splitBytes: 2 * MIB,
  longestBytes: 8 * MIB,
  parallel: 4,
};

/**
 * A cache in a folder that other processes, and machines on a network volume, may use at the same time.
 * Blocks of objects lie below `<2 hex>/<SHA-256 of address, version and size>/`, each with its own checksum.
 * @param options.maxBytes limit of the folder; 0: nothing is kept on disk. It is passed by a tenth at most, and by what
 * other processes write between two looks (5 % each)
 */
export async function openDataCache(options: DataCacheOptions): Promise<DataCache> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const folder = new CacheFolder(options);
  await folder.open();
  const keptFiles = new KeptFiles(folder);
  const objects = new Map<string, ObjectBlocks>();

  const blocksOf = (remote: RemoteObject): { entry: string; blocks: ObjectBlocks } => {
    const { address, version, sizeBytes } = remote;
    // Without a version nothing would tell that an object of the same length is another one.
    const onDisk = version !== '';
    const entry = entryName('object', address, onDisk ? version : randomUUID(), sizeBytes, limits.blockBytes);
    const open = objects.get(entry);
    if (open) return { entry, blocks: open };
    const blocks = new ObjectBlocks({ entry, onDisk }, sizeBytes, folder, limits);
    objects.set(entry, blocks);
    return { entry, blocks };
  };

  const cacheFor = (warn: Warn, close: () => Promise<void>): DataCache => ({
    source(remote): ByteSource {
      const { entry, blocks } = blocksOf(remote);
      blocks.add(remote);
      const reads = new Set<Promise<unknown>>();
      let closing: Promise<void> | undefined;
      const closeSource = async (): Promise<void> => {
        await Promise.allSettled(reads);
        await blocks.remove(remote);
        if (!blocks.isOpen && objects.get(entry) === blocks) objects.delete(entry);
        await remote.close();
      };
      return {
        name: remote.name,
        sizeBytes: remote.sizeBytes,
        ...(remote.hasDirectory === false ? { hasDirectory: false } : {}),
        async read(offset, length, readOptions) {
          checkRange(remote.name, remote.sizeBytes, offset, length);
          readOptions?.signal?.throwIfAborted();
          if (length === 0) return new Uint8Array(0);
          const read = blocks.read(offset, length, readOptions?.signal);
          reads.add(read);
          try {
            return await read;
          } finally {
            reads.delete(read);
          }
        },
        close: () => (closing ??= closeSource()),
      };
    },
    file: (key, maxAgeS, fetch, signal) => keptFiles.get(key, maxAgeS, fetch, warn, signal),
    forJob(jobWarn) {
      const leave = folder.listen(jobWarn);
      return cacheFor(jobWarn, async () => leave());
    },
    close,
  });
  return cacheFor(options.warn, () => folder.close());
}

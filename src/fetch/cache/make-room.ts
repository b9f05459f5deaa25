import { join } from 'node:path';
import { HEADER_BYTES } from './stored-content.ts';
import { STAMP, TEMPORARY, entryFolder, isEntry, isShard, lengthOfName } from './entry-names.ts';
import type { FileOperations } from './file-operations.ts';

/**
 * A block is written within seconds. What is this old was left by a process that was killed, also where the clocks of
 * two machines on one volume differ by minutes.
 */
const LEFTOVER_AGE_S = 3600;

interface Entry {
  readonly name: string;
  readonly bytes: number;
  readonly files: readonly string[];
  readonly usedS: number;
}

/** Where nothing is, or it went away under the scan because another process makes room too. */
async function listed(files: FileOperations, folder: string): Promise<string[]> {
  return files.list(folder).catch(() => []);
}

async function scanEntry(files: FileOperations, folder: string, name: string): Promise<Entry> {
  const path = entryFolder(folder, name);
  const names = await listed(files, path);
  const sizes = await Promise.all(
    names.map(async (file) => {
      const length = lengthOfName(file);
      if (length !== undefined) return length + HEADER_BYTES;
      if (file === STAMP) return 0;
      return (await files.stat(join(path, file)).catch(() => undefined))?.sizeBytes ?? 0;
    }),
  );
  // An entry that has just been made has no stamp yet.
  const stamp = await files.stat(join(path, STAMP)).catch(() => files.stat(path).catch(() => undefined));
  return { name, bytes: sizes.reduce((sum, size) => sum + size, 0), files: names, usedS: stamp?.changedS ?? 0 };
}

/**
 * All entries. One listing and one look at the stamp for each: sizes of blocks stand in their names, so that a cache of
 * 100,000 blocks on a network volume is known after some thousand calls, not 100,000.
 */
async function scan(files: FileOperations, folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const shard of (await listed(files, folder)).filter(isShard)) {
    const names = (await listed(files, join(folder, shard))).filter(isEntry);
    entries.push(...(await Promise.all(names.map((name) => scanEntry(files, folder, name)))));
  }
  return entries;
}

/** Removes files of an entry until `bytes` are free, those written first; all of them where that is not enough. */
async function shrink(files: FileOperations, folder: string, entry: Entry, bytes: number): Promise<number> {
  const path = entryFolder(folder, entry.name);
  const removeFile = (name: string): Promise<void> => files.remove(join(path, name)).catch(() => {});
  if (entry.bytes <= bytes) {
    await Promise.all(entry.files.filter((name) => name !== STAMP).map(removeFile));
    await removeFile(STAMP);
    // Not empty where another process has just put a block into it.
    await files.removeFolder(path).catch(() => {});
    return entry.bytes;
  }
  const dated = await Promise.all(
    entry.files
      .filter((name) => name !== STAMP)
      .map(async (name) => ({ name, ...(await files.stat(join(path, name)).catch(() => undefined)) })),
  );
  dated.sort((a, b) => (a.changedS ?? 0) - (b.changedS ?? 0));
  let freed = 0;
  for (const { name, sizeBytes = 0 } of dated) {
    if (freed >= bytes) break;
    await removeFile(name);
    freed += sizeBytes;
  }
  return freed;
}

/** Removes what killed processes left half-written, and no file that another process may be writing now. */
export async function removeLeftovers(files: FileOperations, folder: string, nowS: number): Promise<void> {
  const path = join(folder, TEMPORARY);
  for (const name of await listed(files, path)) {
    const file = join(path, name);
    const status = await files.stat(file).catch(() => undefined);
    if (status && nowS - status.changedS > LEFTOVER_AGE_S) await files.remove(file).catch(() => {});
  }
}

/**
 * Measures the cache and, above the limit, removes the entries not used for the longest time.
 * Several processes may do so at once: they go by the same order, and what one has removed the other finds gone.
 * @param wanted bytes to come down to, told the bytes that are there
 * @returns bytes that are left
 */
export async function makeRoom(
  files: FileOperations,
  folder: string,
  wanted: (bytes: number) => number,
): Promise<number> {
  const entries = await scan(files, folder);
  let bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const target = wanted(bytes);
  entries.sort((a, b) => a.usedS - b.usedS || (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (bytes <= target) break;
    bytes -= await shrink(files, folder, entry, bytes - target);
  }
  return bytes;
}

import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Files that are not blocks of an object. */
export const WHOLE = 'whole';
/** Empty; the time of its last change says when the entry was last used. */
export const STAMP = 'used';
/** Folder of files that are being written. */
export const TEMPORARY = 'new';

/**
 * Name of what belongs together: 64 hexadecimal digits. Addresses go through SHA-256, so that no part of them, and
 * nothing that a server says about versions, becomes part of a path.
 */
export function entryName(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Two hexadecimal digits above, so that no folder grows long. */
export function entryFolder(folder: string, entry: string): string {
  return join(folder, entry.slice(0, 2), entry);
}

export function isShard(name: string): boolean {
  return /^[0-9a-f]{2}$/.test(name);
}

export function isEntry(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** A block's name tells its length: the size of an entry is known from the names in its folder. */
export function blockName(index: number, length: number): string {
  return `${index}.${length}`;
}

/** Length that a block's name tells, bytes; undefined for other names. */
export function lengthOfName(name: string): number | undefined {
  const [, length] = /^\d+\.(\d+)$/.exec(name) ?? [];
  return length === undefined ? undefined : Number(length);
}

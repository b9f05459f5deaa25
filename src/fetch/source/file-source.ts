import { type FileHandle, open } from 'node:fs/promises';
import { SentryalError } from '../../errors/index.ts';
import type { ByteSource } from '../../model/index.ts';
import { fileError } from '../file-error.ts';
import { noteBytes } from './read-ledger.ts';

/** Throws READ_TRUNCATED unless `offset .. offset + length` lies inside a source of `sizeBytes`. */
export function checkRange(name: string, sizeBytes: number, offset: number, length: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= sizeBytes) return;
  throw new SentryalError('READ_TRUNCATED', { name, size: sizeBytes, offset, end: offset + length });
}

/**
 * A file on disk as a byte source; reads may overlap in time.
 * @param count is told of bytes that were read; by default they go to the job's ledger
 * @throws SentryalError FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function openFileSource(
  path: string,
  name: string = path,
  count: (bytes: number) => void = noteBytes,
): Promise<ByteSource> {
  let handle: FileHandle;
  let sizeBytes: number;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    throw fileError(path, error);
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new SentryalError('FILE_UNREADABLE', { path, reason: 'it is not a file' });
    sizeBytes = stat.size;
  } catch (error) {
    await handle.close();
    throw fileError(path, error);
  }
  return {
    name,
    sizeBytes,
    async read(offset, length, options) {
      checkRange(name, sizeBytes, offset, length);
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        options?.signal?.throwIfAborted();
        let bytesRead: number;
        try {
          ({ bytesRead } = await handle.read(bytes, done, length - done, offset + done));
        } catch (error) {
          throw fileError(path, error);
        }
        // The file became shorter while it was open.
        if (bytesRead === 0)
          throw new SentryalError('READ_TRUNCATED', { name, size: offset + done, offset, end: offset + length });
        done += bytesRead;
        count(bytesRead);
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}

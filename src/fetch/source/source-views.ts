import { setMaxListeners } from 'node:events';
import type { ByteSource } from '../../model/index.ts';
import { checkRange } from './file-source.ts';

/** Bytes in memory as a byte source. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    sizeBytes: bytes.byteLength,
    async read(offset, length, options) {
      options?.signal?.throwIfAborted();
      checkRange(name, bytes.byteLength, offset, length);
      return Uint8Array.from(bytes.subarray(offset, offset + length));
    },
    async close() {},
  };
}

/** A part of another source, which stays open when the part is closed. */
export function sliceSource(name: string, whole: ByteSource, start: number, sizeBytes: number): ByteSource {
  checkRange(name, whole.sizeBytes, start, sizeBytes);
  return {
    name,
    sizeBytes,
    async read(offset, length, options) {
      checkRange(name, sizeBytes, offset, length);
      return whole.read(start + offset, length, options);
    },
    async close() {},
  };
}

/** Another source whose reads are given up when it is closed, rather than waited for. */
export function endedByClose(source: ByteSource): ByteSource {
  const reads = new Set<AbortController>();
  return {
    ...source,
    async read(offset, length, options) {
      const { signal } = options ?? {};
      signal?.throwIfAborted();
      const end = new AbortController();
      const abort = (): void => end.abort(signal?.reason);
      // Hundreds of lines of a job wait on one signal.
      if (signal) setMaxListeners(0, signal);
      signal?.addEventListener('abort', abort, { once: true });
      reads.add(end);
      try {
        return await source.read(offset, length, { signal: end.signal });
      } finally {
        reads.delete(end);
        signal?.removeEventListener('abort', abort);
      }
    },
    async close() {
      for (const end of reads) end.abort();
      await source.close();
    },
  };
}

/** A source that is opened when it is first read. A failed opening is tried again at the next read. */
export function lazySource(
  name: string,
  sizeBytes: number,
  openNow: (signal: AbortSignal | undefined) => Promise<ByteSource>,
  hasDirectory?: false,
): ByteSource {
  let opening: Promise<ByteSource> | undefined;
  return {
    name,
    sizeBytes,
    ...(hasDirectory === undefined ? {} : { hasDirectory }),
    async read(offset, length, options) {
      if (opening === undefined) {
        const attempt = openNow(options?.signal);
        opening = attempt;
        attempt.catch(() => {
          if (opening === attempt) opening = undefined;
        });
      }
      return (await opening).read(offset, length, options);
    },
    async close() {
      const opened = opening;
      opening = undefined;
      // An opening that failed has nothing to close, and its reader was told.
      const source = await opened?.catch(() => undefined);
      await source?.close();
    },
  };
}

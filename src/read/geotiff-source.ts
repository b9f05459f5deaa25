import { SentryalError } from '../errors/index.ts';
import type { ByteSource } from '../model/index.ts';

/** A broken directory can ask for gigabytes; geotiff.js itself reads on by a few kilobytes. */
const MAX_PADDING_BYTES = 65_536;

/** geotiff.js reads headers in blocks that may reach past the end of a small file: those bytes are given as zeros. */
export function geotiffSource(source: ByteSource) {
  const fetchSlice = async (slice: { offset: number; length: number }, signal?: AbortSignal) => {
    const length = Math.max(0, Math.min(slice.length, source.sizeBytes - slice.offset));
    const bytes = await source.read(slice.offset, length, signal ? { signal } : undefined);
    if (length === slice.length) return { ...slice, data: bytes.buffer };
    if (slice.length - length > MAX_PADDING_BYTES)
      throw new SentryalError('READ_TRUNCATED', {
        name: source.name,
        size: source.sizeBytes,
        offset: slice.offset,
        end: slice.offset + slice.length,
      });
    const padded = new Uint8Array(slice.length);
    padded.set(bytes);
    return { ...slice, data: padded.buffer };
  };
  return {
    fetchSlice,
    fetch: async (slices: { offset: number; length: number }[], signal?: AbortSignal) =>
      Promise.all(slices.map(async (slice) => (await fetchSlice(slice, signal)).data)),
    fileSize: source.sizeBytes,
    async close() {},
  };
}

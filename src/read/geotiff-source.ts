import { SentryalError } from '../errors/index.ts';
import type { ByteSource } from '../model/index.ts';

/** A broken directory can ask for gigabytes; geotiff.js itself reads on by a few kilobytes. */
const MAX_PADDING_BYTES = 65_536;

/** Where a Cloud-Optimized GeoTIFF has its directories: read at once, and kept. */
const HEAD_BYTES = 16_384;

type Read = (offset: number, length: number, signal: AbortSignal | undefined) => Promise<Uint8Array>;

/** Reads of a source, those of its head out of one. */
function withHead(source: ByteSource): Read {
  const headBytes = Math.min(HEAD_BYTES, source.sizeBytes);
  const read: Read = (offset, length, signal) => source.read(offset, length, signal ? { signal } : undefined);
  let head: Promise<Uint8Array> | undefined;
  return async (offset, length, signal) => {
    if (offset + length > headBytes) return read(offset, length, signal);
    const reading = (head ??= read(0, headBytes, signal));
    reading.catch(() => {
      if (head === reading) head = undefined;
    });
    return (await reading).slice(offset, offset + length);
  };
}

/**
 * geotiff.js reads headers in blocks that may reach past the end of a small file: those bytes are given as zeros.
 * @param signalOfAll for the reads that it makes without one: those of directories
 */
export function geotiffSource(source: ByteSource, signalOfAll?: AbortSignal) {
  const read = withHead(source);
  const fetchSlice = async (slice: { offset: number; length: number }, signal = signalOfAll) => {
    const length = Math.max(0, Math.min(slice.length, source.sizeBytes - slice.offset));
    const bytes = await read(slice.offset, length, signal);
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

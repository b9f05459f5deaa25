import { SentryalError } from '../../errors/index.ts';
import type { ByteSource } from '../../model/index.ts';
import { checkRange } from '../source/file-source.ts';
import { burstBytes } from './burst-layout.ts';
import type { WrappedSwath } from './burst-metadata.ts';
import { burstDataOffset } from './burst-tiff.ts';

const HEADER_BYTES = 8;

/** What a little-endian TIFF begins with; where its directory would be is nothing. */
const HEADER = Uint8Array.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);

interface OpenedBurst {
  readonly source: ByteSource;
  readonly dataOffset: number;
}

/**
 * A swath's measurement put together from files of single bursts: the bytes of burst k, at the offset that the annotation
 * names, come from its own TIFF, opened when they are first read. Besides bursts there is only the header of a TIFF.
 * @param openBurst opens the TIFF of the burst with that index
 */
export function burstMeasurement(
  wrapped: WrappedSwath,
  openBurst: (index: number, signal: AbortSignal | undefined) => Promise<ByteSource>,
): ByteSource {
  const { layout, measurementPath: name, measurementBytes: sizeBytes } = wrapped;
  const bytesPerBurst = burstBytes(layout);
  const opened = new Map<number, Promise<OpenedBurst>>();

  const openNow = async (index: number, signal: AbortSignal | undefined): Promise<OpenedBurst> => {
    const source = await openBurst(index, signal);
    const fail = (reason: string): never => {
      throw new SentryalError('ASF_BURST_UNSUPPORTED', { address: source.name, reason });
    };
    try {
      return { source, dataOffset: await burstDataOffset(source, layout, fail, signal) };
    } catch (error) {
      await source.close();
      throw error;
    }
  };

  const burst = async (index: number, signal: AbortSignal | undefined): Promise<OpenedBurst> => {
    signal?.throwIfAborted();
    const known = opened.get(index);
    if (known === undefined) {
      const attempt = openNow(index, signal);
      opened.set(index, attempt);
      attempt.catch(() => {
        if (opened.get(index) === attempt) opened.delete(index);
      });
      return attempt;
    }
    try {
      return await known;
    } catch (error) {
      // Another reader was aborted while it opened the file; this one was not.
      const othersAbort = error instanceof Error && error.name === 'AbortError' && signal?.aborted !== true;
      if (!othersAbort) throw error;
      if (opened.get(index) === known) opened.delete(index);
      return burst(index, signal);
    }
  };

  return {
    name,
    sizeBytes,
    hasDirectory: false,
    async read(offset, length, options) {
      options?.signal?.throwIfAborted();
      checkRange(name, sizeBytes, offset, length);
      if (offset + length <= HEADER_BYTES) return HEADER.slice(offset, offset + length);
      const out = new Uint8Array(length);
      for (let done = 0; done < length;) {
        const at = offset + done;
        const index = layout.byteOffsets.findIndex((start) => at >= start && at < start + bytesPerBurst);
        if (index < 0) throw new SentryalError('ASF_BURST_BYTES_ABSENT', { name, offset: at });
        const within = at - layout.byteOffsets[index]!;
        const count = Math.min(length - done, bytesPerBurst - within);
        const { source, dataOffset } = await burst(index, options?.signal);
        out.set(await source.read(dataOffset + within, count, options), done);
        done += count;
      }
      return out;
    },
    async close() {
      const attempts = [...opened.values()];
      opened.clear();
      for (const attempt of attempts) {
        // An opening that failed has nothing to close, and its reader was told.
        const file = await attempt.catch(() => undefined);
        await file?.source.close();
      }
    },
  };
}

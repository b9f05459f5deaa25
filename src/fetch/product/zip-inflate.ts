import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { SentryalError } from '../../errors/index.ts';
import type { ByteSource } from '../../model/index.ts';
import { type ZipEntry, zipError } from './zip-directory.ts';

const CHUNK_BYTES = 2 ** 20;

/** When the next compressed bytes are read, and how many. */
export interface InflatePace {
  before(): Promise<void>;
  bytes(): number;
}

const AT_ONCE: InflatePace = { before: async () => {}, bytes: () => CHUNK_BYTES };

async function* compressedChunks(
  zip: ByteSource,
  entry: ZipEntry,
  signal: AbortSignal | undefined,
  pace: InflatePace,
): AsyncGenerator<Uint8Array> {
  await pace.before();
  const start = await entry.locate(signal);
  let offset = 0;
  while (offset < entry.compressedBytes) {
    await pace.before();
    const length = Math.min(pace.bytes(), entry.compressedBytes - offset);
    yield await zip.read(start + offset, length, signal ? { signal } : undefined);
    offset += length;
  }
}

/**
 * Inflates a member and hands its bytes to `write` in order, never more than the directory promises.
 * Length and CRC-32 are checked.
 * @throws SentryalError ZIP_INVALID
 */
export async function inflateMember(
  zip: ByteSource,
  entry: ZipEntry,
  write: (bytes: Uint8Array) => Promise<void> | void,
  signal: AbortSignal | undefined,
  pace: InflatePace = AT_ONCE,
): Promise<void> {
  let size = 0;
  let checksum = 0;
  const broken = (): SentryalError =>
    new SentryalError('ZIP_INVALID', { path: zip.name, reason: `${entry.path} does not unpack to what the zip lists` });
  try {
    await pipeline(
      compressedChunks(zip, entry, signal, pace),
      createInflateRaw({ chunkSize: CHUNK_BYTES }),
      async (chunks: AsyncIterable<Uint8Array>) => {
        for await (const chunk of chunks) {
          size += chunk.byteLength;
          if (size > entry.sizeBytes) throw broken();
          checksum = crc32(chunk, checksum);
          await write(chunk);
        }
      },
      signal ? { signal } : {},
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw zipError(zip.name, error);
  }
  if (size !== entry.sizeBytes || checksum !== entry.crc32) throw broken();
}

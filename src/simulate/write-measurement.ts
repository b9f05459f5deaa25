import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { SentryalError } from '../errors/index.ts';
import type { SwathPlan } from './acquisition.ts';
import { tiffDirectory, tiffHeader } from './tiff-directory.ts';

/** What the manifest says of a file. */
export interface WrittenFile {
  readonly sizeBytes: number;
  readonly md5: string;
}

const LARGEST_CLASSIC_TIFF = 2 ** 32 - 1;

/** Byte offset of a burst's first sample: the products leave 315 + 8 bytes per line before the first (format of IPF 3.x). */
export function burstByteOffset(swath: SwathPlan, burstIndex: number): number {
  const lines = swath.linesPerBurst * swath.bursts.length;
  return 315 + 8 * lines + burstIndex * swath.linesPerBurst * swath.samplesPerBurst * 4;
}

/** A measurement file being written, burst by burst. */
export interface MeasurementWriter {
  /** Appends the next burst: interleaved int16 I, Q. */
  writeBurst(samples: Int16Array): Promise<void>;
  /** Writes the directory at the end and closes. */
  finish(): Promise<WrittenFile>;
  /** Closes without finishing. */
  abandon(): Promise<void>;
}

function directoryOf(swath: SwathPlan, offset: number): Uint8Array {
  const lines = swath.linesPerBurst * swath.bursts.length;
  const lineBytes = swath.samplesPerBurst * 4;
  const firstOffset = burstByteOffset(swath, 0);
  return tiffDirectory(
    [
      { tag: 256, type: 'long', values: [swath.samplesPerBurst] },
      { tag: 257, type: 'long', values: [lines] },
      { tag: 258, type: 'short', values: [32] },
      { tag: 259, type: 'short', values: [1] },
      { tag: 262, type: 'short', values: [1] },
      { tag: 273, type: 'long', values: Uint32Array.from({ length: lines }, (_, i) => firstOffset + i * lineBytes) },
      { tag: 274, type: 'short', values: [1] },
      { tag: 277, type: 'short', values: [1] },
      { tag: 278, type: 'long', values: [1] },
      { tag: 279, type: 'long', values: new Uint32Array(lines).fill(lineBytes) },
      { tag: 284, type: 'short', values: [1] },
      // Complex signed integer: 16 bits I, 16 bits Q.
      { tag: 339, type: 'short', values: [5] },
    ],
    offset,
  );
}

/**
 * Opens a measurement TIFF: little-endian, complex int16, one line per strip, uncompressed, directory at the end.
 * @throws SentryalError SIMULATE_TOO_LARGE where a classic TIFF cannot hold it.
 */
export async function openMeasurement(path: string, swath: SwathPlan): Promise<MeasurementWriter> {
  const directoryOffset = burstByteOffset(swath, swath.bursts.length);
  const padding = directoryOffset % 2;
  if (directoryOffset > LARGEST_CLASSIC_TIFF - 16 * swath.linesPerBurst * swath.bursts.length) {
    throw new SentryalError('SIMULATE_TOO_LARGE', { swath: swath.name, bytes: directoryOffset });
  }
  const file: FileHandle = await open(path, 'w');
  const hash = createHash('md5');
  let sizeBytes = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    await file.writeFile(bytes);
    hash.update(bytes);
    sizeBytes += bytes.byteLength;
  };
  const head = new Uint8Array(burstByteOffset(swath, 0));
  head.set(tiffHeader(directoryOffset + padding));
  await append(head);
  return {
    writeBurst: (samples) => append(littleEndian(samples)),
    finish: async () => {
      await append(new Uint8Array(padding));
      await append(directoryOf(swath, directoryOffset + padding));
      await file.close();
      return { sizeBytes, md5: hash.digest('hex') };
    },
    abandon: () => file.close(),
  };
}

function littleEndian(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  const native = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  return native ? bytes : Uint8Array.from(Buffer.from(bytes).swap16());
}

import type { ByteSource } from '../../model/index.ts';
import { type BurstLayout, BYTES_PER_SAMPLE } from './burst-layout.ts';

/** TIFF tags (TIFF 6.0). */
const IMAGE_WIDTH = 256;
const IMAGE_LENGTH = 257;
const BITS_PER_SAMPLE = 258;
const COMPRESSION = 259;
const STRIP_OFFSETS = 273;
const SAMPLES_PER_PIXEL = 277;
const SAMPLE_FORMAT = 339;

const COMPLEX_INTEGER = 5;

/** Bytes of a value by TIFF type: SHORT and LONG; no other holds the tags above. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 3: 2, 4: 4 };

/**
 * Finds the samples in the TIFF of one burst: little-endian complex int16, uncompressed, lines one behind another.
 * @param fail throws with the reason
 * @returns offset of the first sample, bytes
 */
export async function burstDataOffset(
  source: ByteSource,
  layout: BurstLayout,
  fail: (reason: string) => never,
  signal: AbortSignal | undefined,
): Promise<number> {
  const options = signal ? { signal } : undefined;
  const read = async (offset: number, length: number): Promise<DataView> => {
    if (offset + length > source.sizeBytes) fail('it ends before its directory does');
    const bytes = await source.read(offset, length, options);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const header = await read(0, 8);
  if (header.getUint16(0) !== 0x4949 || header.getUint16(2, true) !== 42) fail('it is no little-endian TIFF');
  const at = header.getUint32(4, true);
  const count = (await read(at, 2)).getUint16(0, true);
  const entries = await read(at + 2, 12 * count);
  const values = async (tag: number): Promise<number[]> => {
    for (let k = 0; k < count; k += 1) {
      if (entries.getUint16(12 * k, true) !== tag) continue;
      const bytes = TYPE_BYTES[entries.getUint16(12 * k + 2, true)] ?? fail(`its tag ${tag} has a strange type`);
      const length = entries.getUint32(12 * k + 4, true);
      if (length > layout.linesPerBurst) fail(`its tag ${tag} has ${length} values`);
      const inline = length * bytes <= 4;
      const view = inline ? entries : await read(entries.getUint32(12 * k + 8, true), length * bytes);
      const start = inline ? 12 * k + 8 : 0;
      return Array.from({ length }, (_, index) =>
        bytes === 2 ? view.getUint16(start + 2 * index, true) : view.getUint32(start + 4 * index, true),
      );
    }
    return [];
  };
  const one = async (tag: number, otherwise: number): Promise<number> => (await values(tag))[0] ?? otherwise;
  const width = await one(IMAGE_WIDTH, 0);
  const lines = await one(IMAGE_LENGTH, 0);
  const { linesPerBurst, samplesPerBurst } = layout;
  if (width !== samplesPerBurst || lines !== linesPerBurst)
    fail(`it has ${lines} lines of ${width} samples; the annotation says ${linesPerBurst} of ${samplesPerBurst}`);
  if ((await one(COMPRESSION, 1)) !== 1) fail('it is compressed');
  const kind = [await one(SAMPLE_FORMAT, 1), await one(BITS_PER_SAMPLE, 1), await one(SAMPLES_PER_PIXEL, 1)];
  if (kind.join() !== [COMPLEX_INTEGER, 8 * BYTES_PER_SAMPLE, 1].join()) fail('its samples are not complex int16');
  const offsets = await values(STRIP_OFFSETS);
  const stripLines = Math.ceil(linesPerBurst / Math.max(1, offsets.length));
  const stripBytes = stripLines * samplesPerBurst * BYTES_PER_SAMPLE;
  const [first] = offsets;
  if (first === undefined) return fail('it has no strips');
  if (offsets.some((offset, k) => offset !== first + k * stripBytes)) fail('its lines do not follow one another');
  if (first + linesPerBurst * samplesPerBurst * BYTES_PER_SAMPLE > source.sizeBytes) fail('it is not complete');
  return first;
}

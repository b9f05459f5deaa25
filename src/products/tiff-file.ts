import { open, rm } from 'node:fs/promises';
import { SentryalError } from '../errors/index.ts';

/** Field types of TIFF 6.0, section 2, as far as they are written here. */
const BYTES = { ascii: 1, short: 2, long: 4, double: 8 } as const;
const CODES = { ascii: 2, short: 3, long: 4, double: 12 } as const;

/** One entry of the image's directory. */
export interface TiffField {
  readonly tag: number;
  readonly type: keyof typeof BYTES;
  /** Character codes for ascii, its closing 0 included. */
  readonly values: readonly number[];
}

/** What a sample of a written TIFF is: SampleFormat and bits (TIFF 6.0, section 19; complex: as GDAL reads it). */
export const SAMPLES = {
  float32: { format: 3, bits: 32 },
  complex64: { format: 6, bits: 64 },
  int32: { format: 2, bits: 32 },
  uint8: { format: 1, bits: 8 },
} as const;

/** Size and samples of an image. */
export interface TiffLayout {
  readonly rows: number;
  readonly columns: number;
  readonly sample: keyof typeof SAMPLES;
}

/** An image of float32 or of pairs of them (complex64: real and imaginary part). Shape (rows, columns[, 2]). */
export interface TiffImage {
  readonly rows: number;
  readonly columns: number;
  readonly isComplex: boolean;
  readonly values: Float32Array<ArrayBuffer>;
}

/** Text as a field: 7-bit, ended by 0; what is not ASCII becomes a question mark. */
export function asciiField(tag: number, text: string): TiffField {
  const codes = Array.from(text, (character) => (character > '\u007E' ? 0x3f : character.charCodeAt(0)));
  return { tag, type: 'ascii', values: [...codes, 0] };
}

const TAG = {
  width: 256,
  length: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planarConfiguration: 284,
  sampleFormat: 339,
} as const;

const NO_COMPRESSION = 1;
const BLACK_IS_ZERO = 1;
const CONTIGUOUS = 1;

/** Readers fetch strip by strip: some 64 KiB each. */
const STRIP_BYTES = 2 ** 16;
const LARGEST_FILE = 2 ** 32 - 1;
const WRITE_BYTES = 16 * 2 ** 20;

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function ownFields(image: TiffLayout, stripOffsets: readonly number[], stripBytes: readonly number[]): TiffField[] {
  const short = (tag: number, value: number): TiffField => ({ tag, type: 'short', values: [value] });
  const long = (tag: number, ...values: number[]): TiffField => ({ tag, type: 'long', values });
  return [
    long(TAG.width, image.columns),
    long(TAG.length, image.rows),
    short(TAG.bitsPerSample, SAMPLES[image.sample].bits),
    short(TAG.compression, NO_COMPRESSION),
    short(TAG.photometric, BLACK_IS_ZERO),
    { tag: TAG.stripOffsets, type: 'long', values: stripOffsets },
    short(TAG.samplesPerPixel, 1),
    long(TAG.rowsPerStrip, rowsPerStrip(image)),
    { tag: TAG.stripByteCounts, type: 'long', values: stripBytes },
    short(TAG.planarConfiguration, CONTIGUOUS),
    short(TAG.sampleFormat, SAMPLES[image.sample].format),
  ];
}

/** Bytes of one line. */
export function rowBytes({ columns, sample }: TiffLayout): number {
  return (columns * SAMPLES[sample].bits) / 8;
}

function rowsPerStrip(image: TiffLayout): number {
  return Math.max(1, Math.floor(STRIP_BYTES / rowBytes(image)));
}

/** Everything before the samples: header, directory, and the values too long for it. Padded to 8 bytes. */
function encodeHead(fields: readonly TiffField[]): Uint8Array<ArrayBuffer> {
  const sorted = fields.toSorted((a, b) => a.tag - b.tag);
  const sizeOf = ({ type, values }: TiffField): number => values.length * BYTES[type];
  const directory = padded(8 + 2 + 12 * sorted.length + 4);
  const apart = sorted.reduce((sum, field) => sum + (sizeOf(field) > 4 ? padded(sizeOf(field)) : 0), 0);
  const view = new DataView(new ArrayBuffer(directory + apart));
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, sorted.length, true);
  let free = directory;
  sorted.forEach((field, index) => {
    const at = 10 + 12 * index;
    view.setUint16(at, field.tag, true);
    view.setUint16(at + 2, CODES[field.type], true);
    view.setUint32(at + 4, field.values.length, true);
    const isApart = sizeOf(field) > 4;
    if (isApart) view.setUint32(at + 8, free, true);
    const first = isApart ? free : at + 8;
    field.values.forEach((value, k) => {
      const place = first + k * BYTES[field.type];
      if (field.type === 'ascii') view.setUint8(place, value);
      else if (field.type === 'short') view.setUint16(place, value, true);
      else if (field.type === 'long') view.setUint32(place, value, true);
      else view.setFloat64(place, value, true);
    });
    if (isApart) free += padded(sizeOf(field));
  });
  return new Uint8Array(view.buffer);
}

/**
 * Bytes of the samples of an image.
 * @throws SentryalError PRODUCT_TOO_LARGE beyond 4 GiB: the offsets of the strips have 32 bits; a head is far below 16 MiB
 */
export function sampleBytes(path: string, image: TiffLayout): number {
  const bytes = image.rows * rowBytes(image);
  if (bytes > LARGEST_FILE - WRITE_BYTES) throw new SentryalError('PRODUCT_TOO_LARGE', { file: path, bytes });
  return bytes;
}

/** Header and directory of an image whose samples follow at once. */
export function headOf(image: TiffLayout, fields: readonly TiffField[]): Uint8Array<ArrayBuffer> {
  const perStrip = rowsPerStrip(image);
  const strips = Math.ceil(image.rows / perStrip);
  const counts = Array.from({ length: strips }, (_, k) =>
    k < strips - 1 ? perStrip * rowBytes(image) : (image.rows - k * perStrip) * rowBytes(image),
  );
  const head = (start: number): Uint8Array<ArrayBuffer> => {
    const offsets = counts.map((_, k) => start + k * perStrip * rowBytes(image));
    return encodeHead([...ownFields(image, offsets, counts), ...fields]);
  };
  // Offsets change no lengths: the first head tells where the samples begin.
  return head(head(0).length);
}

/**
 * Writes an image as an uncompressed little-endian TIFF in strips. What was begun is removed when it cannot be finished.
 * @param fields further entries: description, place on the ground
 * @throws SentryalError PRODUCT_TOO_LARGE beyond 4 GiB, PRODUCT_UNWRITABLE; the signal's reason when aborted
 */
export async function writeTiff(
  path: string,
  image: TiffImage,
  fields: readonly TiffField[],
  signal?: AbortSignal,
): Promise<void> {
  const { rows, columns, isComplex } = image;
  const layout: TiffLayout = { rows, columns, sample: isComplex ? 'complex64' : 'float32' };
  const bytes = sampleBytes(path, layout);
  const { buffer, byteOffset } = image.values;
  try {
    const file = await open(path, 'w');
    try {
      await file.writeFile(headOf(layout, fields));
      for (let at = 0; at < bytes; at += WRITE_BYTES) {
        signal?.throwIfAborted();
        await file.writeFile(new Uint8Array(buffer, byteOffset + at, Math.min(WRITE_BYTES, bytes - at)));
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    await rm(path, { force: true }).catch(() => {});
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SentryalError('PRODUCT_UNWRITABLE', { file: path, reason }, { cause });
  }
}

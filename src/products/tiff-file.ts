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

/** Lines of an image, shape (rows, columns); of complex64 (rows, columns, 2): real and imaginary part. */
export type Samples = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** Text as a field: 7-bit, ended by 0; what is not ASCII, and control characters, become question marks. */
export function asciiField(tag: number, text: string): TiffField {
  const codes = Array.from(text, (character) =>
    /^[\t\n\r\u0020-\u007E]$/.test(character) ? character.charCodeAt(0) : 0x3f,
  );
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
/** Offsets have 32 bits. */
export const LARGEST_FILE = 2 ** 32 - 1;
/** More than any head takes. */
const HEAD_BYTES = 16 * 2 ** 20;
const HEADER_BYTES = 8;

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

/** The first 8 bytes of a little-endian TIFF. */
export function encodeHeader(directoryAt: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, directoryAt, true);
  return new Uint8Array(view.buffer);
}

/**
 * A directory and the values too long for it, padded to 8 bytes.
 * @param at where it will stand in the file, a multiple of 8
 * @param nextAt where the next directory will stand; 0: there is none
 */
export function encodeDirectory(fields: readonly TiffField[], at: number, nextAt: number): Uint8Array<ArrayBuffer> {
  const sorted = fields.toSorted((a, b) => a.tag - b.tag);
  const sizeOf = ({ type, values }: TiffField): number => values.length * BYTES[type];
  const directory = padded(2 + 12 * sorted.length + 4);
  const apart = sorted.reduce((sum, field) => sum + (sizeOf(field) > 4 ? padded(sizeOf(field)) : 0), 0);
  const view = new DataView(new ArrayBuffer(directory + apart));
  view.setUint16(0, sorted.length, true);
  view.setUint32(2 + 12 * sorted.length, nextAt, true);
  let free = directory;
  sorted.forEach((field, index) => {
    const entry = 2 + 12 * index;
    view.setUint16(entry, field.tag, true);
    view.setUint16(entry + 2, CODES[field.type], true);
    view.setUint32(entry + 4, field.values.length, true);
    const isApart = sizeOf(field) > 4;
    if (isApart) view.setUint32(entry + 8, at + free, true);
    const first = isApart ? free : entry + 8;
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
  if (bytes > LARGEST_FILE - HEAD_BYTES) throw new SentryalError('PRODUCT_TOO_LARGE', { file: path, bytes });
  return bytes;
}

/**
 * Refuses an image that a TIFF does not hold uncompressed, before anything is done for it.
 * @throws SentryalError PRODUCT_TOO_LARGE
 */
export function requireTiffSize(path: string, image: TiffLayout): void {
  sampleBytes(path, image);
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
    const directory = encodeDirectory([...ownFields(image, offsets, counts), ...fields], HEADER_BYTES, 0);
    return Uint8Array.from([...encodeHeader(HEADER_BYTES), ...directory]);
  };
  // Offsets change no lengths: the first head tells where the samples begin.
  return head(head(0).length);
}

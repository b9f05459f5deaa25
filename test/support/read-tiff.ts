import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

/** Every entry of a directory; text without its closing 0. */
export type TiffEntries = ReadonlyMap<number, readonly number[] | string>;

/** One image of a little-endian TIFF of float32, complex64, int32 or uint8, read by the letter of TIFF 6.0. */
export interface ReadImage {
  readonly rows: number;
  readonly columns: number;
  readonly isComplex: boolean;
  readonly isTiled: boolean;
  /** Shape (rows, columns), or (rows, columns, 2) where complex. */
  readonly values: Float32Array | Int32Array | Uint8Array;
  readonly entries: TiffEntries;
  /** Where its directory stands, and where each strip or tile does. */
  readonly directoryAt: number;
  readonly blocks: readonly { readonly offset: number; readonly bytes: number }[];
}

/** The first image of a file whose samples are floating point. */
export interface ReadTiff extends ReadImage {
  readonly values: Float32Array;
}

const SIZES: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 4, 12: 8 };

function readEntries(view: DataView, directory: number): TiffEntries {
  const entries = new Map<number, readonly number[] | string>();
  let before = 0;
  for (let k = 0; k < view.getUint16(directory, true); k++) {
    const at = directory + 2 + 12 * k;
    const [tag, type, count] = [view.getUint16(at, true), view.getUint16(at + 2, true), view.getUint32(at + 4, true)];
    if (tag <= before) throw new Error(`entry ${tag} after ${before}`);
    before = tag;
    const size = SIZES[type]!;
    const place = count * size > 4 ? view.getUint32(at + 8, true) : at + 8;
    const get = (offset: number): number => {
      if (type === 2) return view.getUint8(offset);
      if (type === 3) return view.getUint16(offset, true);
      return type === 4 ? view.getUint32(offset, true) : view.getFloat64(offset, true);
    };
    const values = Array.from({ length: count }, (_, n) => get(place + n * size));
    if (type === 2 && values.at(-1) !== 0) throw new Error(`text ${tag} does not end`);
    entries.set(tag, type === 2 ? String.fromCharCode(...values.slice(0, -1)) : values);
  }
  return entries;
}

/** Undoes a predictor on one line of a block: 2, differences of samples; 3, differences of bytes, highest bytes first. */
function unpredict(line: Buffer, predictor: number, sampleBytes: number): Buffer {
  if (predictor === 1) return line;
  if (predictor === 2) {
    for (let at = sampleBytes; at < line.length; at += sampleBytes)
      if (sampleBytes === 1) line[at] = (line[at]! + line[at - 1]!) & 255;
      else line.writeInt32LE((line.readInt32LE(at) + line.readInt32LE(at - 4)) | 0, at);
    return line;
  }
  for (let at = 1; at < line.length; at++) line[at] = (line[at]! + line[at - 1]!) & 255;
  const count = line.length / sampleBytes;
  const samples = Buffer.alloc(line.length);
  for (let n = 0; n < line.length; n++)
    samples[n] = line[(sampleBytes - 1 - (n % sampleBytes)) * count + Math.floor(n / sampleBytes)]!;
  return samples;
}

function readImage(bytes: Buffer, directoryAt: number): ReadImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries = readEntries(view, directoryAt);
  const numbers = (tag: number): readonly number[] | undefined => entries.get(tag) as readonly number[] | undefined;
  const number = (tag: number, otherwise?: number): number => {
    const [value = otherwise] = numbers(tag) ?? [];
    if (value === undefined) throw new Error(`no entry ${tag}`);
    return value;
  };
  const [columns, rows, bits, format] = [number(256), number(257), number(258), number(339)];
  const isComplex = format === 6 && bits === 64;
  const kinds = { '3 32': Float32Array, '6 64': Float32Array, '2 32': Int32Array, '1 8': Uint8Array } as const;
  const Kind = kinds[`${format} ${bits}` as keyof typeof kinds];
  if (!Kind) throw new Error(`sample format ${format} of ${bits} bits`);
  const isTiled = entries.has(322);
  const [wide, high] = isTiled ? [number(322), number(323)] : [columns, number(278)];
  const offsets = numbers(isTiled ? 324 : 273)!;
  const counts = numbers(isTiled ? 325 : 279)!;
  const across = Math.ceil(columns / wide);
  if (offsets.length !== across * Math.ceil(rows / high)) throw new Error(`${offsets.length} blocks`);
  const values = new Uint8Array((rows * columns * bits) / 8);
  const perLine = (columns * bits) / 8;
  offsets.forEach((offset, block) => {
    const stored = bytes.subarray(offset, offset + counts[block]!);
    const plain = number(259) === 8 ? inflateSync(stored) : Buffer.from(stored);
    const [top, left] = [Math.floor(block / across) * high, (block % across) * wide];
    const lineBytes = (wide * bits) / 8;
    const lines = Math.min(high, rows - top);
    if (isTiled ? plain.length !== high * lineBytes : plain.length !== lines * lineBytes)
      throw new Error(`block ${block} has ${plain.length} bytes`);
    for (let y = 0; y < lines; y++) {
      const line = unpredict(plain.subarray(y * lineBytes, (y + 1) * lineBytes), number(317, 1), bits / 8);
      const from = (left * bits) / 8;
      values.set(line.subarray(0, Math.min(lineBytes, perLine - from)), (top + y) * perLine + from);
    }
  });
  const blocks = offsets.map((offset, k) => ({ offset, bytes: counts[k]! }));
  return { rows, columns, isComplex, isTiled, values: new Kind(values.buffer), entries, directoryAt, blocks };
}

/** Every image of a file, in the order of its directories. */
export function readTiffImages(path: string): ReadImage[] {
  const bytes = readFileSync(path);
  if (bytes.readUInt32LE(0) !== 0x002a_4949) throw new Error('not a little-endian TIFF');
  const images: ReadImage[] = [];
  for (let at = bytes.readUInt32LE(4); at !== 0;) {
    images.push(readImage(bytes, at));
    at = bytes.readUInt32LE(at + 2 + 12 * bytes.readUInt16LE(at));
  }
  return images;
}

/** The first image of a file of float32 or complex64. */
export function readTiff(path: string): ReadTiff {
  const [image] = readTiffImages(path);
  if (!image || !(image.values instanceof Float32Array)) throw new Error('not floating point');
  return { ...image, values: image.values };
}

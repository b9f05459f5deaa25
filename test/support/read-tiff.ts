import { readFileSync } from 'node:fs';

/** A little-endian, uncompressed TIFF of float32 or complex64 in strips, read by the letter of TIFF 6.0. */
export interface ReadTiff {
  readonly rows: number;
  readonly columns: number;
  readonly isComplex: boolean;
  /** Shape (rows, columns), or (rows, columns, 2) where complex. */
  readonly values: Float32Array;
  /** Every entry of the directory; text without its closing 0. */
  readonly entries: ReadonlyMap<number, readonly number[] | string>;
}

const SIZES: Readonly<Record<number, number>> = { 2: 1, 3: 2, 4: 4, 12: 8 };

export function readTiff(path: string): ReadTiff {
  const bytes = readFileSync(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0, true) !== 0x002a_4949) throw new Error('not a little-endian TIFF');
  const directory = view.getUint32(4, true);
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
    entries.set(tag, type === 2 ? String.fromCharCode(...values.slice(0, -1)) : values);
  }
  const numbers = (tag: number): readonly number[] => entries.get(tag) as readonly number[];
  const [[columns], [rows], [bits], [format]] = [numbers(256), numbers(257), numbers(258), numbers(339)] as [
    [number],
    [number],
    [number],
    [number],
  ];
  const isComplex = format === 6 && bits === 64;
  if (!isComplex && !(format === 3 && bits === 32)) throw new Error(`sample format ${format} of ${bits} bits`);
  const values = new Float32Array(rows * columns * (isComplex ? 2 : 1));
  let filled = 0;
  numbers(273).forEach((offset, strip) => {
    for (let at = offset; at < offset + numbers(279)[strip]!; at += 4) values[filled++] = view.getFloat32(at, true);
  });
  if (filled !== values.length) throw new Error(`${filled} values for ${values.length}`);
  return { rows, columns, isComplex, values, entries };
}

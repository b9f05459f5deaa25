import { deflateSync } from 'node:zlib';
import { type TinyTag, tinyTiff } from './tiny-tiff.ts';

type NumberType = 'uint8' | 'int16' | 'int32' | 'float32' | 'float64';
const BITS: Readonly<Record<NumberType, number>> = { uint8: 8, int16: 16, int32: 32, float32: 32, float64: 64 };
const FORMAT: Readonly<Record<NumberType, number>> = { uint8: 1, int16: 2, int32: 2, float32: 3, float64: 3 };

/** A raster to lay into a TIFF by the letter of TIFF 6.0. */
export interface MadeUpTiff {
  readonly rows: number;
  readonly columns: number;
  readonly number: NumberType;
  /** Shape (rows, columns), or (rows, columns, 2) of a complex band or of two bands. */
  readonly values: ArrayLike<number>;
  readonly layout?: 'real' | 'complex' | 'two bands' | 'two bands apart';
  readonly littleEndian?: boolean;
  /** Lines of a strip (all by default), or the size of a tile. */
  readonly block?: { readonly lines: number; readonly samples?: number };
  readonly isDeflated?: boolean;
  /** Another compression of TIFF and how a block is packed. */
  readonly packed?: { readonly code: number; readonly pack: (bytes: Buffer) => Uint8Array };
  /** 2: differences along a line, of whole numbers. */
  readonly predictor?: 2;
  readonly noData?: string;
  /** Further tags; one of the same number takes the place of its own. */
  readonly tags?: readonly TinyTag[];
}

function encodeNumber(view: DataView, at: number, value: number, number: NumberType, littleEndian: boolean): void {
  if (number === 'uint8') view.setUint8(at, value);
  else if (number === 'int16') view.setInt16(at, value, littleEndian);
  else if (number === 'int32') view.setInt32(at, value, littleEndian);
  else if (number === 'float32') view.setFloat32(at, value, littleEndian);
  else view.setFloat64(at, value, littleEndian);
}

/** The file. */
export function madeUpTiff(raster: MadeUpTiff): Buffer {
  const { rows, columns, number, values, layout = 'real', littleEndian = true, predictor, noData } = raster;
  const packed = raster.packed ?? (raster.isDeflated ? { code: 8, pack: deflateSync } : undefined);
  const parts = layout === 'real' ? 1 : 2;
  const planes = layout === 'two bands apart' ? 2 : 1;
  const perPixel = parts / planes;
  const lines = raster.block?.lines ?? rows;
  const samples = raster.block?.samples ?? columns;
  const isTiled = raster.block?.samples !== undefined;
  const bytes = BITS[number] / 8;
  const blocks: Buffer[] = [];
  for (let plane = 0; plane < planes; plane++)
    for (let top = 0; top < rows; top += lines)
      for (let left = 0; left < columns; left += samples) {
        const height = isTiled ? lines : Math.min(lines, rows - top);
        const block = Buffer.alloc(height * samples * perPixel * bytes);
        const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
        const valueAt = (y: number, x: number, k: number): number => {
          const isInside = top + y < rows && x >= 0 && left + x < columns;
          return isInside ? values[((top + y) * columns + left + x) * parts + plane + k]! : 0;
        };
        for (let y = 0; y < height; y++)
          for (let x = 0; x < samples; x++)
            for (let k = 0; k < perPixel; k++) {
              const value = valueAt(y, x, k) - (predictor === 2 && x > 0 ? valueAt(y, x - 1, k) : 0);
              encodeNumber(view, ((y * samples + x) * perPixel + k) * bytes, value, number, littleEndian);
            }
        blocks.push(packed ? Buffer.from(packed.pack(block)) : block);
      }
  let offset = 8;
  const offsets = blocks.map((block) => (offset += block.length) - block.length);
  const counts = blocks.map(({ length }) => length);
  const isComplex = layout === 'complex';
  const bands = layout.startsWith('two') ? 2 : 1;
  const repeat = (value: number): number[] => Array<number>(bands).fill(value);
  const own: TinyTag[] = [
    { tag: 256, longs: [columns] },
    { tag: 257, longs: [rows] },
    { tag: 258, shorts: repeat(BITS[number] * (isComplex ? 2 : 1)) },
    { tag: 259, shorts: [packed?.code ?? 1] },
    { tag: 262, shorts: [1] },
    { tag: 277, shorts: [bands] },
    { tag: 284, shorts: [planes] },
    { tag: 339, shorts: repeat(isComplex ? FORMAT[number] + 3 : FORMAT[number]) },
    ...(isTiled
      ? [
          { tag: 322, longs: [samples] },
          { tag: 323, longs: [lines] },
          { tag: 324, longs: offsets },
          { tag: 325, longs: counts },
        ]
      : [
          { tag: 273, longs: offsets },
          { tag: 278, longs: [lines] },
          { tag: 279, longs: counts },
        ]),
    ...(predictor === undefined ? [] : [{ tag: 317, shorts: [predictor] }]),
    ...(noData === undefined ? [] : [{ tag: 42_113, text: noData }]),
  ];
  const further = raster.tags ?? [];
  const kept = own.filter(({ tag }) => !further.some((other) => other.tag === tag));
  return tinyTiff(Buffer.concat(blocks), [...kept, ...further], littleEndian);
}

/** LZW (TIFF 6.0, section 13) of literals only: cleared before its codes would grow beyond 9 bits. */
export const LZW = {
  code: 5,
  pack(bytes: Buffer): Uint8Array {
    const codes: number[] = [];
    bytes.forEach((byte, k) => codes.push(...(k % 200 === 0 ? [256] : []), byte));
    const packed = new Uint8Array(Math.ceil(((codes.length + 1) * 9) / 8));
    [...codes, 257].forEach((code, k) => {
      for (let bit = 0; bit < 9; bit++)
        if ((code >> (8 - bit)) & 1) packed[(9 * k + bit) >> 3]! |= 0x80 >> ((9 * k + bit) & 7);
    });
    return packed;
  },
};

/** Zstandard (RFC 8878) of one raw block. */
export const ZSTANDARD = {
  code: 50_000,
  pack(bytes: Buffer): Uint8Array {
    const head = Buffer.alloc(12);
    head.writeUInt32LE(0xfd2f_b528, 0);
    head.writeUInt8(0xa0, 4);
    head.writeUInt32LE(bytes.length, 5);
    head.writeUIntLE(bytes.length * 8 + 1, 9, 3);
    return Buffer.concat([head, bytes]);
  },
};

/** Tags of place: 0.001 by 0.002 degrees, upper left corner at 10 E 50 N, EPSG:4326. */
export const PLACED: readonly TinyTag[] = [
  { tag: 33_550, doubles: [0.001, 0.002, 0] },
  { tag: 33_922, doubles: [0, 0, 0, 10, 50, 0] },
  { tag: 34_735, shorts: [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326] },
];

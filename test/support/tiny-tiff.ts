/** A value of a tag made for a test: whole numbers as 16 or 32 bit, or doubles, or text. */
export type TinyTag =
  | { readonly tag: number; readonly shorts: readonly number[] }
  | { readonly tag: number; readonly longs: readonly number[] }
  | { readonly tag: number; readonly doubles: readonly number[] }
  | { readonly tag: number; readonly text: string };

function encode(tag: TinyTag, littleEndian: boolean): { type: number; count: number; bytes: Buffer } {
  if ('text' in tag) return { type: 2, count: tag.text.length + 1, bytes: Buffer.from(`${tag.text}\0`, 'latin1') };
  const [type, size, values] =
    'shorts' in tag ? [3, 2, tag.shorts] : 'longs' in tag ? [4, 4, tag.longs] : [12, 8, tag.doubles];
  const bytes = Buffer.alloc(size * values.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (const [k, value] of values.entries()) {
    if (size === 2) view.setUint16(2 * k, value, littleEndian);
    else if (size === 4) view.setUint32(4 * k, value, littleEndian);
    else view.setFloat64(8 * k, value, littleEndian);
  }
  return { type: type as number, count: values.length, bytes };
}

/** A TIFF whose directory follows the pixels at the end of the file; `pixels` begin at byte 8 + `gap`. */
export function tinyTiff(pixels: Uint8Array, tags: readonly TinyTag[], littleEndian = true, gap = 0): Buffer {
  const start = 8 + gap;
  const encoded = [...tags]
    .sort((a, b) => a.tag - b.tag)
    .map((tag) => ({ tag: tag.tag, ...encode(tag, littleEndian) }));
  const directoryAt = start + pixels.byteLength + (pixels.byteLength % 2);
  const directoryBytes = 2 + 12 * encoded.length + 4;
  const extra: Buffer[] = [];
  let extraAt = directoryAt + directoryBytes;
  const directory = Buffer.alloc(directoryBytes);
  const view = new DataView(directory.buffer, directory.byteOffset);
  view.setUint16(0, encoded.length, littleEndian);
  for (const [k, { tag, type, count, bytes }] of encoded.entries()) {
    const at = 2 + 12 * k;
    view.setUint16(at, tag, littleEndian);
    view.setUint16(at + 2, type, littleEndian);
    view.setUint32(at + 4, count, littleEndian);
    if (bytes.byteLength <= 4) bytes.copy(directory, at + 8);
    else {
      view.setUint32(at + 8, extraAt, littleEndian);
      extra.push(bytes);
      extraAt += bytes.byteLength;
    }
  }
  const file = Buffer.alloc(directoryAt);
  file.write(littleEndian ? 'II' : 'MM', 0, 'latin1');
  const head = new DataView(file.buffer, file.byteOffset);
  head.setUint16(2, 42, littleEndian);
  head.setUint32(4, directoryAt, littleEndian);
  file.set(pixels, start);
  return Buffer.concat([file, directory, ...extra]);
}

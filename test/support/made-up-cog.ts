import { deflateSync } from 'node:zlib';

/** A tile of heights laid as Copernicus lays them: the directory in front, blocks of float32, deflate, predictor 3. */
export interface MadeUpCog {
  readonly columns: number;
  readonly rows: number;
  /** Longitude and latitude of the first post, and the distance of posts. */
  readonly origin: readonly [number, number];
  readonly scale: readonly [number, number];
  readonly height: (column: number, row: number) => number;
  /** Side of a block; 1024 when left out. */
  readonly block?: number;
}

/** Predictor 3 of TIFF (Adobe, Technical Note 3): a row's bytes by significance, the highest first, then differences. */
function predicted(values: Float32Array, side: number): Uint8Array {
  const raw = new DataView(values.buffer);
  const bytes = new Uint8Array(values.byteLength);
  for (let row = 0; row < side; row += 1) {
    const start = 4 * row * side;
    for (let column = 0; column < side; column += 1) {
      const bits = raw.getUint32(start + 4 * column, true);
      for (let plane = 0; plane < 4; plane += 1) bytes[start + plane * side + column] = bits >>> (24 - 8 * plane);
    }
    for (let at = start + 4 * side - 1; at > start; at -= 1) bytes[at] = bytes[at]! - bytes[at - 1]!;
  }
  return bytes;
}

function blocksOf({ columns, rows, height, block = 1024 }: MadeUpCog): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let top = 0; top < rows; top += block)
    for (let left = 0; left < columns; left += block) {
      const values = new Float32Array(block * block);
      for (let row = 0; row < Math.min(block, rows - top); row += 1)
        for (let column = 0; column < Math.min(block, columns - left); column += 1)
          values[row * block + column] = height(left + column, top + row);
      blocks.push(deflateSync(predicted(values, block), { level: 1 }));
    }
  return blocks;
}

export function madeUpCog(cog: MadeUpCog): Uint8Array {
  const { columns, rows, block = 1024, scale, origin } = cog;
  const blocks = blocksOf(cog);
  const short = (values: readonly number[]) => ({ type: 3, data: Buffer.from(Uint16Array.from(values).buffer) });
  const long = (values: readonly number[]) => ({ type: 4, data: Buffer.from(Uint32Array.from(values).buffer) });
  const double = (values: readonly number[]) => ({ type: 12, data: Buffer.from(Float64Array.from(values).buffer) });
  const size: Readonly<Record<number, number>> = { 3: 2, 4: 4, 12: 8 };
  // Geographic, pixel is point, WGS84, degrees.
  const keys = [1, 1, 0, 4, 1024, 0, 1, 2, 1025, 0, 1, 2, 2048, 0, 1, 4326, 2054, 0, 1, 9102];
  const fieldsWith = (offsets: readonly number[]): [number, { type: number; data: Buffer }][] => [
    [256, long([columns])],
    [257, long([rows])],
    [258, short([32])],
    [259, short([8])],
    [262, short([1])],
    [277, short([1])],
    [317, short([3])],
    [322, short([block])],
    [323, short([block])],
    [324, long(offsets)],
    [325, long(blocks.map(({ byteLength }) => byteLength))],
    [339, short([3])],
    [33_550, double([...scale, 0])],
    [33_922, double([0, 0, 0, ...origin, 0])],
    [34_735, short(keys)],
  ];
  const count = fieldsWith(blocks.map(() => 0));
  const valuesAt = 8 + 2 + 12 * count.length + 4;
  const dataAt = valuesAt + count.reduce((sum, [, { data }]) => sum + (data.byteLength > 4 ? data.byteLength : 0), 0);
  let next = dataAt;
  const offsets = blocks.map(({ byteLength }) => (next += byteLength) - byteLength);
  const head = Buffer.alloc(dataAt);
  head.write('II*\0', 0, 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(count.length, 8);
  let values = valuesAt;
  for (const [k, [tag, { type, data }]] of fieldsWith(offsets).entries()) {
    const at = 10 + 12 * k;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(data.byteLength / size[type]!, at + 4);
    if (data.byteLength <= 4) data.copy(head, at + 8);
    else {
      head.writeUInt32LE(values, at + 8);
      data.copy(head, values);
      values += data.byteLength;
    }
  }
  return Buffer.concat([head, ...blocks]);
}

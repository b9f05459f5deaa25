import { inflateSync } from 'node:zlib';
import { getDecoder } from 'geotiff';
import type { ByteSource } from '../../model/index.ts';
import { NUMBER_BYTES, type RasterLayout } from './raster-layout.ts';

/** Compression of TIFF: none, deflate under its two codes. */
const NONE = 1;
const DEFLATE: readonly number[] = [8, 32_946];

/** Stored numbers of some lines of one plane: shape (rows, columns, numbersPerPixel). */
interface Lines {
  readonly view: DataView;
  readonly firstColumn: number;
  readonly columns: number;
  readonly firstRow: number;
  readonly rows: number;
}

/** Decoded blocks of a raster, kept until lines of their plane beyond them are asked for. */
export class RasterBlocks {
  readonly #source: ByteSource;
  readonly #layout: RasterLayout;
  readonly #fail: (reason: string) => never;
  /** By plane: planes are asked for in turn. */
  readonly #kept = new Map<number, ReadonlyMap<number, Promise<DataView>>>();

  constructor(source: ByteSource, layout: RasterLayout, fail: (reason: string) => never) {
    this.#source = source;
    this.#layout = layout;
    this.#fail = fail;
  }

  /** The parts of blocks that hold lines `first .. first + count` of a plane, one after the other. */
  async *lines(plane: number, first: number, count: number, signal?: AbortSignal): AsyncGenerator<Lines> {
    const { rows, columns, blockRows, blockColumns, compression } = this.#layout;
    const across = Math.ceil(columns / blockColumns);
    const down = Math.ceil(rows / blockRows);
    const kept = this.#kept.get(plane);
    const used = new Map<number, Promise<DataView>>();
    for (let blockRow = Math.floor(first / blockRows); blockRow * blockRows < first + count; blockRow++)
      for (let blockColumn = 0; blockColumn < across; blockColumn++) {
        signal?.throwIfAborted();
        const block = (plane * down + blockRow) * across + blockColumn;
        const top = blockRow * blockRows;
        const heightRows = Math.min(blockRows, rows - top);
        const firstColumn = blockColumn * blockColumns;
        const place = { firstColumn, columns: blockColumns };
        if (compression === NONE && blockColumns === columns) {
          const from = Math.max(first, top);
          const to = Math.min(first + count, top + heightRows);
          const view = await this.#readPart(block, from - top, to - from, signal);
          yield { ...place, view, firstRow: from, rows: to - from };
          continue;
        }
        const decoded = kept?.get(block) ?? this.#decode(block, heightRows, signal);
        used.set(block, decoded);
        yield { ...place, view: await decoded, firstRow: top, rows: heightRows };
      }
    // Lines are asked for downwards, with some overlap: blocks not used now will not be used again.
    this.#kept.set(plane, used);
  }

  get #rowBytes(): number {
    const { blockColumns, numbersPerPixel, number } = this.#layout;
    return blockColumns * numbersPerPixel * NUMBER_BYTES[number];
  }

  /** Some lines of an uncompressed strip. */
  async #readPart(block: number, fromRow: number, rows: number, signal?: AbortSignal): Promise<DataView> {
    const { offsets, byteCounts } = this.#layout;
    const bytes = rows * this.#rowBytes;
    const from = fromRow * this.#rowBytes;
    if (byteCounts[block] === 0) return new DataView(new ArrayBuffer(bytes));
    if (from + bytes > byteCounts[block]!) this.#fail('a strip is shorter than its lines');
    const read = await this.#source.read(offsets[block]! + from, bytes, signal ? { signal } : undefined);
    return new DataView(read.buffer, read.byteOffset, read.byteLength);
  }

  async #decode(block: number, rows: number, signal?: AbortSignal): Promise<DataView> {
    const { offsets, byteCounts, blockRows, compression, predictor } = this.#layout;
    const needed = rows * this.#rowBytes;
    const largest = blockRows * this.#rowBytes;
    if (byteCounts[block] === 0) return new DataView(new ArrayBuffer(largest));
    const stored = await this.#source.read(offsets[block]!, byteCounts[block]!, signal ? { signal } : undefined);
    const buffer =
      DEFLATE.includes(compression) && predictor === 1
        ? toBuffer(inflateSync(stored, { maxOutputLength: largest }))
        : await this.#decodeOther(toBuffer(stored));
    if (buffer.byteLength < needed) this.#fail(`a block holds ${buffer.byteLength} bytes of ${needed}`);
    return new DataView(buffer);
  }

  async #decodeOther(stored: ArrayBuffer): Promise<ArrayBuffer> {
    const { blockColumns, blockRows, numbersPerPixel, planes, number, compression, predictor } = this.#layout;
    const decoder = await getDecoder(compression, {
      tileWidth: blockColumns,
      tileHeight: blockRows,
      predictor,
      bitsPerSample: Array<number>(numbersPerPixel).fill(8 * NUMBER_BYTES[number]),
      planarConfiguration: planes === 2 ? 2 : 1,
    });
    return (await decoder.decode(stored)) as ArrayBuffer;
  }
}

/** A buffer of these bytes only. */
function toBuffer({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

import type { ByteSource } from '../model/index.ts';

/** The first image file directory of a TIFF or BigTIFF. */
export interface TiffDirectory {
  readonly littleEndian: boolean;
  /** First value of a tag of whole numbers; undefined where the tag is absent. */
  value(tag: number): number | undefined;
  /** All values of a tag of whole numbers; empty where the tag is absent. Read from the file when asked for. */
  values(tag: number): Promise<Float64Array>;
}

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Inline values, or undefined where they are at `offset`. */
  readonly inline: DataView | undefined;
  readonly offset: number;
}

/** Bytes of a whole-number field type: BYTE, SHORT, LONG, LONG8. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 16: 8 };

const MAX_TAGS = 4096;
const MAX_VALUES = 2 ** 24;

/** Offsets stay exact: files are far below 2^53 bytes, and anything above fails the range check of the source. */
function whole(view: DataView, type: number, index: number, littleEndian: boolean): number {
  switch (type) {
    case 1:
      return view.getUint8(index);
    case 3:
      return view.getUint16(2 * index, littleEndian);
    case 4:
      return view.getUint32(4 * index, littleEndian);
    default:
      return Number(view.getBigUint64(8 * index, littleEndian));
  }
}

/**
 * Reads the first directory wherever in the file it lies.
 * @param fail called where the bytes are not a TIFF
 * @throws SentryalError READ_TRUNCATED
 */
export async function readTiffDirectory(
  source: ByteSource,
  fail: (reason: string) => never,
  signal: AbortSignal | undefined,
): Promise<TiffDirectory> {
  const read = async (offset: number, length: number): Promise<DataView> => {
    const bytes = await source.read(offset, length, signal ? { signal } : undefined);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
  const header = await read(0, 8);
  const order = header.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) fail('it is not a TIFF');
  const littleEndian = order === 0x4949;
  const version = header.getUint16(2, littleEndian);
  if (version !== 42 && version !== 43) fail('it is not a TIFF');
  const big = version === 43;
  if (big && header.getUint16(4, littleEndian) !== 8) fail('its offsets are not of 8 bytes');
  const start = big ? whole(await read(8, 8), 16, 0, littleEndian) : header.getUint32(4, littleEndian);

  const countBytes = big ? 8 : 2;
  const tags = whole(await read(start, countBytes), big ? 16 : 3, 0, littleEndian);
  if (tags < 1 || tags > MAX_TAGS) fail(`its directory lists ${tags} tags`);
  const entryBytes = big ? 20 : 12;
  const inlineBytes = big ? 8 : 4;
  const table = await read(start + countBytes, tags * entryBytes);
  const entries = new Map<number, Entry>();
  for (let k = 0; k < tags; k += 1) {
    const at = k * entryBytes;
    const type = table.getUint16(at + 2, littleEndian);
    const size = TYPE_BYTES[type];
    if (size === undefined) continue;
    const counted = new DataView(table.buffer, table.byteOffset + at + 4, inlineBytes);
    const field = new DataView(table.buffer, table.byteOffset + at + 4 + inlineBytes, inlineBytes);
    const wordType = big ? 16 : 4;
    const count = whole(counted, wordType, 0, littleEndian);
    const inline = count * size <= inlineBytes ? field : undefined;
    entries.set(table.getUint16(at, littleEndian), {
      type,
      count,
      inline,
      offset: whole(field, wordType, 0, littleEndian),
    });
  }
  return {
    littleEndian,
    value(tag) {
      const entry = entries.get(tag);
      if (entry?.inline === undefined || entry.count < 1) return undefined;
      return whole(entry.inline, entry.type, 0, littleEndian);
    },
    async values(tag) {
      const entry = entries.get(tag);
      if (entry === undefined) return new Float64Array(0);
      if (entry.count > MAX_VALUES) fail(`tag ${tag} has ${entry.count} values`);
      const view = entry.inline ?? (await read(entry.offset, entry.count * TYPE_BYTES[entry.type]!));
      return Float64Array.from({ length: entry.count }, (_, index) => whole(view, entry.type, index, littleEndian));
    },
  };
}

/** TIFF field types that the simulator writes (TIFF 6.0, section 2). */
const FIELD_TYPES = { ascii: 2, short: 3, long: 4, double: 12 } as const;
const FIELD_BYTES = { ascii: 1, short: 2, long: 4, double: 8 } as const;

export interface TiffEntry {
  readonly tag: number;
  readonly type: keyof typeof FIELD_TYPES;
  readonly values: readonly number[] | Uint32Array;
}

/** Bytes of the 8-byte header of a little-endian classic TIFF whose directory is at `directoryOffset`. */
export function tiffHeader(directoryOffset: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(8));
  header.setUint16(0, 0x4949, true);
  header.setUint16(2, 42, true);
  header.setUint32(4, directoryOffset, true);
  return new Uint8Array(header.buffer);
}

/** One image file directory with its out-of-line values behind it, to be placed at `offset`; entries ascend by tag. */
export function tiffDirectory(entries: readonly TiffEntry[], offset: number): Uint8Array {
  const sizeOf = (entry: TiffEntry): number => entry.values.length * FIELD_BYTES[entry.type];
  const tableBytes = 2 + 12 * entries.length + 4;
  const outside = entries.reduce((sum, entry) => sum + (sizeOf(entry) > 4 ? sizeOf(entry) : 0), 0);
  const view = new DataView(new ArrayBuffer(tableBytes + outside));
  let free = tableBytes;
  view.setUint16(0, entries.length, true);
  for (const [index, entry] of entries.entries()) {
    const at = 2 + 12 * index;
    view.setUint16(at, entry.tag, true);
    view.setUint16(at + 2, FIELD_TYPES[entry.type], true);
    view.setUint32(at + 4, entry.values.length, true);
    let target = at + 8;
    if (sizeOf(entry) > 4) {
      view.setUint32(at + 8, offset + free, true);
      target = free;
      free += sizeOf(entry);
    }
    for (const value of entry.values) {
      if (entry.type === 'double') view.setFloat64(target, value, true);
      else if (entry.type === 'long') view.setUint32(target, value, true);
      else if (entry.type === 'short') view.setUint16(target, value, true);
      else view.setUint8(target, value);
      target += FIELD_BYTES[entry.type];
    }
  }
  return new Uint8Array(view.buffer);
}

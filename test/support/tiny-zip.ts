import { crc32, deflateRawSync } from 'node:zlib';

/** One file of a zip made for a test; what is left out is honest. */
export interface TinyZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly deflated?: boolean;
  /** Written in the headers in place of the truth. */
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
}

function header(entry: TinyZipEntry, stored: Uint8Array, central: boolean, offset: number): Buffer {
  const name = Buffer.from(entry.path, 'utf8');
  const fields = Buffer.alloc(central ? 46 : 30);
  fields.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0);
  const at = central ? 6 : 4;
  if (central) fields.writeUInt16LE(20, 4);
  fields.writeUInt16LE(20, at);
  fields.writeUInt16LE(0x800 | (entry.flags ?? 0), at + 2);
  fields.writeUInt16LE(entry.method ?? (entry.deflated ? 8 : 0), at + 4);
  fields.writeUInt32LE(entry.crc ?? crc32(entry.bytes), at + 10);
  fields.writeUInt32LE(stored.byteLength, at + 14);
  fields.writeUInt32LE(entry.size ?? entry.bytes.byteLength, at + 18);
  fields.writeUInt16LE(name.byteLength, at + 22);
  if (central) fields.writeUInt32LE(offset, 42);
  return Buffer.concat([fields, name]);
}

/** A zip of the given files, in the form of PKWARE's APPNOTE 4.3. */
export function tinyZip(entries: readonly TinyZipEntry[]): Buffer {
  const parts: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const stored = entry.deflated ? deflateRawSync(entry.bytes, { level: 6 }) : entry.bytes;
    const local = header(entry, stored, false, 0);
    directory.push(header(entry, stored, true, offset));
    parts.push(local, stored);
    offset += local.byteLength + stored.byteLength;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

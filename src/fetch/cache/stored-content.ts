import { crc32 } from 'node:zlib';

/** What a stored file says about itself. */
export interface ContentLabel {
  /** The entry it belongs to: hexadecimal digits, at least 48. */
  readonly entry: string;
  /** Number of the block in its object; 0 for a file that is kept whole. */
  readonly index: number;
  /** When it came, Unix s. */
  readonly fetchedS: number;
}

const MAGIC = 'SENTRYAL';
const FORMAT = 1;
/** magic 8, format 4, CRC-32 of all that follows 4, length 8, index 8, time 8, entry 24. */
export const HEADER_BYTES = 64;
const CHECKED_FROM = 16;
const ENTRY_FROM = 40;
const ENTRY_DIGITS = 2 * (HEADER_BYTES - ENTRY_FROM);

/** Content with a header that lets it be recognised: a torn, foreign or changed file does not fit its own header. */
export function encodeContent(content: Uint8Array, label: ContentLabel): Uint8Array {
  const file = Buffer.alloc(HEADER_BYTES + content.byteLength);
  file.write(MAGIC, 0, 'latin1');
  file.writeUInt32LE(FORMAT, 8);
  file.writeDoubleLE(content.byteLength, 16);
  file.writeDoubleLE(label.index, 24);
  file.writeDoubleLE(label.fetchedS, 32);
  file.write(label.entry.slice(0, ENTRY_DIGITS), ENTRY_FROM, 'hex');
  file.set(content, HEADER_BYTES);
  file.writeUInt32LE(crc32(file.subarray(CHECKED_FROM)), 12);
  return file;
}

/** The content of a file that is whole and what it is taken for, and when it came (Unix s); else undefined. */
export function decodeContent(
  bytes: Uint8Array,
  expected: Pick<ContentLabel, 'entry' | 'index'> & { readonly length?: number | undefined },
): { readonly content: Uint8Array; readonly fetchedS: number } | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.byteLength < HEADER_BYTES || file.toString('latin1', 0, 8) !== MAGIC) return undefined;
  const content = new Uint8Array(bytes.buffer, bytes.byteOffset + HEADER_BYTES, bytes.byteLength - HEADER_BYTES);
  const isExpected =
    file.readUInt32LE(8) === FORMAT &&
    file.readDoubleLE(16) === content.byteLength &&
    (expected.length === undefined || expected.length === content.byteLength) &&
    file.readDoubleLE(24) === expected.index &&
    file.toString('hex', ENTRY_FROM, HEADER_BYTES) === expected.entry.slice(0, ENTRY_DIGITS);
  if (!isExpected || file.readUInt32LE(12) !== crc32(file.subarray(CHECKED_FROM))) return undefined;
  return { content, fetchedS: file.readDoubleLE(32) };
}

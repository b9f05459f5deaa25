import { SentryalError } from '../../errors/index.ts';

/** A header in JSON, and arrays of bytes by name, little-endian. */
export interface Frame {
  readonly header: Readonly<Record<string, unknown>>;
  readonly arrays: ReadonlyMap<string, Uint8Array>;
}

const MAGIC = Buffer.from('SGB1', 'latin1');
const PREFIX_BYTES = 12;

/** Bounds that both sides hold to, bytes. */
export const MAX_HEADER_BYTES = 2 ** 20;
export const MAX_PAYLOAD_BYTES = 2 ** 28;

/** The bytes of a frame: magic, length of the header, length of the payload, header, payload. */
export function encodeFrame(header: Frame['header'], arrays: ReadonlyMap<string, Uint8Array>): Buffer {
  const listed = [...arrays].map(([name, data]) => ({ name, bytes: data.byteLength }));
  const text = Buffer.from(JSON.stringify({ ...header, arrays: listed }), 'utf8');
  const payloadBytes = listed.reduce((sum, { bytes }) => sum + bytes, 0);
  if (text.length > MAX_HEADER_BYTES || payloadBytes > MAX_PAYLOAD_BYTES)
    throw new SentryalError('ISCE3_PROTOCOL', { reason: 'the request is larger than a frame may be' });
  const prefix = Buffer.alloc(PREFIX_BYTES);
  MAGIC.copy(prefix);
  prefix.writeUInt32LE(text.length, 4);
  prefix.writeUInt32LE(payloadBytes, 8);
  return Buffer.concat([prefix, text, ...arrays.values()]);
}

function broken(reason: string): SentryalError {
  return new SentryalError('ISCE3_PROTOCOL', { reason });
}

function parseHeader(text: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw broken('the header of an answer is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw broken('the header of an answer is not an object');
  return header as Record<string, unknown>;
}

function splitPayload(listed: unknown, payload: Uint8Array): Map<string, Uint8Array> {
  if (!Array.isArray(listed)) throw broken('the header of an answer lists no arrays');
  const arrays = new Map<string, Uint8Array>();
  let offset = 0;
  for (const entry of listed as unknown[]) {
    const { name, bytes } = (entry ?? {}) as { name?: unknown; bytes?: unknown };
    const isSize = typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0;
    if (typeof name !== 'string' || arrays.has(name) || !isSize || offset + bytes > payload.length)
      throw broken('the arrays of an answer do not fit its payload');
    arrays.set(name, payload.subarray(offset, offset + bytes));
    offset += bytes;
  }
  if (offset !== payload.length) throw broken('the payload of an answer is longer than its arrays');
  return arrays;
}

/** Puts frames together from pieces of a stream, as they come; what is no frame is told at its first wrong byte. */
export class FrameReader {
  private pieces: Buffer[] = [];
  private held = 0;
  private wanted: number | undefined;

  /**
   * @returns the frames that `piece` completed
   * @throws SentryalError ISCE3_PROTOCOL; the reader is of no more use then
   */
  push(piece: Buffer): Frame[] {
    this.pieces.push(piece);
    this.held += piece.length;
    const frames: Frame[] = [];
    for (;;) {
      this.wanted ??= this.frameLength();
      if (this.wanted === undefined || this.held < this.wanted) return frames;
      frames.push(this.take(this.wanted));
      this.wanted = undefined;
    }
  }

  private joined(): Buffer {
    if (this.pieces.length > 1) this.pieces = [Buffer.concat(this.pieces)];
    return this.pieces[0] ?? Buffer.alloc(0);
  }

  /** Length of the frame that begins here; undefined where too little of it is there to tell. */
  private frameLength(): number | undefined {
    const start = this.joined();
    const seen = Math.min(start.length, MAGIC.length);
    if (!start.subarray(0, seen).equals(MAGIC.subarray(0, seen))) throw broken('an answer does not begin as a frame');
    if (start.length < PREFIX_BYTES) return undefined;
    const headerBytes = start.readUInt32LE(4);
    const payloadBytes = start.readUInt32LE(8);
    if (headerBytes > MAX_HEADER_BYTES || payloadBytes > MAX_PAYLOAD_BYTES)
      throw broken(`an answer says that it has ${headerBytes} + ${payloadBytes} bytes`);
    return PREFIX_BYTES + headerBytes + payloadBytes;
  }

  private take(length: number): Frame {
    const bytes = this.joined();
    this.pieces = bytes.length > length ? [bytes.subarray(length)] : [];
    this.held -= length;
    const bodyStart = PREFIX_BYTES + bytes.readUInt32LE(4);
    const header = parseHeader(bytes.subarray(PREFIX_BYTES, bodyStart));
    return { header, arrays: splitPayload(header['arrays'], bytes.subarray(bodyStart, length)) };
  }
}

/** Float64s as bytes of a frame. */
export function float64Bytes(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i += 1) view.setFloat64(8 * i, values[i]!, true);
  return bytes;
}

/** An array of `count` finite float64 of an answer. @throws SentryalError ISCE3_PROTOCOL */
export function float64sOf({ arrays }: Frame, name: string, count: number): Float64Array {
  const bytes = arrays.get(name);
  if (bytes?.byteLength !== 8 * count) throw broken(`the answer's array ${name} does not hold ${count} numbers`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Float64Array.from({ length: count }, (_, i) => view.getFloat64(8 * i, true));
  if (!values.every(Number.isFinite)) throw broken(`the answer's array ${name} holds a value that is not finite`);
  return values;
}

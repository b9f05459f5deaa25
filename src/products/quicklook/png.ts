import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { SentryalError } from '../../errors/index.ts';
import type { Rgb } from './oklab.ts';

/** An image of at most 256 colours. */
export interface PalettePng {
  readonly width: number;
  readonly height: number;
  /** An index into the palette a pixel, shape (height, width). */
  readonly pixels: Uint8Array;
  readonly palette: readonly Rgb[];
  /** The colour that lets through what lies behind. */
  readonly transparent?: number | undefined;
  /** Texts by keyword, each keyword at most 79 Latin letters. */
  readonly texts?: Readonly<Record<string, string>> | undefined;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PALETTE_COLOR = 3;
const MAX_PIXELS = 2 ** 26;

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length, 0);
  head.write(type, 4, 'latin1');
  const end = Buffer.alloc(4);
  end.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])), 0);
  return Buffer.concat([head, data, end]);
}

/** International text: keyword, not compressed, no language, UTF-8. */
function textChunk(keyword: string, text: string): Buffer {
  return chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')]));
}

/** Writes a PNG of a palette (ISO/IEC 15948), 8 bits a pixel. */
export function encodePng({ width, height, pixels, palette, transparent, texts = {} }: PalettePng): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE_COLOR, 0, 0, 0], 8);
  const lines = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row++)
    lines.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const alpha = transparent === undefined ? undefined : Buffer.alloc(transparent + 1, 255).fill(0, transparent);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text)),
    chunk('PLTE', Buffer.from(palette.flat())),
    ...(alpha ? [chunk('tRNS', alpha)] : []),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function fail(reason: string, cause?: unknown): never {
  throw new SentryalError('QUICKLOOK_UNREADABLE', { reason }, { cause });
}

function readText(data: Buffer): [keyword: string, text: string] {
  const end = data.indexOf(0);
  return end > 0 ? [data.toString('latin1', 0, end), data.toString('utf8', end + 5)] : ['', ''];
}

function* chunksOf(file: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = SIGNATURE.length; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    if (at + 12 + length > file.length) fail('it ends within a part');
    const body = file.subarray(at + 4, at + 8 + length);
    if (crc32(body) !== file.readUInt32BE(at + 8 + length)) fail('a checksum is wrong');
    yield { type: body.toString('latin1', 0, 4), data: body.subarray(4) };
    at += 12 + length;
  }
}

function unpack(parts: readonly Buffer[], width: number, height: number): Uint8Array {
  const bytes = height * (width + 1);
  let lines: Buffer;
  try {
    lines = inflateSync(Buffer.concat(parts), { maxOutputLength: bytes });
  } catch (cause) {
    return fail('its pixels cannot be unpacked', cause);
  }
  if (lines.length !== bytes) fail('it has too few pixels');
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    if (lines[row * (width + 1)] !== 0) fail('its lines are filtered');
    pixels.set(lines.subarray(row * (width + 1) + 1, (row + 1) * (width + 1)), row * width);
  }
  return pixels;
}

/**
 * Reads what {@link encodePng} wrote, and nothing else.
 * @throws SentryalError QUICKLOOK_UNREADABLE
 */
export function decodePng(file: Buffer): PalettePng {
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) fail('it is no PNG');
  let header: Buffer | undefined;
  let palette: Rgb[] = [];
  let transparent: number | undefined;
  const texts: Record<string, string> = Object.create(null) as Record<string, string>;
  const parts: Buffer[] = [];
  for (const { type, data } of chunksOf(file)) {
    if (type === 'IHDR') header = data;
    else if (type === 'PLTE')
      palette = Array.from({ length: Math.floor(data.length / 3) }, (_, k) => [
        data[3 * k]!,
        data[3 * k + 1]!,
        data[3 * k + 2]!,
      ]);
    else if (type === 'tRNS') transparent = data.length - 1;
    else if (type === 'IDAT') parts.push(data);
    else if (type === 'iTXt') {
      const [keyword, text] = readText(data);
      texts[keyword] = text;
    }
  }
  if (header?.length !== 13 || header[8] !== 8 || header[9] !== PALETTE_COLOR || header[12] !== 0)
    return fail('it is not an image of a palette of 8 bits');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (width === 0 || height === 0 || width * height > MAX_PIXELS) fail(`it has ${width} x ${height} pixels`);
  const pixels = unpack(parts, width, height);
  if (pixels.some((index) => index >= palette.length)) fail('a pixel has no colour');
  return { width, height, pixels, palette, transparent, texts };
}

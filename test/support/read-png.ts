import { crc32, inflateSync } from 'node:zlib';

/** A decoded image of a palette, colours resolved. */
export interface ReadPng {
  readonly width: number;
  readonly height: number;
  readonly chunks: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
  /** Red, green, blue and alpha at a pixel. */
  readonly colorAt: (x: number, y: number) => [number, number, number, number];
}

/** Reads a PNG of 8-bit palette indices, any line filter (ISO/IEC 15948), written apart from the product's own coder. */
export function readPng(file: Buffer): ReadPng {
  if (file.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1A\n') throw new Error('no PNG signature');
  const chunks: string[] = [];
  const texts: Record<string, string> = {};
  const data = new Map<string, Buffer[]>();
  for (let at = 8; at < file.length;) {
    const size = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + size);
    if (file.readUInt32BE(at + 8 + size) !== crc32(file.subarray(at + 4, at + 8 + size)))
      throw new Error(`CRC of ${type}`);
    chunks.push(type);
    data.set(type, [...(data.get(type) ?? []), body]);
    if (type === 'iTXt') {
      const end = body.indexOf(0);
      texts[body.toString('latin1', 0, end)] = body.subarray(end + 5).toString('utf8');
    }
    at += 12 + size;
  }
  const header = data.get('IHDR')![0]!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (header[8] !== 8 || header[9] !== 3) throw new Error('not 8 bits of palette');
  const raw = inflateSync(Buffer.concat(data.get('IDAT')!));
  const pixels = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const filter = raw[y * (width + 1)]!;
      const left = x > 0 ? pixels[y * width + x - 1]! : 0;
      const above = y > 0 ? pixels[(y - 1) * width + x]! : 0;
      if (filter > 2) throw new Error(`filter ${filter}`);
      pixels[y * width + x] = raw[y * (width + 1) + 1 + x]! + [0, left, above][filter]!;
    }
  const palette = data.get('PLTE')![0]!;
  const alpha = data.get('tRNS')?.[0];
  return {
    width,
    height,
    chunks,
    texts,
    colorAt: (x, y) => {
      const k = pixels[y * width + x]!;
      return [palette[3 * k]!, palette[3 * k + 1]!, palette[3 * k + 2]!, alpha?.[k] ?? 255];
    },
  };
}

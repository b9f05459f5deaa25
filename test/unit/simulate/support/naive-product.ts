import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseUtc } from '../../../../src/units/index.ts';

/** Text of the first element of a name, by plain search. */
export function textOf(xml: string, name: string): string {
  const match = new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`).exec(xml);
  if (!match) throw new Error(`no <${name}>`);
  return match[1]!;
}

export function allOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map((match) => match[1]!);
}

export function numberOf(xml: string, name: string): number {
  return Number(textOf(xml, name));
}

/** Seconds of the day of a UTC text. */
export function secondsOf(text: string): number {
  return parseUtc(text)!.secondsOfDay;
}

export function numbersOf(text: string): number[] {
  return text.trim().split(/\s+/).map(Number);
}

/** One complex-int16 TIFF, read tag by tag from its bytes. */
export interface NaiveTiff {
  readonly tags: ReadonlyMap<number, readonly number[]>;
  readonly directoryOffset: number;
  readonly bytes: Buffer;
  /** I and Q of a pixel, through StripOffsets. */
  pixel(line: number, sample: number): readonly [number, number];
}

export function readTiff(path: string): NaiveTiff {
  const bytes = readFileSync(path);
  if (bytes.toString('latin1', 0, 2) !== 'II' || bytes.readUInt16LE(2) !== 42) throw new Error('not a TIFF');
  const directoryOffset = bytes.readUInt32LE(4);
  const tags = new Map<number, number[]>();
  const sizes: Record<number, number> = { 2: 1, 3: 2, 4: 4, 12: 8 };
  for (let k = 0; k < bytes.readUInt16LE(directoryOffset); k++) {
    const at = directoryOffset + 2 + 12 * k;
    const [tag, type, count] = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2), bytes.readUInt32LE(at + 4)];
    const size = sizes[type]!;
    const base = size * count > 4 ? bytes.readUInt32LE(at + 8) : at + 8;
    const read = (n: number): number => {
      const offset = base + n * size;
      if (type === 12) return bytes.readDoubleLE(offset);
      return type === 4
        ? bytes.readUInt32LE(offset)
        : type === 3
          ? bytes.readUInt16LE(offset)
          : bytes.readUInt8(offset);
    };
    tags.set(
      tag,
      Array.from({ length: count }, (_, n) => read(n)),
    );
  }
  const offsets = tags.get(273)!;
  return {
    tags,
    directoryOffset,
    bytes,
    pixel: (line, sample) => {
      const at = offsets[line]! + 4 * sample;
      return [bytes.readInt16LE(at), bytes.readInt16LE(at + 2)];
    },
  };
}

/** Annotation text and measurement of the only swath of a product. */
export function openProduct(folder: string): { annotation: string; manifest: string; tiff: NaiveTiff } {
  const only = (sub: string): string => join(folder, sub, readdirSync(join(folder, sub))[0]!);
  return {
    annotation: readFileSync(only('annotation'), 'utf8'),
    manifest: readFileSync(join(folder, 'manifest.safe'), 'utf8'),
    tiff: readTiff(only('measurement')),
  };
}

import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { SAMPLES, type Samples, type TiffLayout } from '../tiff-file.ts';

const deflated = promisify(deflate);

/** Pixels along the side of a tile. */
export const TILE = 512;

/** Predictors of TIFF 6.0, section 14, and Technical Note 3 (floating point). */
export const PREDICTOR = { none: 1, differences: 2, floatingPoint: 3 } as const;

/** Readers know no predictor for complex samples. */
export function predictorOf(sample: TiffLayout['sample']): number {
  if (sample === 'complex64') return PREDICTOR.none;
  return sample === 'float32' ? PREDICTOR.floatingPoint : PREDICTOR.differences;
}

/** Bytes of each line by significance, highest first, then the difference of each byte to the one before. */
function floatingPoint(values: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const from = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const to = new Uint8Array(from.length);
  const bytes = 4 * TILE;
  for (let line = 0; line < TILE; line++) {
    const at = line * bytes;
    for (let x = 0; x < TILE; x++)
      for (let byte = 0; byte < 4; byte++) to[at + (3 - byte) * TILE + x] = from[at + 4 * x + byte]!;
    for (let k = at + bytes - 1; k > at; k--) to[k] = to[k]! - to[k - 1]!;
  }
  return to;
}

/** Each sample minus the one to its left, in place. */
function differences(values: Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>): void {
  for (let line = 0; line < TILE; line++)
    for (let x = (line + 1) * TILE - 1; x > line * TILE; x--) values[x] = values[x]! - values[x - 1]!;
}

/** A tile as it stands in the file: predicted and deflated. The values are used up. */
async function encodeTile(values: Samples): Promise<Uint8Array> {
  if (values instanceof Float32Array) {
    const isComplex = values.length > TILE * TILE;
    return deflated(isComplex ? new Uint8Array(values.buffer) : floatingPoint(values));
  }
  differences(values);
  return deflated(new Uint8Array(values.buffer));
}

/** The most bytes that a deflated tile can have, whatever is in it: zlib's own bound. */
export function largestTileBytes(sample: TiffLayout['sample']): number {
  const bytes = (TILE ** 2 * SAMPLES[sample].bits) / 8;
  return bytes + (bytes >> 12) + (bytes >> 14) + (bytes >> 25) + 13;
}

/** Empty samples of a kind. */
export function samplesOf(sample: TiffLayout['sample'], count: number): Samples {
  if (sample === 'int32') return new Int32Array(count);
  if (sample === 'uint8') return new Uint8Array(count);
  return new Float32Array(sample === 'complex64' ? 2 * count : count);
}

/** The tiles of one level of an image, from lines that come from top to bottom. */
export class TileRows {
  readonly layout: TiffLayout;
  /** Encoded, line by line of tiles. */
  readonly tiles: Uint8Array[] = [];
  readonly #perPixel: number;
  #band: Samples;
  #lines = 0;
  #whole = 0;
  #full: { readonly band: Samples; readonly lines: number }[] = [];

  constructor(layout: TiffLayout) {
    this.layout = layout;
    this.#perPixel = layout.sample === 'complex64' ? 2 : 1;
    this.#band = samplesOf(layout.sample, layout.columns * TILE);
  }

  /** Lines so far. */
  get lines(): number {
    return this.#whole + this.#lines;
  }

  add(line: Samples): void {
    const { rows, columns, sample } = this.layout;
    this.#band.set(line, this.#lines * columns * this.#perPixel);
    this.#lines++;
    if (this.#lines < TILE && this.lines < rows) return;
    this.#full.push({ band: this.#band, lines: this.#lines });
    this.#whole += this.#lines;
    this.#lines = 0;
    this.#band = samplesOf(sample, this.#whole < rows ? columns * TILE : 0);
  }

  /** Encodes the bands that are full. */
  async encode(): Promise<void> {
    const full = this.#full;
    this.#full = [];
    for (const { band, lines } of full) {
      const across = Math.ceil(this.layout.columns / TILE);
      const parts = Array.from({ length: across }, (_, column) => this.#cut(band, lines, column * TILE));
      this.tiles.push(...(await Promise.all(parts.map(encodeTile))));
    }
  }

  #cut(band: Samples, lines: number, firstColumn: number): Samples {
    const { columns, sample } = this.layout;
    const tile = samplesOf(sample, TILE * TILE);
    const width = Math.min(TILE, columns - firstColumn) * this.#perPixel;
    for (let line = 0; line < lines; line++) {
      const at = (line * columns + firstColumn) * this.#perPixel;
      tile.set(band.subarray(at, at + width), line * TILE * this.#perPixel);
    }
    return tile;
  }
}

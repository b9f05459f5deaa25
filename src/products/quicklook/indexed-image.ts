import { GLYPH, isInk } from './font.ts';

/** An image of one byte a pixel, an index into a palette. */
export class IndexedImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;

  constructor(width: number, height: number, background: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height).fill(background);
  }

  /** Fills a rectangle; what lies outside is left out. */
  fill(left: number, top: number, width: number, height: number, color: number): void {
    const from = Math.max(0, left);
    const to = Math.min(this.width, left + width);
    if (to <= from) return;
    for (let row = Math.max(0, top); row < Math.min(this.height, top + height); row++)
      this.pixels.fill(color, row * this.width + from, row * this.width + to);
  }

  /** Draws the border of a rectangle, inside it. */
  frame(left: number, top: number, width: number, height: number, color: number): void {
    this.fill(left, top, width, 1, color);
    this.fill(left, top + height - 1, width, 1, color);
    this.fill(left, top, 1, height, color);
    this.fill(left + width - 1, top, 1, height, color);
  }

  /** Writes one line of text from its upper left corner. */
  text(left: number, top: number, text: string, scale: number, color: number): void {
    let x = left;
    for (const character of text) {
      for (let row = 0; row < GLYPH.rows; row++)
        for (let column = 0; column < GLYPH.columns; column++)
          if (isInk(character, row, column)) this.fill(x + column * scale, top + row * scale, scale, scale, color);
      x += (GLYPH.columns + 1) * scale;
    }
  }
}

/** Width of a line of text, pixels. */
export function textWidth(text: string, scale: number): number {
  return Math.max(0, Array.from(text).length * (GLYPH.columns + 1) - 1) * scale;
}

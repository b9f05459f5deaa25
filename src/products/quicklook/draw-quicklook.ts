import { COLOR_COUNT, type QuicklookKind, colorScale } from './color-maps.ts';
import { type ColorRange, colorRange, ticks } from './color-range.ts';
import { GLYPH, wrapText } from './font.ts';
import { IndexedImage, textWidth } from './indexed-image.ts';
import type { Rgb } from './oklab.ts';
import { encodePng } from './png.ts';
import { type Plane, PlaneReducer } from './reduce.ts';
import { type MapFrame, pixelWidthM, scaleBar } from './scale-bar.ts';

/** A raster on a map, and what its picture says of it. */
export interface QuicklookSubject {
  readonly rows: number;
  readonly columns: number;
  /** Name of the product. */
  readonly name: string;
  readonly kind: QuicklookKind;
  readonly title: string;
  /** `1` for none. */
  readonly unit: string;
  readonly frame: MapFrame;
  /** Of `classes`: what 1, 2, ... stand for; without it they are numbers. */
  readonly classNames?: readonly string[];
  /** Written below the picture: whose data it is made from. */
  readonly notices: readonly string[];
}

/** What a quicklook says of itself, in the text {@link QUICKLOOK_KEYWORD} of its PNG. */
export interface QuicklookHead {
  readonly name: string;
  readonly kind: QuicklookKind;
  readonly title: string;
  readonly unit: string;
  /** Where the map lies in the picture, pixels, and how many of them show one value along each side. */
  readonly map: {
    readonly left: number;
    readonly top: number;
    readonly rows: number;
    readonly columns: number;
    readonly zoom: number;
  };
  /** Of the values shown: those of the raster, or of its blocks. */
  readonly frame: MapFrame;
  readonly range: ColorRange;
}

export const QUICKLOOK_KEYWORD = 'Sentryal quicklook';

/** The longest side of a picture, pixels. */
export const MAX_SIDE_PX = 2000;

/** Palette: no data, paper, ink, then the colours of the scale. */
export const NO_DATA_INDEX = 0;
const PAPER = 1;
const INK = 2;
export const FIRST_COLOR = 3;
const FIXED_COLORS: readonly Rgb[] = [
  [216, 216, 216],
  [255, 255, 255],
  [24, 24, 24],
];

const MARGIN = 16;
const MIN_CONTENT = 560;
const BAR_HEIGHT = 18;
/** Small rasters are shown with pixels so much larger that their longer side has about this many. */
const WANTED_MAP = 800;

/** Palette index of a value. */
export function colorIndex(value: number, kind: QuicklookKind, { low, high }: ColorRange): number {
  if (Number.isNaN(value)) return NO_DATA_INDEX;
  if (kind === 'classes') return value <= 0 ? PAPER : FIRST_COLOR + ((Math.round(value) - 1) % COLOR_COUNT);
  const share = (value - low) / (high - low);
  if (kind === 'phase') return FIRST_COLOR + (Math.floor((share - Math.floor(share)) * COLOR_COUNT) % COLOR_COUNT);
  return FIRST_COLOR + Math.min(COLOR_COUNT - 1, Math.max(0, Math.floor(share * COLOR_COUNT)));
}

function legendName({ title, unit }: QuicklookSubject): string {
  return unit === '1' || unit === '' ? title : `${title} (${unit})`;
}

function lineHeight(scale: number): number {
  return (GLYPH.rows + 3) * scale;
}

function charactersIn(width: number, scale: number): number {
  return Math.floor(width / ((GLYPH.columns + 1) * scale));
}

/** How far the raster is averaged down, and how large a value is drawn. */
function sizes({ rows, columns }: QuicklookSubject, maxMap: number): { factor: number; zoom: number } {
  const longest = Math.max(rows, columns);
  const factor = Math.ceil(longest / maxMap);
  return { factor, zoom: factor > 1 ? 1 : Math.max(1, Math.floor(WANTED_MAP / longest)) };
}

function drawMap(
  image: IndexedImage,
  plane: Plane,
  { left, top, zoom }: QuicklookHead['map'],
  index: (value: number) => number,
): void {
  for (let row = 0; row < plane.rows; row++)
    for (let column = 0; column < plane.columns; column++) {
      const color = index(plane.values[row * plane.columns + column]!);
      image.fill(left + column * zoom, top + row * zoom, zoom, zoom, color);
    }
}

/** Swatches of the classes with their names, one a line. */
function drawNames(image: IndexedImage, top: number, names: readonly string[], scale: number): void {
  names.forEach((name, k) => {
    const y = top + k * lineHeight(scale);
    image.fill(MARGIN, y, BAR_HEIGHT, 8 * scale, FIRST_COLOR + (k % COLOR_COUNT));
    image.frame(MARGIN, y, BAR_HEIGHT, 8 * scale, INK);
    image.text(MARGIN + BAR_HEIGHT + 10, y, name, scale, INK);
  });
}

/** The scale's colours from left to right, with marks and what they stand for. */
function drawLegend(image: IndexedImage, top: number, kind: QuicklookKind, range: ColorRange, scale: number): void {
  const width = image.width - 2 * MARGIN;
  const colors = kind === 'classes' ? Math.min(COLOR_COUNT, Math.max(1, Math.round(range.high))) : COLOR_COUNT;
  for (let x = 0; x < width; x++)
    image.fill(MARGIN + x, top, 1, BAR_HEIGHT, FIRST_COLOR + Math.floor((x * colors) / width));
  image.frame(MARGIN, top, width, BAR_HEIGHT, INK);
  const labels =
    kind === 'classes'
      ? [{ share: 0.5 / colors, text: '1' }, ...(colors > 1 ? [{ share: 1 - 0.5 / colors, text: String(colors) }] : [])]
      : ticks(kind, range).map(({ value, text }) => ({ share: (value - range.low) / (range.high - range.low), text }));
  for (const { share, text } of labels) {
    const x = MARGIN + Math.round(share * (width - 1));
    image.fill(x, top + BAR_HEIGHT, 1, 5, INK);
    const wide = textWidth(text, scale);
    const left = Math.min(image.width - MARGIN - wide, Math.max(MARGIN, x - Math.round(wide / 2)));
    image.text(left, top + BAR_HEIGHT + 8, text, scale, INK);
  }
}

interface Layout {
  readonly factor: number;
  readonly zoom: number;
  readonly scale: number;
  readonly heading: readonly string[];
  readonly notices: readonly string[];
  readonly contentWidth: number;
  /** Height of the legend. */
  readonly legend: number;
  /** Height of all that is not the map. */
  readonly around: number;
}

/** Where things go, which size and words decide. */
function layOut(request: QuicklookSubject): Layout {
  const scale = Math.max(request.rows, request.columns) > 1200 ? 3 : 2;
  const draft = sizes(request, MAX_SIDE_PX - 2 * MARGIN);
  const contentWidth = Math.max(MIN_CONTENT, Math.ceil(request.columns / draft.factor) * draft.zoom);
  const heading = wrapText(legendName(request), charactersIn(contentWidth, scale));
  const notices = wrapText(request.notices.join(' '), charactersIn(contentWidth, scale - 1));
  const legend = request.classNames
    ? request.classNames.length * lineHeight(scale)
    : BAR_HEIGHT + 8 + lineHeight(scale);
  const texts = (heading.length + 1) * lineHeight(scale) + notices.length * lineHeight(scale - 1);
  const around = 2 * MARGIN + texts + 12 + legend + 10;
  return { ...sizes(request, MAX_SIDE_PX - around), scale, legend, heading, notices, contentWidth, around };
}

/**
 * A raster as a picture in PNG: the map, its title, the legend of its colours, a scale bar, and the notices of its data. A
 * raster larger than the picture is averaged down in whole blocks. Pixels are taken as square on the ground.
 */
export class Quicklook {
  readonly #subject: QuicklookSubject;
  readonly #layout: Layout;
  readonly #reducer: PlaneReducer;

  constructor(subject: QuicklookSubject) {
    this.#subject = subject;
    this.#layout = layOut(subject);
    this.#reducer = new PlaneReducer(subject, this.#layout.factor, subject.kind);
  }

  /** The next lines of the raster from the top, shape (any, columns), NaN where there is no data. */
  add(lines: Float32Array): void {
    this.#reducer.add(lines);
  }

  /** The picture as the bytes of its file. */
  finish(): Buffer {
    return draw(this.#subject, this.#layout, this.#reducer.finish());
  }
}

function draw(subject: QuicklookSubject, layout: Layout, plane: Plane): Buffer {
  const { kind, frame, name, title, unit } = subject;
  const { factor, zoom, scale, heading, notices, contentWidth } = layout;
  const line = lineHeight(scale);
  const range = colorRange(kind, plane.values);
  const map = { left: MARGIN, top: MARGIN + heading.length * line, rows: plane.rows, columns: plane.columns, zoom };
  const width = Math.min(MAX_SIDE_PX, Math.max(contentWidth, map.columns * zoom) + 2 * MARGIN);
  const image = new IndexedImage(width, map.rows * zoom + layout.around, PAPER);
  heading.forEach((text, k) => image.text(MARGIN, MARGIN + k * line, text, scale, INK));
  image.frame(map.left - 1, map.top - 1, map.columns * zoom + 2, map.rows * zoom + 2, INK);
  drawMap(image, plane, map, (value) => colorIndex(value, kind, range));

  let top = map.top + map.rows * zoom + 12;
  if (subject.classNames) drawNames(image, top, subject.classNames, scale);
  else drawLegend(image, top, kind, range, scale);
  top += layout.legend + 10;
  const shown: MapFrame = {
    epsg: frame.epsg,
    left: frame.left,
    top: frame.top,
    pixelWidth: frame.pixelWidth * factor,
    pixelHeight: frame.pixelHeight * factor,
  };
  const bar = scaleBar(pixelWidthM(shown, plane.rows / 2) / zoom, Math.min(map.columns * zoom, width / 3));
  image.fill(MARGIN, top + 4 * scale, bar.pixels, 2, INK);
  for (const x of [MARGIN, MARGIN + bar.pixels - 2]) image.fill(x, top + 2 * scale, 2, 4 * scale, INK);
  image.text(MARGIN + bar.pixels + 10, top, bar.text, scale, INK);
  const noDataLeft = width - MARGIN - textWidth('no data', scale);
  image.fill(noDataLeft - 10 - BAR_HEIGHT, top - 1, BAR_HEIGHT, BAR_HEIGHT, NO_DATA_INDEX);
  image.text(noDataLeft, top, 'no data', scale, INK);
  notices.forEach((text, k) => image.text(MARGIN, top + line + k * lineHeight(scale - 1), text, scale - 1, INK));

  const head: QuicklookHead = { name, kind, title, unit, map, frame: shown, range };
  return encodePng({
    width,
    height: image.height,
    pixels: image.pixels,
    palette: [...FIXED_COLORS, ...colorScale(kind)],
    texts: {
      Title: legendName(subject),
      Copyright: subject.notices.join(' '),
      [QUICKLOOK_KEYWORD]: JSON.stringify(head),
    },
  });
}

import { SentryalError } from '../errors/index.ts';
import type { BoundingBox, ByteSource } from '../model/index.ts';
import { type DemImage, openDemImage } from './dem-image.ts';
import { readPixels } from './dem-pixels.ts';
import { type DemWindow, pixelBounds } from './dem-window.ts';

/** A quantity given on a map grid: zenith delay, electron content. */
export interface PlaceGrid {
  readonly name: string;
  /** Bilinear, in the file's unit; NaN outside the file or beside its no data. */
  valueAt(longitudeDeg: number, latitudeDeg: number): number;
}

const MAX_PIXELS = 1e8;

/** Part of an image that an area needs, one pixel wider where there is one. */
function windowOf(image: DemImage, area: BoundingBox): DemWindow | undefined {
  const bounds = pixelBounds(image, area);
  if (!bounds) return undefined;
  const { low, high } = bounds;
  const firstColumn = Math.max(0, Math.floor(low.column) - 1);
  const firstRow = Math.max(0, Math.floor(low.row) - 1);
  const columns = Math.min(image.columns, Math.ceil(high.column) + 2) - firstColumn;
  const rows = Math.min(image.rows, Math.ceil(high.row) + 2) - firstRow;
  return columns > 0 && rows > 0 ? { firstColumn, firstRow, columns, rows } : undefined;
}

async function readValues(image: DemImage, window: DemWindow, signal: AbortSignal): Promise<Float64Array> {
  const { columns, rows } = window;
  if (columns * rows > MAX_PIXELS) {
    const reason = `the area takes ${columns} x ${rows} of its pixels`;
    throw new SentryalError('CORRECTION_GRID_UNREADABLE', { file: image.name, reason });
  }
  const { values, nodata } = await readPixels(image, window, signal);
  return Float64Array.from(values, (value) => (value === nodata ? NaN : value));
}

/** On which turn of the globe a geographic image has the area, degrees to add. */
function turnOf({ projection, grid, columns, rows }: DemImage, area: BoundingBox): number {
  if (!projection.geographic) return 0;
  const middle = grid.toModel((columns - 1) / 2, (rows - 1) / 2);
  const east = area.east < area.west ? area.east + 360 : area.east;
  return projection.inverse(middle.x, middle.y).longitudeDeg - (area.west + east) / 2;
}

/**
 * Reads the part of a GeoTIFF of one band that covers an area.
 * @param area `west > east` crosses the antimeridian
 * @param source left open
 * @throws SentryalError CORRECTION_GRID_*; the signal's reason when aborted
 */
export async function readPlaceGrid(source: ByteSource, area: BoundingBox, signal: AbortSignal): Promise<PlaceGrid> {
  const image = await openDemImage(source, signal, 'CORRECTION_GRID');
  const window = windowOf(image, area);
  if (!window) throw new SentryalError('CORRECTION_GRID_NOT_COVERING', { file: source.name });
  const values = await readValues(image, window, signal);
  const turnDeg = 360 * Math.round(turnOf(image, area) / 360);
  const { firstColumn, firstRow, columns, rows } = window;
  return {
    name: source.name,
    valueAt(longitudeDeg, latitudeDeg) {
      const { x, y } = image.projection.forward(longitudeDeg + turnDeg, latitudeDeg);
      const pixel = image.grid.toPixel(x, y);
      const column = pixel.column - firstColumn;
      const row = pixel.row - firstRow;
      // The outer half of the edge pixels counts as they do.
      if (!(column >= -0.5 && row >= -0.5 && column <= columns - 0.5 && row <= rows - 0.5)) return NaN;
      const j = Math.min(Math.max(0, columns - 2), Math.max(0, Math.floor(column)));
      const i = Math.min(Math.max(0, rows - 2), Math.max(0, Math.floor(row)));
      const across = Math.min(1, Math.max(0, column - j));
      const down = Math.min(1, Math.max(0, row - i));
      const at = (r: number, c: number): number => values[Math.min(r, rows - 1) * columns + Math.min(c, columns - 1)]!;
      const upper = at(i, j) * (1 - across) + at(i, j + 1) * across;
      const lower = at(i + 1, j) * (1 - across) + at(i + 1, j + 1) * across;
      return upper * (1 - down) + lower * down;
    },
  };
}

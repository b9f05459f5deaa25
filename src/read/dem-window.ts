import { SentryalError } from '../errors/index.ts';
import type { BoundingBox, Warn } from '../model/index.ts';
import type { DemFrame } from './dem-image.ts';

/** A rectangle of pixels of a DEM. */
export interface DemWindow {
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly columns: number;
  readonly rows: number;
}

/** Pixels read around the area where the DEM has them, for interpolation at its edge. */
export const MARGIN_PX = 8;

/** Points looked at along each edge of the area: its image in a projected DEM is not a rectangle. */
const EDGE_POINTS = 33;

/** Pixels whose centre is this far outside are still interpolated from. */
const EDGE_PX = 0.5 + 1e-6;

const MAX_SAMPLES = 5e8;

/** Longitudes of the area, brought to the turn of the globe that the DEM uses. */
function unwrapLongitudes(dem: DemFrame, area: BoundingBox): { west: number; east: number } {
  const east = area.east < area.west ? area.east + 360 : area.east;
  const middle = dem.grid.toModel((dem.columns - 1) / 2, (dem.rows - 1) / 2);
  const demLongitude = dem.projection.inverse(middle.x, middle.y).longitudeDeg;
  const turns = 360 * Math.round((demLongitude - (area.west + east) / 2) / 360);
  return { west: area.west + turns, east: east + turns };
}

function perimeter(area: BoundingBox, west: number, east: number): [longitudeDeg: number, latitudeDeg: number][] {
  return Array.from({ length: EDGE_POINTS }, (_, k) => k / (EDGE_POINTS - 1)).flatMap((share) => {
    const longitude = west + share * (east - west);
    const latitude = area.south + share * (area.north - area.south);
    return [
      [longitude, area.south],
      [longitude, area.north],
      [west, latitude],
      [east, latitude],
    ];
  });
}

/** Which sides of the area the DEM lacks, in words. */
function missingParts(dem: DemFrame, low: { column: number; row: number }, high: { column: number; row: number }) {
  const { columns, rows, grid, projection } = dem;
  const at = (column: number, row: number) => {
    const { x, y } = grid.toModel(column, row);
    return projection.inverse(x, y);
  };
  const middle = { column: (columns - 1) / 2, row: (rows - 1) / 2 };
  const parts: string[] = [];
  const degrees = (value: number): string => value.toFixed(4);
  if (low.row < -EDGE_PX) parts.push(`north of ${degrees(at(middle.column, -0.5).latitudeDeg)}`);
  if (high.row > rows - 1 + EDGE_PX) parts.push(`south of ${degrees(at(middle.column, rows - 0.5).latitudeDeg)}`);
  if (low.column < -EDGE_PX) parts.push(`west of ${degrees(at(-0.5, middle.row).longitudeDeg)}`);
  if (high.column > columns - 1 + EDGE_PX) parts.push(`east of ${degrees(at(columns - 0.5, middle.row).longitudeDeg)}`);
  return parts;
}

/** An area in fractional pixels; undefined where the projection does not reach it. */
export function pixelBounds(dem: DemFrame, area: BoundingBox) {
  const { west, east } = unwrapLongitudes(dem, area);
  const low = { column: Infinity, row: Infinity };
  const high = { column: -Infinity, row: -Infinity };
  for (const [longitude, latitude] of perimeter(area, west, east)) {
    const { x, y } = dem.projection.forward(longitude, latitude);
    const { column, row } = dem.grid.toPixel(x, y);
    if (!Number.isFinite(column) || !Number.isFinite(row)) return undefined;
    low.column = Math.min(low.column, column);
    low.row = Math.min(low.row, row);
    high.column = Math.max(high.column, column);
    high.row = Math.max(high.row, row);
  }
  return { low, high };
}

/**
 * The pixels that cover an area as far as the DEM goes, with a margin where it has one. `required` must be covered.
 * @throws SentryalError DEM_NOT_COVERING, DEM_TOO_LARGE
 */
export function demWindow(
  file: string,
  dem: DemFrame,
  area: BoundingBox,
  required: BoundingBox,
  { warn, maxSamples = MAX_SAMPLES }: { readonly warn: Warn; readonly maxSamples?: number | undefined },
): DemWindow {
  const bounds = pixelBounds(dem, area);
  const needed = pixelBounds(dem, required);
  if (bounds === undefined || needed === undefined)
    throw new SentryalError('DEM_NOT_COVERING', { file, missing: 'all of it' });
  const missing = missingParts(dem, needed.low, needed.high);
  if (missing.length > 0) throw new SentryalError('DEM_NOT_COVERING', { file, missing: missing.join(', ') });
  const { low, high } = bounds;
  const short = missingParts(dem, low, high);
  if (short.length > 0)
    warn({
      code: 'DEM_PARTLY_COVERING',
      stage: 'read',
      message: `${file} covers the bbox but not all of its surroundings: nothing is measured ${short.join(', ')}`,
    });
  const firstColumn = Math.max(0, Math.floor(low.column) - MARGIN_PX);
  const firstRow = Math.max(0, Math.floor(low.row) - MARGIN_PX);
  const columns = Math.min(dem.columns, Math.ceil(high.column) + 1 + MARGIN_PX) - firstColumn;
  const rows = Math.min(dem.rows, Math.ceil(high.row) + 1 + MARGIN_PX) - firstRow;
  const limit = Math.min(maxSamples, MAX_SAMPLES);
  if (columns * rows > limit) throw new SentryalError('DEM_TOO_LARGE', { file, columns, rows, limit });
  return { firstColumn, firstRow, columns, rows };
}

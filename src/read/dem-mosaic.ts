import { SentryalError } from '../errors/index.ts';
import type { BoundingBox, Warn } from '../model/index.ts';
import { normalizeLongitudeDeg } from '../units/index.ts';
import { readHeights } from './dem-heights.ts';
import type { DemFrame, PixelAxes } from './dem-image.ts';
import type { DemPlace } from './dem-places.ts';
import { seaTest } from './dem-sea.ts';
import { type StitchTile, finestAxes, stitch } from './dem-stitch.ts';
import { type DemWindow, demWindow, pixelBounds } from './dem-window.ts';
import type { DegreeCell } from '../fetch/index.ts';

/** The part of a DEM that an area needs. */
export interface DemRaster {
  readonly frame: DemFrame;
  readonly window: DemWindow;
  /** Shape (rows, columns) of the window, as the files count heights; NaN where there is none. */
  readonly heightsM: Float32Array;
  /** Posts of the window that no file has. */
  readonly uncovered: number;
}

/** The grid that holds every tile and the sea, on the lattice of the finest. */
function unionFrame(tiles: readonly StitchTile[], sea: readonly DegreeCell[], like: DemFrame) {
  const finest = finestAxes(tiles);
  const { stepX, stepY } = finest;
  const boxes = [
    ...tiles.map(({ axes, columns, rows }) => ({
      west: axes.west,
      east: axes.west + (columns - 1) * axes.stepX,
      north: axes.north,
      south: axes.north - (rows - 1) * axes.stepY,
    })),
    ...sea.map(({ southDeg, westDeg }) => ({
      west: westDeg,
      east: westDeg + 1 - stepX,
      north: southDeg + 1,
      south: southDeg + stepY,
    })),
  ];
  const before = Math.round((finest.west - Math.min(...boxes.map((box) => box.west))) / stepX);
  const above = Math.round((Math.max(...boxes.map((box) => box.north)) - finest.north) / stepY);
  const axes: PixelAxes = { ...finest, west: finest.west - before * stepX, north: finest.north + above * stepY };
  const frame: DemFrame = {
    columns: Math.round((Math.max(...boxes.map((box) => box.east)) - axes.west) / stepX) + 1,
    rows: Math.round((axes.north - Math.min(...boxes.map((box) => box.south))) / stepY) + 1,
    projection: like.projection,
    grid: {
      toModel: (column, row) => ({ x: axes.west + column * stepX, y: axes.north - row * stepY }),
      toPixel: (x, y) => ({ column: (x - axes.west) / stepX, row: (axes.north - y) / stepY }),
    },
  };
  return { frame, axes };
}

/** The box of what no tile covers in an area, in words; undefined where all of it is covered. */
function hole(frame: DemFrame, window: DemWindow, covered: Uint8Array, required: BoundingBox): string | undefined {
  const { low, high } = pixelBounds(frame, required)!;
  const { projection, grid } = frame;
  const latitudes: number[] = [];
  const longitudes: number[] = [];
  const lastRow = Math.min(Math.round(high.row) - window.firstRow, window.rows - 1);
  const lastColumn = Math.min(Math.round(high.column) - window.firstColumn, window.columns - 1);
  for (let row = Math.max(0, Math.round(low.row) - window.firstRow); row <= lastRow; row += 1)
    for (let column = Math.max(0, Math.round(low.column) - window.firstColumn); column <= lastColumn; column += 1) {
      if (covered[row * window.columns + column] === 1) continue;
      const { x, y } = grid.toModel(window.firstColumn + column, window.firstRow + row);
      const { longitudeDeg, latitudeDeg } = projection.inverse(x, y);
      // A projected area is less than the rectangle around it.
      const isRequired =
        projection.geographic ||
        (latitudeDeg >= required.south &&
          latitudeDeg <= required.north &&
          Math.abs(normalizeLongitudeDeg(longitudeDeg - (required.west + required.east) / 2)) <=
            (required.east - required.west) / 2);
      if (!isRequired) continue;
      latitudes[0] = Math.min(latitudes[0] ?? Infinity, latitudeDeg);
      latitudes[1] = Math.max(latitudes[1] ?? -Infinity, latitudeDeg);
      longitudes[0] = Math.min(longitudes[0] ?? Infinity, longitudeDeg);
      longitudes[1] = Math.max(longitudes[1] ?? -Infinity, longitudeDeg);
    }
  const span = (values: readonly number[]): string => values.map((value) => value.toFixed(4)).join(' to ');
  return latitudes.length > 0 ? `latitudes ${span(latitudes)}, longitudes ${span(longitudes)}` : undefined;
}

/**
 * Reads several files, or one that lies on both sides of the antimeridian, as one raster on the finest of their grids.
 * @throws SentryalError DEM_MOSAIC_NOT_ALIGNED, DEM_NOT_COVERING, DEM_TOO_LARGE, DEM_UNREADABLE
 */
export async function readMosaic(
  name: string,
  places: readonly DemPlace[],
  sea: readonly DegreeCell[],
  area: BoundingBox,
  required: BoundingBox,
  options: {
    readonly warn: Warn;
    readonly signal?: AbortSignal | undefined;
    readonly maxSamples?: number | undefined;
  },
): Promise<DemRaster> {
  const { warn, signal, maxSamples } = options;
  const tiles = places.map(({ image, axes }): StitchTile => {
    if (!axes) throw new SentryalError('DEM_MOSAIC_NOT_ALIGNED', { file: image.name });
    const { columns, rows } = image;
    return { axes, columns, rows, read: (window) => readHeights(image, window, signal) };
  });
  const { frame, axes } = unionFrame(tiles, sea, places[0]!.image);
  const window = demWindow(name, frame, area, required, { warn, maxSamples });
  const { columns, rows } = window;
  const west = axes.west + window.firstColumn * axes.stepX;
  const north = axes.north - window.firstRow * axes.stepY;
  const { heightsM, covered } = await stitch(tiles, { axes: { ...axes, west, north }, columns, rows }, seaTest(sea));
  const missing = hole(frame, window, covered, required);
  if (missing !== undefined) throw new SentryalError('DEM_NOT_COVERING', { file: name, missing });
  const short = hole(frame, window, covered, area);
  if (short !== undefined)
    warn({
      code: 'DEM_PARTLY_COVERING',
      stage: 'read',
      message: `${name} covers the bbox but not all of its surroundings: nothing is measured at ${short}`,
    });
  return { frame, window, heightsM, uncovered: covered.reduce((count, value) => count + 1 - value, 0) };
}

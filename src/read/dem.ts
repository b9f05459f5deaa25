import { SentryalError } from '../errors/index.ts';
import { openFileSource } from '../fetch/index.ts';
import type { BoundingBox, ByteSource, Dem, Warn } from '../model/index.ts';
import { WGS84_ECCENTRICITY_SQUARED, WGS84_SEMI_MAJOR_M, degToRad, normalizeLongitudeDeg } from '../units/index.ts';
import { type DemHeights, demDatum } from './dem-datum.ts';
import { type DemImage, openDemImage } from './dem-image.ts';
import { type DemWindow, demWindow } from './dem-window.ts';
import { addGeoid } from './geoid.ts';

export interface ReadDemOptions {
  /** What the heights are counted from; undefined: what the file states, else ellipsoidal with a warning. */
  readonly heights?: DemHeights | undefined;
  /** The part that must be covered; undefined: all of the area. What else is missing is reported through `warn`. */
  readonly required?: BoundingBox | undefined;
  readonly warn: Warn;
  readonly signal?: AbortSignal | undefined;
}

/** At and below this a height is a void whatever the file says: SRTM and others write -32768 or -32767. */
const VOID_M = -32_767;

async function readHeights(
  dem: DemImage,
  window: DemWindow,
  file: string,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const { firstColumn, firstRow, columns, rows } = window;
  let values: ArrayLike<number> | undefined;
  try {
    const bands = await dem.image.readRasters({
      window: [firstColumn, firstRow, firstColumn + columns, firstRow + rows],
      samples: [0],
      ...(signal && { signal }),
    });
    values = bands[0];
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new SentryalError('DEM_UNREADABLE', { file, reason }, { cause: error });
  }
  if (values === undefined || values.length !== columns * rows)
    throw new SentryalError('DEM_UNREADABLE', { file, reason: 'it has no band of heights' });
  const heightsM = values instanceof Float32Array ? values : Float32Array.from(values);
  // In f32, as the heights are: a value for no data of -3.4e38 is written with more digits than f32 keeps.
  const nodata = dem.nodata === null ? Number.NaN : Math.fround(dem.nodata);
  for (let k = 0; k < heightsM.length; k += 1) {
    const height = heightsM[k]!;
    if (height === nodata || !(height > VOID_M) || height === Infinity) heightsM[k] = Number.NaN;
  }
  return heightsM;
}

function extremes(heightsM: Float32Array): { minHeightM: number; maxHeightM: number } {
  let minHeightM = Infinity;
  let maxHeightM = -Infinity;
  for (let k = 0; k < heightsM.length; k += 1) {
    const height = heightsM[k]!;
    if (height < minHeightM) minHeightM = height;
    if (height > maxHeightM) maxHeightM = height;
  }
  return { minHeightM, maxHeightM };
}

interface Place {
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
}

/** Ground distance of two places a pixel apart, by the ellipsoid's radii of curvature. */
function distanceM(a: Place, b: Place): number {
  const latitude = degToRad(a.latitudeDeg);
  const squeeze = 1 - WGS84_ECCENTRICITY_SQUARED * Math.sin(latitude) ** 2;
  const normal = WGS84_SEMI_MAJOR_M / Math.sqrt(squeeze);
  const meridian = (normal * (1 - WGS84_ECCENTRICITY_SQUARED)) / squeeze;
  const east = degToRad(normalizeLongitudeDeg(b.longitudeDeg - a.longitudeDeg)) * normal * Math.cos(latitude);
  return Math.hypot(east, degToRad(b.latitudeDeg - a.latitudeDeg) * meridian);
}

/** Largest change of a coordinate from one pixel to the next, degrees. */
function stepDeg(centre: Place, stepped: readonly Place[]): number {
  return Math.max(
    ...stepped.flatMap(({ longitudeDeg, latitudeDeg }) => [
      Math.abs(normalizeLongitudeDeg(longitudeDeg - centre.longitudeDeg)),
      Math.abs(latitudeDeg - centre.latitudeDeg),
    ]),
  );
}

async function demOf(source: ByteSource, area: BoundingBox, options: ReadDemOptions): Promise<Dem> {
  const { heights, warn, signal, required = area } = options;
  const file = source.name;
  const image = await openDemImage(source, signal);
  const { grid, projection } = image;
  const window = demWindow(file, image, area, required, warn);
  const datum = demDatum(file, image.keys, heights, warn);
  const heightsM = await readHeights(image, window, file, signal);

  const { firstColumn, firstRow, columns, rows } = window;
  const toModel = (column: number, row: number) => grid.toModel(firstColumn + column, firstRow + row);
  const place = (column: number, row: number) => {
    const { x, y } = toModel(column, row);
    return projection.inverse(x, y);
  };
  const middle = { column: (columns - 1) / 2, row: (rows - 1) / 2 };
  const centre = place(middle.column, middle.row);
  const stepped = [place(middle.column, middle.row + 1), place(middle.column + 1, middle.row)] as const;
  const spacingM = { row: distanceM(centre, stepped[0]), column: distanceM(centre, stepped[1]) };
  if (datum.heights !== 'ellipsoid')
    addGeoid(heightsM, { columns, rows, pixelDeg: stepDeg(centre, stepped), toModel, projection });
  const { minHeightM, maxHeightM } = extremes(heightsM);
  if (minHeightM > maxHeightM) throw new SentryalError('DEM_NO_HEIGHTS', { file });
  return {
    name: file,
    columns,
    rows,
    heightsM,
    minHeightM,
    maxHeightM,
    datum: datum.description,
    spacingM,
    toPixel(longitudeDeg, latitudeDeg) {
      // Longitudes count on the turn of the globe that holds the middle of the window.
      const longitude = longitudeDeg + 360 * Math.round((centre.longitudeDeg - longitudeDeg) / 360);
      const { x, y } = projection.forward(longitude, latitudeDeg);
      const { column, row } = grid.toPixel(x, y);
      return { column: column - firstColumn, row: row - firstRow };
    },
  };
}

/**
 * Reads the part of a DEM GeoTIFF that covers an area, as heights above the WGS84 ellipsoid. Voids are NaN.
 * @param source path of the file, or its bytes (left open)
 * @param area with the margin the caller needs; `west > east` crosses the antimeridian
 * @throws SentryalError DEM_*, FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function readDem(source: string | ByteSource, area: BoundingBox, options: ReadDemOptions): Promise<Dem> {
  if (typeof source !== 'string') return demOf(source, area, options);
  const opened = await openFileSource(source);
  try {
    return await demOf(opened, area, options);
  } finally {
    await opened.close();
  }
}

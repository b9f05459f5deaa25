import { basename, resolve } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import { type TileList, readShippedTiles } from '../fetch/index.ts';
import type { BoundingBox, ByteSource, Dem, Warn } from '../model/index.ts';
import { WGS84_ECCENTRICITY_SQUARED, WGS84_SEMI_MAJOR_M, degToRad, normalizeLongitudeDeg } from '../units/index.ts';
import { type DemDatum, type DemHeights, demDatum } from './dem-datum.ts';
import { type DemFile, demFiles, openedFiles } from './dem-files.ts';
import { readHeights } from './dem-heights.ts';
import { type DemRaster, readMosaic } from './dem-mosaic.ts';
import { type OpenedPlaces, openPlaces } from './dem-places.ts';
import { seaCells } from './dem-sea.ts';
import { placeOf } from './dem-place.ts';
import { demWindow } from './dem-window.ts';
import { addGeoid } from './geoid.ts';

export interface ReadDemOptions {
  /** What the heights are counted from; undefined: what the file states, else ellipsoidal with a warning. */
  readonly heights?: DemHeights | undefined;
  /** The part that must be covered; undefined: all of the area. What else is missing is reported through `warn`. */
  readonly required?: BoundingBox | undefined;
  /** The tiles of GLO-30 and GLO-90, in place of the shipped list: what neither has is sea. */
  readonly tileList?: TileList | undefined;
  /** The most samples that are read, 5e8 if left out. */
  readonly maxSamples?: number | undefined;
  readonly warn: Warn;
  readonly signal?: AbortSignal | undefined;
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

/** The heights of the area, as the files count them, and what they are counted from. */
async function readRaster(
  name: string,
  opened: OpenedPlaces,
  files: readonly string[],
  area: BoundingBox,
  options: ReadDemOptions,
): Promise<{ raster: DemRaster; datum: DemDatum }> {
  const { heights, maxSamples, signal, warn } = options;
  const required = unrolled(options.required ?? area);
  const { places } = opened;
  const datums = places.map(({ image }) => demDatum(image.name, image.keys, heights, warn));
  const other = datums.findIndex((datum) => datum.heights !== datums[0]!.heights);
  if (other > 0)
    throw new SentryalError('DEM_MOSAIC_DATUM_DIFFERS', {
      file: places[other]!.image.name,
      heights: datums[other]!.heights,
      other: places[0]!.image.name,
      otherHeights: datums[0]!.heights,
    });
  const isOrthometric = datums[0]?.heights !== 'ellipsoid';
  const list = isOrthometric ? (options.tileList ?? (await readShippedTiles(signal))) : undefined;
  const sea = seaCells(files, area, required, list, warn);
  const image = places.length === 0 ? opened.single : places.length === 1 && sea.length === 0 && places[0]!.image;
  if (image) {
    const window = demWindow(name, image, area, required, { warn, maxSamples });
    const datum = datums[0] ?? demDatum(image.name, image.keys, heights, warn);
    return {
      raster: { frame: image, window, heightsM: await readHeights(image, window, signal), uncovered: 0 },
      datum,
    };
  }
  if (places.length === 0 && sea.length > 0) throw new SentryalError('DEM_NO_HEIGHTS', { file: name });
  if (places.length === 0) throw new SentryalError('DEM_NOT_COVERING', { file: name, missing: 'all of it' });
  const raster = await readMosaic(name, places, sea, area, required, { warn, signal, maxSamples });
  const note = sea.length > 0 ? `; 0 m where GLO-30 and GLO-90 have no tile (${sea.length} degree cells of sea)` : '';
  return { raster, datum: { ...datums[0]!, description: datums[0]!.description + note } };
}

/** Tells how much of the window is void. */
function reportVoids(name: string, { heightsM, uncovered }: DemRaster, warn: Warn): void {
  const voids = heightsM.reduce((count, height) => count + (Number.isNaN(height) ? 1 : 0), 0) - uncovered;
  if (voids === 0) return;
  const percent = Number(((100 * voids) / heightsM.length).toPrecision(2));
  warn({
    code: 'DEM_VOIDS',
    stage: 'read',
    message: `${name} has no height at ${voids} samples (${percent} % of the area read): nothing is measured there`,
  });
}

async function demOf(
  name: string,
  opened: OpenedPlaces,
  files: readonly string[],
  area: BoundingBox,
  options: ReadDemOptions,
): Promise<Dem> {
  const { raster, datum } = await readRaster(name, opened, files, area, options);
  const { frame, window, heightsM } = raster;
  const { grid, projection } = frame;
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
  if (minHeightM > maxHeightM) throw new SentryalError('DEM_NO_HEIGHTS', { file: name });
  reportVoids(name, raster, options.warn);
  return {
    name,
    columns,
    rows,
    heightsM,
    minHeightM,
    maxHeightM,
    datum: datum.description,
    spacingM,
    place: placeOf(projection, toModel, centre.longitudeDeg),
    toPixel(longitudeDeg, latitudeDeg) {
      // Longitudes count on the turn of the globe that holds the middle of the window.
      const longitude = longitudeDeg + 360 * Math.round((centre.longitudeDeg - longitudeDeg) / 360);
      const { x, y } = projection.forward(longitude, latitudeDeg);
      const { column, row } = grid.toPixel(x, y);
      return { column: column - firstColumn, row: row - firstRow };
    },
  };
}

/** The box with its east beyond 180 where it crosses the antimeridian. */
function unrolled(box: BoundingBox): BoundingBox {
  return box.east < box.west ? { ...box, east: box.east + 360 } : box;
}

/** Passes on the first warning of each code: one sentence, not one for every tile. */
function oncePerCode(warn: Warn): Warn {
  const seen = new Set<string>();
  return (warning) => {
    if (!seen.has(warning.code)) warn(warning);
    seen.add(warning.code);
  };
}

/** A DEM: path of a file or of a folder of GeoTIFFs, or an opened file, a Copernicus tile known by its name; or several of these. */
export type DemSource = string | ByteSource | readonly (string | ByteSource)[];

function isSeveral(source: DemSource): source is readonly (string | ByteSource)[] {
  return Array.isArray(source);
}

/** A file or folder without those it is in, an address without query: what is more is of no use to others, or secret. */
function bareName(source: string | ByteSource | undefined): string {
  if (typeof source === 'string') return basename(resolve(source));
  const name = source?.name ?? '';
  const path = /^[a-z][a-z0-9+.-]*:\/\//i.test(name) ? name.replace(/[?#].*$/s, '') : name;
  return basename(path) || path;
}

/** The files of a DEM, what messages call it, and what it is called where it was used. */
async function filesOf(source: DemSource): Promise<{ name: string; shownName: string; files: DemFile[] }> {
  const parts = isSeveral(source) ? source : [source];
  const [first] = parts;
  const name = typeof first === 'string' ? first : (first?.name ?? '');
  const others = parts.length === 1 ? '' : ` and ${parts.length - 1} more`;
  const paths = parts.filter((part) => typeof part === 'string');
  const opened = parts.filter((part) => typeof part !== 'string');
  const local = paths.length > 0 || opened.length === 0 ? await demFiles(paths) : [];
  const files = [...local, ...openedFiles(opened)];
  return { name: name + others, shownName: bareName(first) + others, files };
}

/**
 * Reads the part of a DEM that covers an area, as heights above the WGS84 ellipsoid. Voids are NaN. Several GeoTIFFs
 * are put together on the finest of their grids: posts on it are copied, others interpolated bilinearly.
 * @param source opened files are left open
 * @param area with the margin the caller needs; `west > east` crosses the antimeridian
 * @throws SentryalError DEM_*, FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function readDem(source: DemSource, area: BoundingBox, options: ReadDemOptions): Promise<Dem> {
  const box = unrolled(area);
  const once = { ...options, warn: oncePerCode(options.warn) };
  const { name, shownName, files } = await filesOf(source);
  const opened = await openPlaces(files, box, options.signal);
  try {
    const dem = await demOf(
      name,
      opened,
      files.map((file) => file.name),
      box,
      once,
    );
    return { ...dem, name: shownName };
  } finally {
    await opened.close();
  }
}

import { SentryalError } from '../errors/index.ts';
import { cellKey, cellsOf, parseGloTile } from '../fetch/index.ts';
import type { BoundingBox, ByteSource } from '../model/index.ts';
import type { DemFile } from './dem-files.ts';
import { type DemImage, type PixelAxes, openDemImage } from './dem-image.ts';
import { MARGIN_PX, pixelBounds } from './dem-window.ts';

/** A DEM file on the turn of the globe that the area's longitudes are on. */
export interface DemPlace {
  readonly image: DemImage;
  /** Undefined where the pixels are turned or south is up. */
  readonly axes: PixelAxes | undefined;
}

/** Tiles named by degree this near the area are opened: more than the widest margin of pixels. */
const NAME_MARGIN_DEG = 0.1;

/** Where an image touches an area, `east >= west`, with the margin for interpolation: one place for each turn. */
function placesOf(image: DemImage, area: BoundingBox): DemPlace[] {
  const { axes, columns, rows } = image;
  if (!axes || !image.projection.geographic) {
    const bounds = pixelBounds(image, area);
    if (!bounds) return [];
    const { low, high } = bounds;
    const isTouching =
      high.column > -MARGIN_PX &&
      low.column < columns + MARGIN_PX &&
      high.row > -MARGIN_PX &&
      low.row < rows + MARGIN_PX;
    return isTouching ? [{ image, axes }] : [];
  }
  const { north, stepX, stepY } = axes;
  const south = north - (rows - 1) * stepY;
  if (area.south > north + MARGIN_PX * stepY || area.north < south - MARGIN_PX * stepY) return [];
  return [-2, -1, 0, 1, 2].flatMap((turn) => {
    const west = axes.west + 360 * turn;
    const east = west + (columns - 1) * stepX;
    const isTouching = area.west < east + MARGIN_PX * stepX && area.east > west - MARGIN_PX * stepX;
    return isTouching ? [{ image, axes: { ...axes, west } }] : [];
  });
}

/** Whether a file can touch the area, by its name alone. */
function nearByName(file: string, near: ReadonlySet<string>): boolean {
  const tile = parseGloTile(file);
  return tile === undefined || near.has(cellKey(tile.southDeg, tile.westDeg));
}

export interface OpenedPlaces {
  readonly places: readonly DemPlace[];
  /** The only file there is, wherever it lies; undefined where there are several. */
  readonly single: DemImage | undefined;
  close(): Promise<void>;
}

/** Files that are opened at the same time: of remote ones each takes some round trips. */
const TOGETHER = 8;

/** Closes what was opened. */
async function closeAll(sources: readonly ByteSource[]): Promise<void> {
  for (const source of sources) await source.close();
}

/** Opens some files: all of them or, where one fails, none. */
async function openImages(files: readonly DemFile[], signal: AbortSignal | undefined) {
  const sources: ByteSource[] = [];
  const opened = await Promise.allSettled(
    files.map(async (file) => {
      const source = await file.open();
      sources.push(source);
      return { source, image: await openDemImage(source, signal) };
    }),
  );
  const failed = opened.find((result) => result.status === 'rejected');
  if (failed) {
    await closeAll(sources);
    throw failed.reason;
  }
  return opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/**
 * Opens the files of a DEM and keeps those that touch the area. All must be in one coordinate system.
 * @param area with `east >= west`
 * @throws SentryalError DEM_MOSAIC_CRS_DIFFERS, DEM_UNREADABLE, DEM_PROJECTION_UNKNOWN, FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function openPlaces(
  files: readonly DemFile[],
  area: BoundingBox,
  signal: AbortSignal | undefined,
): Promise<OpenedPlaces> {
  const near = new Set(cellsOf(area, NAME_MARGIN_DEG).map(({ southDeg, westDeg }) => cellKey(southDeg, westDeg)));
  const wanted = files.length === 1 ? files : files.filter(({ name }) => nearByName(name, near));
  const kept: ByteSource[] = [];
  const places: DemPlace[] = [];
  let first: DemImage | undefined;
  try {
    // A folder can hold more files than may be open at once.
    for (let k = 0; k < wanted.length; k += TOGETHER) {
      signal?.throwIfAborted();
      const opened = await openImages(wanted.slice(k, k + TOGETHER), signal);
      kept.push(...opened.map(({ source }) => source));
      for (const { source, image } of opened) {
        first ??= image;
        if (image.projection.name !== first.projection.name)
          throw new SentryalError('DEM_MOSAIC_CRS_DIFFERS', {
            file: image.name,
            crs: image.projection.name,
            other: first.name,
            otherCrs: first.projection.name,
          });
        const touching = placesOf(image, area);
        places.push(...touching);
        if (touching.length === 0) {
          kept.splice(kept.indexOf(source), 1);
          await source.close();
        }
      }
    }
  } catch (error) {
    await closeAll(kept);
    throw error;
  }
  return { places, single: files.length === 1 ? first : undefined, close: () => closeAll(kept) };
}

import { SentryalError } from '../errors/index.ts';
import { openFileSource } from '../fetch/index.ts';
import type { BoundingBox, ByteSource } from '../model/index.ts';
import { type DemImage, type PixelAxes, openDemImage } from './dem-image.ts';
import { MARGIN_PX, pixelBounds } from './dem-window.ts';
import { cellKey, cellsOf, parseGloTile } from './glo-tiles.ts';

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

/**
 * Opens the files of a DEM and keeps those that touch the area. All must be in one coordinate system.
 * @param area with `east >= west`
 * @throws SentryalError DEM_MOSAIC_CRS_DIFFERS, DEM_UNREADABLE, DEM_PROJECTION_UNKNOWN, FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function openPlaces(
  files: readonly string[] | ByteSource,
  area: BoundingBox,
  signal: AbortSignal | undefined,
): Promise<OpenedPlaces> {
  if ('read' in files) {
    const image = await openDemImage(files, signal);
    return { places: placesOf(image, area), single: image, close: async () => {} };
  }
  const near = new Set(cellsOf(area, NAME_MARGIN_DEG).map(({ southDeg, westDeg }) => cellKey(southDeg, westDeg)));
  const kept: ByteSource[] = [];
  const places: DemPlace[] = [];
  let first: DemImage | undefined;
  const close = async (): Promise<void> => {
    for (const source of kept) await source.close();
  };
  try {
    for (const file of files.length === 1 ? files : files.filter((name) => nearByName(name, near))) {
      signal?.throwIfAborted();
      const source = await openFileSource(file);
      kept.push(source);
      const image = await openDemImage(source, signal);
      first ??= image;
      if (image.projection.name !== first.projection.name)
        throw new SentryalError('DEM_MOSAIC_CRS_DIFFERS', {
          file,
          crs: image.projection.name,
          other: first.name,
          otherCrs: first.projection.name,
        });
      const touching = placesOf(image, area);
      places.push(...touching);
      // A folder can hold more files than may be open at once.
      if (touching.length === 0) await kept.pop()!.close();
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { places, single: files.length === 1 ? first : undefined, close };
}

import { SentryalError } from '../../errors/index.ts';
import type { BoundingBox, ByteSource } from '../../model/index.ts';
import type { DataAccess } from '../data-access.ts';
import type { TileList } from './glo-tiles.ts';
import { openTile } from './open-tile.ts';
import { readShippedTiles } from './shipped-tiles.ts';
import { type LandCell, landOver } from './tiles-over.ts';

/** The Copernicus DEM at its public services: tiles are opened when an area needs them, once, and read through the cache. */
export interface GloDem {
  /**
   * The tiles of an area and of the posts around it, sorted by name; GLO-90 where GLO-30 has none. They stay open.
   * @param area `west > east` crosses the antimeridian
   * @throws SentryalError DEM_ALL_SEA, DEM_TILE_UNAVAILABLE; the signal's reason when aborted
   */
  tiles(area: BoundingBox, signal?: AbortSignal): Promise<ByteSource[]>;
  close(): Promise<void>;
}

function described({ south, north, west, east }: BoundingBox): string {
  return `${south.toFixed(3)} to ${north.toFixed(3)} N, ${west.toFixed(3)} to ${east.toFixed(3)} E`;
}

/**
 * The names of the tiles that an area needs, without asking anyone.
 * @param list in place of the shipped one
 * @throws SentryalError DEM_ALL_SEA, DEM_TILE_LIST_INVALID
 */
export async function gloTilesOver(area: BoundingBox, list?: TileList, signal?: AbortSignal): Promise<LandCell[]> {
  const land = landOver(area, list ?? (await readShippedTiles(signal)));
  if (land.length === 0) throw new SentryalError('DEM_ALL_SEA', { area: described(area) });
  return land;
}

/** The Copernicus DEM as the services of `access` have it. Nothing is asked before an area is. */
export function openGloDem(access: DataAccess, list?: TileList): GloDem {
  const opened = new Map<string, Promise<ByteSource>>();
  const open = (cell: LandCell, signal: AbortSignal | undefined): Promise<ByteSource> => {
    const earlier = opened.get(cell.name);
    if (earlier) return earlier;
    const opening = openTile(cell, access, signal);
    opened.set(cell.name, opening);
    opening.catch(() => opened.delete(cell.name));
    return opening;
  };
  return {
    async tiles(area, signal) {
      const land = await gloTilesOver(area, list, signal);
      return Promise.all(land.map(async (cell) => open(cell, signal)));
    },
    async close() {
      const sources = [...opened.values()];
      opened.clear();
      for (const source of await Promise.allSettled(sources))
        if (source.status === 'fulfilled') await source.value.close();
    },
  };
}

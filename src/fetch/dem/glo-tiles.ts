import { basename } from 'node:path';
import { SentryalError } from '../../errors/index.ts';
import type { BoundingBox } from '../../model/index.ts';
import type { DataAccess } from '../data-access.ts';
import { openLocation } from '../open-location.ts';

/** A tile of Copernicus GLO-30 or GLO-90: one degree by one degree, named after its south-west corner. */
export interface GloTile {
  readonly product: 'GLO-30' | 'GLO-90';
  readonly southDeg: number;
  /** -180..179. */
  readonly westDeg: number;
}

export const GLO_PRODUCTS = ['GLO-30', 'GLO-90'] as const satisfies readonly GloTile['product'][];

const TILE_NAME = /Copernicus_DSM_COG_(10|30)_([NS])(\d{2})_00_([EW])(\d{3})_00_DEM/g;

function tilesIn(text: string): GloTile[] {
  return [...text.matchAll(TILE_NAME)].map(([, spacing, northSouth, latitude, eastWest, longitude]) => ({
    product: spacing === '10' ? 'GLO-30' : 'GLO-90',
    southDeg: Number(latitude) * (northSouth === 'S' ? -1 : 1),
    westDeg: Number(longitude) * (eastWest === 'W' ? -1 : 1),
  }));
}

/** The tile a file or folder name stands for, `Copernicus_DSM_COG_10_N34_00_W119_00_DEM.tif`; undefined for others. */
export function parseGloTile(path: string): GloTile | undefined {
  const name = basename(path).replace(/\.tiff?$/i, '');
  const tiles = tilesIn(name);
  return tiles.length === 1 && gloTileName(tiles[0]!) === name ? tiles[0] : undefined;
}

/** The name of a tile without `.tif`. */
export function gloTileName({ product, southDeg, westDeg }: GloTile): string {
  const latitude = `${southDeg < 0 ? 'S' : 'N'}${String(Math.abs(southDeg)).padStart(2, '0')}`;
  const longitude = `${westDeg < 0 ? 'W' : 'E'}${String(Math.abs(westDeg)).padStart(3, '0')}`;
  return `Copernicus_DSM_COG_${product === 'GLO-30' ? '10' : '30'}_${latitude}_00_${longitude}_00_DEM`;
}

/** A degree cell as a key; longitudes of any turn. */
export function cellKey(southDeg: number, westDeg: number): string {
  return `${southDeg} ${((((westDeg + 180) % 360) + 360) % 360) - 180}`;
}

export interface DegreeCell {
  readonly southDeg: number;
  /** On the turn of the area's own longitudes. */
  readonly westDeg: number;
}

/** The degree cells that an area, `east >= west`, touches when grown by a margin. */
export function cellsOf(area: BoundingBox, marginDeg: number): DegreeCell[] {
  const cells: DegreeCell[] = [];
  const north = Math.min(90, area.north + marginDeg);
  const south = Math.max(-90, area.south - marginDeg);
  for (let southDeg = Math.floor(south); southDeg < north; southDeg += 1)
    for (let westDeg = Math.floor(area.west - marginDeg); westDeg < area.east + marginDeg; westDeg += 1)
      cells.push({ southDeg, westDeg });
  return cells;
}

/** Which degree cells have a tile, by the lists of both products. */
export interface TileList {
  /** The products that have a tile there; none: sea. */
  products(cell: DegreeCell): GloTile['product'][];
}

/** That of GLO-30 has 1 MB. */
const MAX_LIST_BYTES = 8 * 2 ** 20;

/** The text of a list, and what messages call it. */
async function readList(
  location: string,
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<{ name: string; text: string }> {
  const source = await openLocation(location, access, signal);
  try {
    const { name, sizeBytes } = source;
    if (sizeBytes > MAX_LIST_BYTES)
      throw new SentryalError('DEM_TILE_LIST_INVALID', {
        file: name,
        reason: `it has ${sizeBytes} bytes, and ${MAX_LIST_BYTES} are read at most`,
      });
    return { name, text: new TextDecoder().decode(await source.read(0, sizeBytes, signal && { signal })) };
  } finally {
    await source.close();
  }
}

/**
 * The lists of the tiles that exist, GLO-30 and GLO-90 in one file or in several, wherever they are: text with the names of
 * the tiles, as `tileList.txt` of either product.
 * @throws SentryalError DEM_TILE_LIST_INVALID, those of `openLocation`
 */
export async function readTileLists(
  locations: readonly string[],
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<TileList> {
  const known = { 'GLO-30': new Set<string>(), 'GLO-90': new Set<string>() };
  const names: string[] = [];
  for (const location of locations) {
    const { name, text } = await readList(location, access, signal);
    names.push(name);
    const tiles = tilesIn(text);
    if (tiles.length === 0)
      throw new SentryalError('DEM_TILE_LIST_INVALID', { file: name, reason: 'it names no tile of GLO-30 or GLO-90' });
    for (const tile of tiles) known[tile.product].add(cellKey(tile.southDeg, tile.westDeg));
  }
  for (const product of GLO_PRODUCTS)
    if (known[product].size === 0)
      throw new SentryalError('DEM_TILE_LIST_INVALID', {
        file: names.join(', '),
        reason: `no tile of ${product} is named, and sea is what both products lack`,
      });
  return {
    products: ({ southDeg, westDeg }) =>
      GLO_PRODUCTS.filter((product) => known[product].has(cellKey(southDeg, westDeg))),
  };
}

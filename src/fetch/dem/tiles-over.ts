import type { BoundingBox } from '../../model/index.ts';
import { normalizeLongitudeDeg } from '../../units/index.ts';
import { type GloTile, type TileList, cellsOf, gloTileName } from './glo-tiles.ts';

/** Posts around an area that interpolation at its edge takes, of the coarser product. */
const MARGIN_POSTS = 8;
const GLO90_POSTS_PER_DEGREE = 1200;

/** How many times wider than at the equator posts are spaced in longitude, from a latitude on. */
const WIDTHS = [
  [85, 10],
  [80, 5],
  [70, 3],
  [60, 2],
  [50, 1.5],
  [0, 1],
] as const;

/** A degree cell of land: its tile, and the coarser one that stands in for it; GLO-90 only where GLO-30 has none. */
export interface LandCell {
  readonly name: string;
  /** Best first. */
  readonly tiles: readonly GloTile[];
}

/** The land that a DEM of an area and of its edge takes, sorted by the names of tiles. */
export function landOver(area: BoundingBox, list: TileList): LandCell[] {
  const box = area.east < area.west ? { ...area, east: area.east + 360 } : area;
  const farthest = Math.max(Math.abs(box.north), Math.abs(box.south)) + 0.1;
  const [, width] = WIDTHS.find(([from]) => farthest > from)!;
  const cells = cellsOf(box, (MARGIN_POSTS * width) / GLO90_POSTS_PER_DEGREE);
  const land = cells.flatMap((cell): LandCell[] => {
    const westDeg = normalizeLongitudeDeg(cell.westDeg);
    const tiles = list.products(cell).map((product): GloTile => ({ product, southDeg: cell.southDeg, westDeg }));
    return tiles.length > 0 ? [{ name: gloTileName(tiles[0]!), tiles }] : [];
  });
  // Two cells of one tile where the area goes round the globe.
  const byName = new Map(land.map((cell) => [cell.name, cell]));
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

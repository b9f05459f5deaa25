import { SentryalError } from '../errors/index.ts';
import type { BoundingBox, Warn } from '../model/index.ts';
import { type DegreeCell, type TileList, cellKey, cellsOf, gloTileName, parseGloTile } from '../fetch/index.ts';

/** Sea around the area that is filled for interpolation at its edge, degrees: a few posts of the widest spacing. */
const SEA_MARGIN_DEG = 0.03;

/** Distance of posts from a whole degree that is rounding. */
const ROUNDING_DEG = 1e-7;

/**
 * The degree cells in and around an area that are sea: no file, and none in the lists of GLO-30 and GLO-90. Files are
 * Copernicus tiles, all of them; for others there is no sea.
 * @param area and `required` with `east >= west`
 * @throws SentryalError DEM_TILE_MISSING where a tile of the required part is missing and is not known to be sea
 */
export function seaCells(
  files: readonly string[],
  area: BoundingBox,
  required: BoundingBox,
  list: TileList | undefined,
  warn: Warn,
): DegreeCell[] {
  const tiles = files.map(parseGloTile);
  if (!tiles.every((tile) => tile !== undefined)) return [];
  const present = new Set(tiles.map(({ southDeg, westDeg }) => cellKey(southDeg, westDeg)));
  const absent = (box: BoundingBox, marginDeg: number): DegreeCell[] =>
    cellsOf(box, marginDeg).filter(({ southDeg, westDeg }) => !present.has(cellKey(southDeg, westDeg)));
  const isLand = (cell: DegreeCell): boolean => list === undefined || list.products(cell).length > 0;
  const names = (cells: readonly DegreeCell[]): string =>
    cells
      .map((cell) => {
        const product = list?.products(cell)[0] ?? tiles[0]!.product;
        const westDeg = ((((cell.westDeg + 180) % 360) + 360) % 360) - 180;
        return gloTileName({ product, southDeg: cell.southDeg, westDeg });
      })
      .join(', ');
  const missing = absent(required, 0).filter(isLand);
  if (missing.length > 0) throw new SentryalError('DEM_TILE_MISSING', { tiles: names(missing) });
  const around = absent(area, 0).filter(isLand);
  if (around.length > 0)
    warn({
      code: 'DEM_PARTLY_COVERING',
      stage: 'read',
      message: `around the bbox tiles of the DEM are missing, and nothing is measured there: ${names(around)}`,
    });
  const sea = absent(area, SEA_MARGIN_DEG).filter((cell) => !isLand(cell));
  if (sea.length > 0)
    warn({
      code: 'DEM_SEA_TILES',
      stage: 'read',
      message: `tiles that neither GLO-30 nor GLO-90 has are taken as sea, 0 m above the geoid: ${names(sea)}`,
    });
  return sea;
}

/** Whether a post belongs to one of the cells: a tile has the posts of its north and west edges. */
export function seaTest(cells: readonly DegreeCell[]): ((x: number, y: number) => boolean) | undefined {
  if (cells.length === 0) return undefined;
  const sea = new Set(cells.map(({ southDeg, westDeg }) => `${southDeg} ${westDeg}`));
  return (x, y) => sea.has(`${Math.ceil(y - ROUNDING_DEG) - 1} ${Math.floor(x + ROUNDING_DEG)}`);
}

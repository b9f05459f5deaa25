import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SentryalError } from '../../errors/index.ts';
import { fileError } from '../file-error.ts';
import { normalizeLongitudeDeg } from '../../units/index.ts';
import { type DegreeCell, type GloTile, GLO_PRODUCTS, type TileList } from './glo-tiles.ts';

const SHIPPED = new URL('./glo-tile-list.txt', import.meta.url);

const HEADING = /^(GLO-30|GLO-90) (\d+)$/;
const ROW = /^([NS]\d{2})((?: [EW]\d{3}(?:-[EW]\d{3})?)+)$/;

/** West edges of neighbouring tiles, both included, degrees. */
interface Range {
  readonly first: number;
  readonly last: number;
}

type Rows = Map<number, readonly Range[]>;

/** `S10` and `W119` as degrees. */
function degrees(text: string): number {
  return Number(text.slice(1)) * (/^[SW]/.test(text) ? -1 : 1);
}

function rangeOf(text: string): Range {
  const [first, last = first] = text.split('-');
  return { first: degrees(first!), last: degrees(last!) };
}

/** Whether ranges are of the globe, from west to east, and apart. */
function areInOrder(ranges: readonly Range[]): boolean {
  return ranges.every(
    ({ first, last }, k) => first <= last && last <= 179 && first >= (k === 0 ? -180 : ranges[k - 1]!.last + 2),
  );
}

/**
 * Reads a list of tiles in the form of the shipped one: `#` comments; for each product its name and number of tiles, then
 * for each south edge the ranges of west edges, `N34 W121-W118 E032`.
 * @throws SentryalError DEM_TILE_LIST_INVALID
 */
export function parseTileRanges(name: string, text: string): TileList {
  const invalid = (reason: string): SentryalError => new SentryalError('DEM_TILE_LIST_INVALID', { file: name, reason });
  const sections = new Map<GloTile['product'], { count: number; rows: Rows }>();
  let rows: Rows | undefined;
  for (const line of text.split(/\r?\n/).filter((row) => row !== '' && !row.startsWith('#'))) {
    const heading = HEADING.exec(line);
    if (heading) {
      rows = new Map();
      sections.set(heading[1] as GloTile['product'], { count: Number(heading[2]), rows });
      continue;
    }
    const row = ROW.exec(line);
    const ranges = row?.[2]!.trim().split(' ').map(rangeOf) ?? [];
    const southDeg = row ? degrees(row[1]!) : Number.NaN;
    if (!row || !rows || rows.has(southDeg) || southDeg < -90 || southDeg > 89 || !areInOrder(ranges))
      throw invalid(`its line "${line.slice(0, 40)}" is not a row of tiles`);
    rows.set(southDeg, ranges);
  }
  for (const product of GLO_PRODUCTS) {
    const section = sections.get(product);
    const named = [...(section?.rows.values() ?? [])]
      .flat()
      .reduce((sum, { first, last }) => sum + last - first + 1, 0);
    if (!section || named === 0) throw invalid(`it names no tile of ${product}`);
    if (named !== section.count) throw invalid(`it names ${named} tiles of ${product}, and should ${section.count}`);
  }
  return {
    products({ southDeg, westDeg }: DegreeCell) {
      const west = normalizeLongitudeDeg(westDeg);
      return GLO_PRODUCTS.filter((product) =>
        sections
          .get(product)!
          .rows.get(southDeg)
          ?.some(({ first, last }) => first <= west && west <= last),
      );
    },
  };
}

/**
 * The list that comes with the program; its head says where it is from.
 * @throws SentryalError DEM_TILE_LIST_INVALID, FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function readShippedTiles(signal: AbortSignal | undefined): Promise<TileList> {
  const path = fileURLToPath(SHIPPED);
  let text: string;
  try {
    text = await readFile(path, { encoding: 'utf8', ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw fileError(path, error);
  }
  return parseTileRanges(path, text);
}

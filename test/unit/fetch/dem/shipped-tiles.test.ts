import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Warning } from '../../../../src/model/index.ts';
import { geoidUndulationM, readDem } from '../../../../src/read/index.ts';
import {
  type DegreeCell,
  type GloTile,
  type TileList,
  gloTileName,
  parseGloTile,
} from '../../../../src/fetch/dem/glo-tiles.ts';
import { parseTileRanges, readShippedTiles } from '../../../../src/fetch/dem/shipped-tiles.ts';
import { degreeTile, gloName, writeDems } from '../../../support/dem-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { heightAt } from '../../../support/tiny-dem.ts';

const root = temporaryFolder();
const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });
const text = readFileSync(new URL('../../../../src/fetch/dem/glo-tile-list.txt', import.meta.url), 'utf8');

const globe: DegreeCell[] = Array.from({ length: 180 * 360 }, (_, k) => ({
  southDeg: Math.floor(k / 360) - 90,
  westDeg: (k % 360) - 180,
}));

/** Writes cells as the shipped list has them, by going along every parallel cell by cell. */
function written(product: GloTile['product'], cells: readonly DegreeCell[]): string {
  const known = new Set(cells.map(({ southDeg, westDeg }) => `${southDeg} ${westDeg}`));
  const lines = [`${product} ${cells.length}`];
  for (let southDeg = 89; southDeg >= -90; southDeg -= 1) {
    const [, latitude] = /_([NS]\d\d)_/.exec(gloTileName({ product, southDeg, westDeg: 0 }))!;
    const edge = (westDeg: number): string => /_([EW]\d{3})_/.exec(gloTileName({ product, southDeg, westDeg }))![1]!;
    let line = '';
    for (let westDeg = -180; westDeg < 180; westDeg += 1) {
      if (!known.has(`${southDeg} ${westDeg}`)) continue;
      const first = westDeg;
      while (westDeg < 179 && known.has(`${southDeg} ${westDeg + 1}`)) westDeg += 1;
      line += first === westDeg ? ` ${edge(first)}` : ` ${edge(first)}-${edge(westDeg)}`;
    }
    if (line !== '') lines.push(`${latitude}${line}`);
  }
  return lines.join('\n');
}

describe('the shipped list of Copernicus tiles', () => {
  let list: TileList;
  const of = (product: GloTile['product']): DegreeCell[] =>
    globe.filter((cell) => list.products(cell).includes(product));

  beforeAll(async () => {
    list = await readShippedTiles(undefined);
  });

  it('has as many tiles as its heads say, and as are public', () => {
    expect(text).toContain('\nGLO-30 26450\n');
    expect(text).toContain('\nGLO-90 26475\n');
    expect(of('GLO-30')).toHaveLength(26_450);
    expect(of('GLO-90')).toHaveLength(26_475);
  });

  it('is what writing its tiles gives again, and each has a name of the pattern', () => {
    const body = text.replaceAll(/^#.*\n/gm, '').trim();
    expect(`${written('GLO-30', of('GLO-30'))}\n\n${written('GLO-90', of('GLO-90'))}`).toBe(body);
    for (const product of ['GLO-30', 'GLO-90'] as const)
      for (const cell of of(product))
        expect(parseGloTile(gloTileName({ product, ...cell }))).toEqual({ product, ...cell });
  });

  it('lacks in GLO-30 what is withheld there, around Armenia and Azerbaijan, and nothing else of GLO-90', () => {
    const differing = globe.filter((cell) => list.products(cell).length === 1);
    expect(differing).toHaveLength(25);
    for (const cell of differing) {
      expect(list.products(cell)).toEqual(['GLO-90']);
      expect(cell.southDeg).toBeGreaterThanOrEqual(38);
      expect(cell.southDeg).toBeLessThanOrEqual(41);
      expect(cell.westDeg).toBeGreaterThanOrEqual(43);
      expect(cell.westDeg).toBeLessThanOrEqual(50);
    }
  });

  it.each<[string, number, number, readonly string[]]>([
    ['Los Angeles', 34, -119, ['GLO-30', 'GLO-90']],
    ['San Nicolas Island', 33, -120, ['GLO-30', 'GLO-90']],
    ['the sea south-west of it', 32, -120, []],
    ['Yerevan', 40, 44, ['GLO-90']],
    ['Hiva Oa in the Marquesas', -10, -140, ['GLO-30', 'GLO-90']],
    ['the Pacific between the Marquesas and the Galapagos', -10, -120, []],
    ['the Gulf of Guinea at 0 N 0 E', 0, 0, []],
    ['Greenwich', 51, -1, ['GLO-30', 'GLO-90']],
    ['the South Pole', -90, 0, ['GLO-30', 'GLO-90']],
    ['the North Pole', 89, 0, []],
  ])('%s', (_, southDeg, westDeg, products) => {
    expect(list.products({ southDeg, westDeg })).toEqual(products);
  });

  it('goes on across the antimeridian: Chukotka and Taveuni, on any turn', () => {
    for (const [southDeg, westDeg] of [
      [66, 179],
      [66, -180],
      [66, 180],
      [66, -181],
      [-17, 179],
      [-17, 180],
    ] as const)
      expect(list.products({ southDeg, westDeg })).toEqual(['GLO-30', 'GLO-90']);
    expect(list.products({ southDeg: 40, westDeg: 179 })).toEqual([]);
    expect(list.products({ southDeg: 40, westDeg: 180 })).toEqual([]);
  });

  it('makes a missing tile sea by default, with a warning that names it, only where neither product has one', async () => {
    const folder = mkdtempSync(join(root, 'shipped-'));
    const tile = (west: number, south: number, heightM: number) => degreeTile(west, south, 120, 100, () => heightM);
    writeDems(folder, { [`${gloName(33, -120)}.tif`]: tile(-120, 33, 7), [`${gloName(40, 45)}.tif`]: tile(45, 40, 9) });
    const warnings: Warning[] = [];
    const warn = (warning: Warning): number => warnings.push(warning);
    const coast = { north: 33.2, south: 32.8, west: -119.6, east: -119.4 };
    const dem = await readDem(folder, coast, { warn });
    const above = (latitude: number): number => heightAt(dem, -119.5, latitude) - geoidUndulationM(latitude, -119.5);
    expect(Math.abs(above(32.9))).toBeLessThan(0.02);
    expect(Math.abs(above(33.1) - 7)).toBeLessThan(0.02);
    expect(dem.datum).toContain('1 degree cells of sea');
    expect(warnings.filter(({ code }) => code === 'DEM_SEA_TILES').map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`: ${gloName(32, -120)}$`)),
    ]);
    const yerevan = { north: 40.3, south: 40.1, west: 44.8, east: 45.2 };
    await expect(readDem(folder, yerevan, { warn })).rejects.toThrow(
      withCode('DEM_TILE_MISSING', gloName(40, 44, '30')),
    );
  });
});

describe('a list of ranges', () => {
  const good = 'GLO-30 3\nN34 W121-W120 E179\n\n# note\nGLO-90 1\r\nS01 W180\n';

  it('has both ends of a range', () => {
    const list = parseTileRanges('x', good);
    const at = (southDeg: number, westDeg: number) => list.products({ southDeg, westDeg });
    expect([-122, -121, -120, -119, 178, 179, 180].filter((west) => at(34, west).includes('GLO-30'))).toEqual([
      -121, -120, 179,
    ]);
    expect(at(-1, -180)).toEqual(['GLO-90']);
    expect(at(-1, 180)).toEqual(['GLO-90']);
    expect(at(1, -180)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a wrong number', good.replace('GLO-30 3', 'GLO-30 4'), 'names 3 tiles of GLO-30, and should 4'],
    ['a product left out', good.slice(0, good.indexOf('GLO-90')), 'no tile of GLO-90'],
    ['a row before any product', `N34 E001\n${good}`, 'N34 E001'],
    ['a row twice', good.replace('\n\n', '\nN34 E001\n'), 'N34 E001'],
    ['ranges out of order', good.replace('W121-W120', 'W120-W121'), 'W120-W121'],
    ['ranges that overlap', good.replace('W121-W120 E179', 'W121-W120 W120'), 'W121-W120 W120'],
    ['a longitude beyond the globe', good.replace('E179', 'E180'), 'E180'],
    ['a latitude beyond the globe', good.replace('N34', 'N90'), 'N90'],
    ['another row', good.replace('N34', 'land'), 'land'],
  ])('%s is an error', (_, bad, message) => {
    expect(() => parseTileRanges('x', bad)).toThrow(withCode('DEM_TILE_LIST_INVALID', message));
  });
});

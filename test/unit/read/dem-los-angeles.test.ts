import { describe, expect, it } from 'vitest';
import { demHeight } from '../../../src/geometry/index.ts';
import type { Dem } from '../../../src/model/index.ts';
import { NO_SHARED_DATA, sharedPath } from '../../support/shared-data.ts';
import { readTiny } from '../../support/tiny-dem.ts';

const path = (name: string): string => sharedPath(`dem/los-angeles/${name}.tif`);
const TILES = sharedPath('dem/los-angeles/los_angeles_tiles');
/** All of the published DEM, to the middle of its outermost posts. */
const AREA = { north: 34.05, south: 33.95, west: -118.05, east: -117.95 };

/** Differences at the posts of the published DEM: `found` less `published`. */
function differences(found: Dem, published: Dem, publishedM: (k: number) => number): { least: number; most: number } {
  const from = found.toPixel(-118.05, 34.05);
  const at = published.toPixel(-118.05, 34.05);
  const shift = { column: Math.round(from.column - at.column), row: Math.round(from.row - at.row) };
  expect(Math.abs(from.column - at.column - shift.column)).toBeLessThan(1e-6);
  expect(Math.abs(from.row - at.row - shift.row)).toBeLessThan(1e-6);
  let least = Infinity;
  let most = -Infinity;
  for (let row = 0; row < published.rows; row += 1)
    for (let column = 0; column < published.columns; column += 1) {
      const height = found.heightsM[(row + shift.row) * found.columns + column + shift.column]!;
      const difference = height - publishedM(row * published.columns + column);
      expect(difference).not.toBeNaN();
      least = Math.min(least, difference);
      most = Math.max(most, difference);
    }
  return { least, most };
}

describe.skipIf(NO_SHARED_DATA)('four tiles around 34 N 118 W (needs ../shared/data)', () => {
  it('are the published stitched DEM, every post exactly', async () => {
    const { dem, codes } = await readTiny(TILES, AREA);
    const { dem: published } = await readTiny(path('los_angeles_dem_geoid'), AREA);
    expect([published.columns, published.rows, codes]).toEqual([361, 361, []]);
    expect(differences(dem, published, (k) => published.heightsM[k]!)).toEqual({ least: 0, most: 0 });
  });

  it('raised by EGM96 are above the published ellipsoidal DEM by EGM96 less EGM2008, 0.61 to 0.74 m', async () => {
    const { dem } = await readTiny(TILES, AREA, { heights: 'egm2008' });
    const { dem: published } = await readTiny(path('los_angeles_dem_ellipsoid'), AREA);
    const { least, most } = differences(dem, published, (k) => published.heightsM[k]!);
    expect(least).toBeGreaterThan(0.6);
    expect(most).toBeLessThan(0.75);
  });

  it('raised by the published piece of EGM2008 are the published ellipsoidal DEM', async () => {
    const { dem } = await readTiny(TILES, AREA);
    const { dem: published } = await readTiny(path('los_angeles_dem_ellipsoid'), AREA);
    const { dem: egm2008 } = await readTiny(path('egm_08_los_angeles'), AREA);
    const pixel = published.toPixel(-118.05, 34.05);
    // The publisher interpolates the geoid bicubically; what is left is the rounding of f32.
    const undulationM = (k: number): number => {
      const column = (k % published.columns) - pixel.column;
      const row = Math.floor(k / published.columns) - pixel.row;
      return demHeight(egm2008, -118.05 + column / 3600, 34.05 - row / 3600);
    };
    const { least, most } = differences(dem, published, (k) => published.heightsM[k]! - undulationM(k));
    expect(Math.max(-least, most)).toBeLessThan(5e-5);
  });
});

import { describe, expect, it } from 'vitest';
import { placedDem } from '../../../src/read/index.ts';
import { AREA, GEOGRAPHIC, type TinyDem, readTiny, tinyDem } from '../../support/tiny-dem.ts';

const UTM: TinyDem = {
  ...GEOGRAPHIC,
  keys: { 1024: 1, 1025: 2, 3072: 32_632, 3076: 9001 },
  scale: [30, 30],
  origin: [499_100, 4_983_700],
};
const UTM_AREA = { north: 44.998, south: 44.996, west: 8.999, east: 9.001 };

describe('a DEM made of its heights and its place', () => {
  it.each([
    ['geographic', GEOGRAPHIC, AREA],
    ['of UTM', UTM, UTM_AREA],
    [
      'across the antimeridian',
      { ...GEOGRAPHIC, origin: [179.7, 50] as const },
      { ...AREA, west: 179.9, east: -179.9 },
    ],
  ])('%s puts every place where that of the files does', async (_, file, area) => {
    const { dem } = await readTiny(tinyDem(file), area);
    const { place, ...held } = dem;
    const again = placedDem(
      JSON.parse(JSON.stringify({ ...held, place })) as typeof held & { place: typeof place & {} },
    );
    const east = area.east < area.west ? area.east + 360 : area.east;
    for (const share of [0, 0.3, 0.7, 1])
      for (const turn of [0, -360, 360]) {
        const longitudeDeg = area.west + share * (east - area.west) + turn;
        const latitudeDeg = area.south + (1 - share) ** 2 * (area.north - area.south);
        const expected = dem.toPixel(longitudeDeg, latitudeDeg);
        const found = again.toPixel(longitudeDeg, latitudeDeg);
        expect(Math.abs(found.column - expected.column)).toBeLessThan(1e-7);
        expect(Math.abs(found.row - expected.row)).toBeLessThan(1e-7);
      }
    expect(again.rows).toBe(dem.rows);
  });
});

import { describe, expect, it } from 'vitest';
import { geoidUndulationM } from '../../../src/read/index.ts';
import {
  AREA,
  GEOGRAPHIC,
  GEOGRAPHIC_POINT,
  type TinyDem,
  heightAt,
  readTiny,
  tinyDem,
} from '../../support/tiny-dem.ts';

const withCode = (code: string, message: string): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

describe('heights of a DEM', () => {
  const undulation = geoidUndulationM(49.75, 10.25);
  const vertical = (code: number): TinyDem => ({ ...GEOGRAPHIC, keys: { ...GEOGRAPHIC_POINT, 4096: code } });

  it.each([
    ['nothing said', GEOGRAPHIC, undefined, 0, ['DEM_DATUM_ASSUMED']],
    ['ellipsoid by option', GEOGRAPHIC, 'ellipsoid', 0, []],
    ['EGM96 by option', GEOGRAPHIC, 'egm96', undulation, []],
    ['EGM2008 by option', GEOGRAPHIC, 'egm2008', undulation, ['GEOID_EGM96_FOR_EGM2008']],
    ['EGM96 by the file', vertical(5773), undefined, undulation, []],
    ['EGM2008 by the file', vertical(3855), undefined, undulation, ['GEOID_EGM96_FOR_EGM2008']],
    ['ellipsoid by the file', vertical(4979), undefined, 0, []],
    ['ellipsoid as geographic 3D', { ...GEOGRAPHIC, keys: { ...GEOGRAPHIC_POINT, 2048: 4979 } }, undefined, 0, []],
    ['the option against the file', vertical(5773), 'ellipsoid', 0, ['DEM_DATUM_OVERRIDDEN']],
    ['the option for an unknown system', vertical(5703), 'egm96', undulation, []],
  ] as const)('%s', async (_, dem, heights, raisedM, expected) => {
    const { dem: found, codes } = await readTiny(tinyDem(dem), AREA, { heights });
    expect(codes).toEqual(expected);
    expect(Math.abs(heightAt(found, 10.25, 49.75) - 275 - raisedM)).toBeLessThan(0.02);
    expect(found.datum).toMatch(raisedM === 0 ? /WGS84 ellipsoid/ : /EGM96 geoid/);
  });

  it('an unknown vertical system, or feet, is refused', async () => {
    await expect(readTiny(tinyDem(vertical(5703)), AREA, { heights: undefined })).rejects.toThrow(
      withCode('DEM_VERTICAL_UNKNOWN', '5703'),
    );
    const feet = { ...GEOGRAPHIC, keys: { ...GEOGRAPHIC_POINT, 4096: 5773, 4099: 9002 } };
    await expect(readTiny(tinyDem(feet), AREA)).rejects.toThrow(withCode('DEM_VERTICAL_UNKNOWN', '9002'));
  });

  it('the geoid is known at points of its published test set', () => {
    // NGA's OUTPUT.DAT for EGM96, 15' grid, at four points of its test set (spline there, bilinear here: 0.1 m).
    for (const [latitude, longitude, metres] of [
      [38.628155, 269.779155, -31.628],
      [-14.621217, 305.021114, -2.969],
      [46.874319, 102.448729, -43.575],
      [-23.617446, 133.874712, 15.871],
    ] as const)
      expect(Math.abs(geoidUndulationM(latitude, longitude) - metres)).toBeLessThan(0.1);
  });

  it('the geoid on its lattice is the geoid itself, within 2 cm, on any spacing', async () => {
    for (const scale of [0.002, 0.01, 0.04, 0.5]) {
      const flat: TinyDem = { ...GEOGRAPHIC, height: () => 0, scale: [scale, scale], origin: [86, 28.5] };
      const area = { north: 28.5 - 2 * scale, south: 28.5 - 47 * scale, west: 86 + 2 * scale, east: 86 + 57 * scale };
      const { dem } = await readTiny(tinyDem(flat), area, { heights: 'egm96' });
      let worst = 0;
      for (let row = 0; row < dem.rows; row += 1)
        for (let column = 0; column < dem.columns; column += 1)
          worst = Math.max(
            worst,
            Math.abs(
              dem.heightsM[row * dem.columns + column]! - geoidUndulationM(28.5 - row * scale, 86 + column * scale),
            ),
          );
      expect(dem.columns).toBe(60);
      expect(worst).toBeLessThan(0.02);
    }
  });
});

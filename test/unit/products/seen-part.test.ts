import { describe, expect, it } from 'vitest';
import { cellOfRadar, evaluateVolume, geo2rdr, geodeticToEcef, lookGeometry } from '../../../src/geometry/index.ts';
import { linesOfSight, mapGrid, mapPositions, mapStrips } from '../../../src/products/index.ts';
import { fitMapToCells, fittedPart } from '../../../src/products/map-fit.ts';
import { type CircularOrbit, SENTINEL_LIKE, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { box, gridOf, hills, pixelOf } from '../../support/corner-reflectors.ts';

const orbit = sampleOrbit(SENTINEL_LIKE satisfies CircularOrbit, evenTimes(-100, 21, 10));
const { dem, reflectors } = hills(150);
const grid = gridOf(reflectors, { azimuth: 4, range: 16 });
/** From the left of the track, where the satellite never looks, to 400 km beyond the scene. */
const wide = { north: box.north + 3, south: box.south - 4, west: box.west - 8, east: box.east + 5 };

describe('a map far wider than the cells', () => {
  it('is not seen everywhere', () => {
    const corner = geodeticToEcef({ latitudeDeg: wide.north, longitudeDeg: wide.west, heightM: 0 });
    expect(() => geo2rdr(orbit, corner)).toThrow(/never abeam/);
  });

  it.each(['wgs84', 'utm'] as const)('is fitted where the cells are, as exactly as a narrow one (%s)', (crs) => {
    const map = mapGrid(wide, 200, crs);
    const volume = fitMapToCells(map, grid, orbit, dem);
    const { top, bottom, left, right } = fittedPart(volume);
    // 13 km of cells and 110 km to each side.
    for (const pixels of [bottom - top, right - left])
      expect(Math.abs((pixels * 200) / 235_000 - 1)).toBeLessThan(0.12);
    for (const reflector of reflectors) {
      const { row, column } = pixelOf(map, reflector);
      expect(row > top + 500 && row < bottom - 500 && column > left + 400 && column < right - 400).toBe(true);
      const at = mapPositions(map)(row, column);
      const { azimuthTimeS, slantRangeM } = geo2rdr(orbit, geodeticToEcef({ ...at, heightM: reflector.heightM }));
      const cell = cellOfRadar(grid, azimuthTimeS, slantRangeM);
      expect(Math.abs(evaluateVolume(volume, 0, row, column, reflector.heightM) - cell.row)).toBeLessThan(1e-3);
      expect(Math.abs(evaluateVolume(volume, 1, row, column, reflector.heightM) - cell.column)).toBeLessThan(1e-3);
    }
  });

  it('has the line of sight there, and none where there is none', () => {
    const map = mapGrid(wide, 1000);
    const level = {
      ...dem,
      heightsM: new Float32Array(dem.heightsM.length).fill(500),
      toPixel: () => ({ column: 9, row: 9 }),
    };
    const sightOf = linesOfSight(map, grid, orbit, dem);
    const up = new Float32Array(map.rows * map.columns);
    for (const strip of mapStrips(map, level)) up.set(sightOf(strip).up, strip.firstRow * map.columns);
    const { row, column } = pixelOf(map, reflectors[0]!);
    const [i, j] = [Math.round(row), Math.round(column)];
    const look = lookGeometry(orbit, geodeticToEcef({ ...mapPositions(map)(i, j), heightM: 500 }));
    expect(up[i * map.columns + j]).toBeCloseTo(look.losUp, 6);
    for (const corner of [0, map.columns - 1, (map.rows - 1) * map.columns, map.rows * map.columns - 1])
      expect(up[corner]).toBeNaN();
  });

  it('a map within reach of the cells is fitted whole, one pixel too', () => {
    for (const [bounds, metres] of [
      [box, 40],
      [{ ...box, south: box.north - 1e-6, east: box.west + 1e-6 }, 40],
    ] as const) {
      const map = mapGrid(bounds, metres);
      const part = fittedPart(fitMapToCells(map, grid, orbit, dem));
      expect(part).toEqual({ top: 0, left: 0, bottom: map.rows, right: map.columns });
    }
  });
});

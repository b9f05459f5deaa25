import { describe, expect, it } from 'vitest';
import { cellOfRadar, ecefToGeodetic, evaluateVolume, geo2rdr, geodeticToEcef } from '../../../src/geometry/index.ts';
import { fitMapToCells } from '../../../src/products/map-fit.ts';
import { mapGrid, mapPositions } from '../../../src/products/index.ts';
import {
  type CircularOrbit,
  SENTINEL_LIKE,
  circularState,
  evenTimes,
  sampleOrbit,
} from '../../support/circular-orbit.ts';
import { stateFigure } from '../../support/figure.ts';
import { madeUpGrid } from '../../support/made-up-rasters.ts';
import { Random } from '../../support/random.ts';

const HEIGHTS = { minHeightM: -50, maxHeightM: 4000 };

/** Ground some 320 km to the right of the track in the middle of the pass. */
function middleOf(orbit: CircularOrbit): { latitudeDeg: number; longitudeDeg: number } {
  const { p, v } = circularState(orbit, 5);
  const across = [v[1] * p[2] - v[2] * p[1], v[2] * p[0] - v[0] * p[2], v[0] * p[1] - v[1] * p[0]] as const;
  const place = p.map((value, k) => value + (across[k]! / Math.hypot(...across)) * 3.4e5);
  return ecefToGeodetic(place as unknown as readonly [number, number, number]);
}

describe('the fit from map to cells', () => {
  it.each([
    ['100 km, ascending', SENTINEL_LIKE, 100, { azimuth: 4, range: 16 }],
    ['100 km, descending at 60 degrees', { ...SENTINEL_LIKE, startAngleDeg: 120 }, 100, { azimuth: 4, range: 16 }],
    ['200 km', SENTINEL_LIKE, 200, { azimuth: 4, range: 16 }],
    ['100 km, single looks', SENTINEL_LIKE, 100, { azimuth: 1, range: 1 }],
    ['100 km across the antimeridian', { ...SENTINEL_LIKE, nodeLongitudeDeg: 181 }, 100, { azimuth: 4, range: 16 }],
  ] as const)('%s, 4 km of heights: within a thousandth of a cell', (name, circular, sizeKm, looks) => {
    const orbit = sampleOrbit(circular, evenTimes(-100, 21, 10));
    const centre = middleOf(circular);
    const half = { latitude: sizeKm / 222, longitude: sizeKm / 222 / Math.cos((centre.latitudeDeg * Math.PI) / 180) };
    const wrap = (longitudeDeg: number): number => longitudeDeg - 360 * Math.floor((longitudeDeg + 180) / 360);
    const box = {
      north: centre.latitudeDeg + half.latitude,
      south: centre.latitudeDeg - half.latitude,
      west: wrap(centre.longitudeDeg - half.longitude),
      east: wrap(centre.longitudeDeg + half.longitude),
    };
    const map = mapGrid(box, 40);
    const { azimuthTimeS, slantRangeM } = geo2rdr(orbit, geodeticToEcef({ ...centre, heightM: 0 }));
    const radarGrid = {
      epochDay: 20_000,
      firstLineTimeS: azimuthTimeS - 8,
      lineIntervalS: 2.055_556e-3,
      nearRangeM: slantRangeM - 3e4,
      rangeSpacingM: 2.3296,
    };
    const grid = madeUpGrid(10, 10, { radarGrid, looks });
    const volume = fitMapToCells(map, grid, orbit, HEIGHTS);
    const positionOf = mapPositions(map);
    const random = new Random(1);
    let worst = 0;
    for (let n = 0; n < 1000; n++) {
      const [row, column] = [random.uniform(-0.5, map.rows - 0.5), random.uniform(-0.5, map.columns - 0.5)];
      const heightM = random.uniform(HEIGHTS.minHeightM, HEIGHTS.maxHeightM);
      const radar = geo2rdr(orbit, geodeticToEcef({ ...positionOf(row, column), heightM }));
      const cell = cellOfRadar(grid, radar.azimuthTimeS, radar.slantRangeM);
      worst = Math.max(
        worst,
        Math.abs(evaluateVolume(volume, 0, row, column, heightM) - cell.row),
        Math.abs(evaluateVolume(volume, 1, row, column, heightM) - cell.column),
      );
    }
    stateFigure(`map to cells, ${name}`, worst, 1e-3, 'cell');
    expect(worst).toBeLessThan(1e-3);
  });
});

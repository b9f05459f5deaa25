import { describe, expect, it } from 'vitest';
import {
  demHeight,
  ecefToGeodetic,
  geo2rdr,
  geodeticToEcef,
  groundCrossings,
  interpolateOrbit,
  isShadowed,
  lookGeometry,
} from '../../../src/geometry/index.ts';
import type { Dem, Vector3 } from '../../../src/model/index.ts';
import { TERRAIN, mapGrid, mapPositions, mapStrips, terrainFlags } from '../../../src/products/index.ts';
import { flagLine } from '../../../src/products/terrain-flags.ts';
import { SENTINEL_LIKE, circularState, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { stateFigure } from '../../support/figure.ts';
import { madeUpGrid } from '../../support/made-up-rasters.ts';
import { Random } from '../../support/random.ts';

describe('a line of ground from near to far', () => {
  const flagsOf = (ranges: number[], angles: number[]): number[] => {
    const flags = new Uint8Array(ranges.length);
    flagLine(ranges, angles, flags);
    return [...flags];
  };
  const rising = [1, 2, 3, 4, 5, 6, 7];

  it('without relief has no flags', () => {
    expect(flagsOf(rising, rising)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('shares ranges before, on and behind a slope that leans over, and there alone', () => {
    // The slope goes back from 3.5 to 1.5: what lies between 1.5 and 3.5 elsewhere is laid over.
    expect(flagsOf([1, 2, 3.5, 1.5, 3, 4, 5], rising)).toEqual([0, 1, 1, 1, 1, 0, 0]);
  });

  it('is in shadow until the line of sight over the crest is met again, NaN passed over', () => {
    expect(flagsOf(rising, [1, 2, 5, NaN, 4, 4.9, 5.1])).toEqual([0, 0, 0, 0, 2, 2, 0]);
  });
});

describe('layover and shadow of a ridge', () => {
  const orbit = sampleOrbit(SENTINEL_LIKE, evenTimes(-100, 21, 10));
  const { p, v } = circularState(SENTINEL_LIKE, 5);
  const across = [v[1] * p[2] - v[2] * p[1], v[2] * p[0] - v[0] * p[2], v[0] * p[1] - v[1] * p[0]] as const;
  const centre = ecefToGeodetic(
    p.map((value, k) => value + (across[k]! / Math.hypot(...across)) * 3.4e5) as unknown as Vector3,
  );
  const half = 0.045;
  const box = {
    north: centre.latitudeDeg + half,
    south: centre.latitudeDeg - half,
    west: centre.longitudeDeg - half,
    east: centre.longitudeDeg + half,
  };
  const metres = 111_195;
  const step = 25 / metres;
  const size = 700;
  const toPixel = (longitudeDeg: number, latitudeDeg: number) => ({
    column: (longitudeDeg - centre.longitudeDeg) / step + size / 2,
    row: (centre.latitudeDeg - latitudeDeg) / step + size / 2,
  });
  /** A crest of 700 m: a slope of 50 degrees toward the radar, of 74 behind it. */
  const heightsM = Float32Array.from({ length: size * size }, (_, k) => {
    const x = ((k % size) - size / 2) * 25 * Math.cos((centre.latitudeDeg * Math.PI) / 180);
    const y = (Math.floor(k / size) - size / 2) * 25;
    const along = x + 0.2 * y;
    return Math.max(0, 700 - (along < 0 ? -along * 1.2 : along * 3.5)) + 0.02 * x;
  });
  const dem: Dem = {
    name: 'ridge',
    columns: size,
    rows: size,
    heightsM,
    minHeightM: heightsM.reduce((a, b) => Math.min(a, b)),
    maxHeightM: heightsM.reduce((a, b) => Math.max(a, b)),
    datum: 'none',
    spacingM: { row: 25, column: 25 * Math.cos((centre.latitudeDeg * Math.PI) / 180) },
    toPixel,
  };
  const { azimuthTimeS, slantRangeM } = geo2rdr(orbit, geodeticToEcef({ ...centre, heightM: 0 }));
  const radarGrid = {
    epochDay: 20_000,
    firstLineTimeS: azimuthTimeS - 1,
    lineIntervalS: 2.055_556e-3,
    nearRangeM: slantRangeM - 1e4,
    rangeSpacingM: 2.3296,
  };
  const grid = madeUpGrid(240, 500, { radarGrid, looks: { azimuth: 4, range: 16 } });

  it.each(['wgs84', 'utm'] as const)('are where the exact search of each place finds them (%s)', (crs) => {
    const map = mapGrid(box, 30, crs);
    const flagsOf = terrainFlags(map, grid, orbit, dem);
    const flags = new Uint8Array(map.rows * map.columns);
    for (const strip of mapStrips(map, dem)) flags.set(flagsOf(strip), strip.firstRow * map.columns);
    const positionOf = mapPositions(map);
    const random = new Random(2);
    const found = { layover: 0, shadow: 0, neither: 0 };
    const wrong = { layover: 0, shadow: 0 };
    for (let n = 0; n < 600; n++) {
      const [row, column] = [Math.floor(random.uniform(0, map.rows)), Math.floor(random.uniform(0, map.columns))];
      const place = positionOf(row, column);
      const heightM = demHeight(dem, place.longitudeDeg, place.latitudeDeg);
      const ecefM = geodeticToEcef({ ...place, heightM });
      const look = lookGeometry(orbit, ecefM);
      const { positionM } = interpolateOrbit(orbit, look.azimuthTimeS);
      const toward = positionM.map((value, k) => (value - ecefM[k]!) / look.slantRangeM) as unknown as Vector3;
      const shadow = isShadowed(dem, ecefM, toward, look.incidenceDeg);
      const layover = groundCrossings(orbit, dem, look.azimuthTimeS, look.slantRangeM).length > 1;
      const flag = flags[row * map.columns + column]!;
      found.layover += Number(layover);
      found.shadow += Number(shadow);
      found.neither += Number(!layover && !shadow);
      wrong.layover += Number(layover !== (flag & TERRAIN.layover) > 0);
      wrong.shadow += Number(shadow !== (flag & TERRAIN.shadow) > 0);
    }
    expect(Math.min(...Object.values(found))).toBeGreaterThan(20);
    // Only places within a sample of an edge may be told otherwise.
    stateFigure(`layover, ${crs}`, wrong.layover / 600, 0.03);
    stateFigure(`shadow, ${crs}`, wrong.shadow / 600, 0.03);
    expect(wrong.layover / 600).toBeLessThan(0.03);
    expect(wrong.shadow / 600).toBeLessThan(0.03);
  });
});

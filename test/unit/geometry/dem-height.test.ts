import { describe, expect, it } from 'vitest';
import {
  cellOfRadar,
  demHeight,
  demHeightAtPixel,
  ecefToGeodetic,
  geo2rdr,
  geodeticToEcef,
  radarHeight,
  radarOfCell,
} from '../../../src/geometry/index.ts';
import type { Dem, LookGrid } from '../../../src/model/index.ts';
import { rasterHeight } from '../../reference/geometry/radar-height.ts';
import { SENTINEL_LIKE, circularState, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { Random } from '../../support/random.ts';

const orbit = sampleOrbit(SENTINEL_LIKE, evenTimes(-100, 21, 10));

/** A place some 300 km to the right of the track. */
function groundBelow(): { latitudeDeg: number; longitudeDeg: number } {
  const { p, v } = circularState(SENTINEL_LIKE, 3);
  const across = [v[1] * p[2] - v[2] * p[1], v[2] * p[0] - v[0] * p[2], v[0] * p[1] - v[1] * p[0]] as const;
  const length = Math.hypot(...across);
  return ecefToGeodetic([
    p[0] + (across[0] / length) * 3.2e5,
    p[1] + (across[1] / length) * 3.2e5,
    p[2] + (across[2] / length) * 3.2e5,
  ]);
}

const centre = groundBelow();
const SIZE = 201;
const STEP_DEG = 1 / 3600;

function demOf(height: (latitudeDeg: number, longitudeDeg: number) => number): Dem {
  const west = centre.longitudeDeg - 100 * STEP_DEG;
  const north = centre.latitudeDeg + 100 * STEP_DEG;
  const heightsM = new Float32Array(SIZE * SIZE);
  for (let row = 0; row < SIZE; row++)
    for (let column = 0; column < SIZE; column++)
      heightsM[row * SIZE + column] = height(north - row * STEP_DEG, west + column * STEP_DEG);
  const known = heightsM.filter((value) => !Number.isNaN(value));
  return {
    name: 'made up',
    columns: SIZE,
    rows: SIZE,
    heightsM,
    minHeightM: Math.min(...known),
    maxHeightM: Math.max(...known),
    datum: 'none',
    spacingM: { row: 31, column: 22 },
    toPixel: (longitudeDeg, latitudeDeg) => ({
      column: (longitudeDeg - west) / STEP_DEG,
      row: (north - latitudeDeg) / STEP_DEG,
    }),
  };
}

describe('heights of a DEM', () => {
  const random = new Random(1);
  const rough = demOf(() => (random.uniform() < 0.02 ? NaN : random.uniform(-50, 900)));

  it('agree with another way to write the cubic, beside gaps and at the border too', () => {
    let empty = 0;
    for (let n = 0; n < 3000; n++) {
      const [column, row] = [random.uniform(-2, SIZE + 1), random.uniform(-2, SIZE + 1)];
      const expected = rasterHeight(rough, column, row);
      const actual = demHeightAtPixel(rough, column, row);
      expect(Math.abs(actual - expected) || 0).toBeLessThan(1e-9);
      expect(Number.isNaN(actual)).toBe(Number.isNaN(expected));
      if (Number.isNaN(actual)) empty++;
    }
    expect(empty).toBeGreaterThan(100);
  });

  it('are those of the samples at the samples, and of a slope between them', () => {
    expect(demHeightAtPixel(rough, 17, 40)).toBe(rough.heightsM[40 * SIZE + 17]);
    const slope = demOf(
      (latitudeDeg, longitudeDeg) =>
        1e4 * (latitudeDeg - centre.latitudeDeg) + 2e3 * (longitudeDeg - centre.longitudeDeg),
    );
    expect(demHeight(slope, centre.longitudeDeg + 0.01, centre.latitudeDeg - 0.005)).toBeCloseTo(-50 + 20, 3);
  });
});

describe('height of a radar position', () => {
  it.each([
    ['a plain', () => 431],
    ['slopes of 12 degrees', (x: number, y: number) => 500 + 0.2 * x + 0.05 * y],
    ['hills', (x: number, y: number) => 300 + 120 * Math.sin(x / 900) * Math.cos(y / 700)],
  ] as const)('is that of the ground there: %s', (_, terrain) => {
    const dem = demOf((latitudeDeg, longitudeDeg) =>
      terrain(
        (longitudeDeg - centre.longitudeDeg) * 111_320 * Math.cos((centre.latitudeDeg * Math.PI) / 180),
        (latitudeDeg - centre.latitudeDeg) * 111_320,
      ),
    );
    const random = new Random(2);
    for (let n = 0; n < 40; n++) {
      const place = {
        latitudeDeg: centre.latitudeDeg + random.uniform(-0.01, 0.01),
        longitudeDeg: centre.longitudeDeg + random.uniform(-0.01, 0.01),
      };
      const heightM = demHeight(dem, place.longitudeDeg, place.latitudeDeg);
      const radar = geo2rdr(orbit, geodeticToEcef({ ...place, heightM }));
      expect(Math.abs(radarHeight(orbit, dem, radar.azimuthTimeS, radar.slantRangeM) - heightM)).toBeLessThan(0.005);
    }
  });

  it('is NaN where the DEM has none', () => {
    const radar = geo2rdr(orbit, geodeticToEcef({ ...centre, heightM: 100 }));
    expect(
      radarHeight(
        orbit,
        demOf(() => NaN),
        radar.azimuthTimeS,
        radar.slantRangeM,
      ),
    ).toBeNaN();
  });
});

describe('cells of a look grid', () => {
  const grid: LookGrid = {
    radarGrid: { epochDay: 20_000, firstLineTimeS: 50_000, lineIntervalS: 0.002, nearRangeM: 8e5, rangeSpacingM: 2.33 },
    looks: { azimuth: 4, range: 16 },
    firstLine: -8,
    firstSample: 32,
    rows: 10,
    columns: 20,
  };

  it('have their middle at the mean of their lines and samples', () => {
    // Cell (0, 0): lines -8..-5, samples 32..47.
    const { row, column } = cellOfRadar(grid, 50_000 + 0.002 * -6.5, 8e5 + 2.33 * 39.5);
    expect(row).toBeCloseTo(0, 6);
    expect(column).toBeCloseTo(0, 9);
    const last = cellOfRadar(grid, 50_000 + 0.002 * (-8 + 4 * 9 + 1.5), 8e5 + 2.33 * (32 + 16 * 19 + 7.5));
    expect(last.row).toBeCloseTo(9, 6);
    expect(last.column).toBeCloseTo(19, 9);
  });

  it('and there and back is the same place', () => {
    const random = new Random(3);
    for (let n = 0; n < 100; n++) {
      const cell = { row: random.uniform(-5, 15), column: random.uniform(-5, 25) };
      const { azimuthTimeS, slantRangeM } = radarOfCell(grid, cell);
      const back = cellOfRadar(grid, azimuthTimeS, slantRangeM);
      expect(Math.abs(back.row - cell.row)).toBeLessThan(1e-7);
      expect(Math.abs(back.column - cell.column)).toBeLessThan(1e-9);
    }
  });
});

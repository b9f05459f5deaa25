import { describe, expect, it } from 'vitest';
import { geo2rdr, geodeticToEcef, rdr2geo } from '../../../src/geometry/index.ts';
import type { BurstPlacement, Dem, LookGrid, Warning } from '../../../src/model/index.ts';
import { coveredShare, warnPartlyOutside } from '../../../src/pipeline/plan/bbox-cover.ts';
import { SENTINEL_LIKE, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { madeUpPair } from '../../support/made-up-swath.ts';

const orbit = sampleOrbit(SENTINEL_LIKE, evenTimes(0, 17, 10));
const HEIGHT_M = 700;
const dem: Dem = {
  name: 'flat',
  columns: 1,
  rows: 1,
  heightsM: new Float32Array(1),
  // Its samples lie elsewhere: the middle of its heights stands for the ground.
  minHeightM: HEIGHT_M,
  maxHeightM: HEIGHT_M,
  datum: 'none',
  spacingM: { row: 30, column: 30 },
  toPixel: () => ({ column: -9, row: -9 }),
};
const radarGrid = {
  epochDay: 20_000,
  firstLineTimeS: 80,
  lineIntervalS: 2.055_556e-3,
  nearRangeM: 850_000,
  rangeSpacingM: 2.33,
};
const grid: LookGrid = {
  radarGrid,
  looks: { azimuth: 4, range: 16 },
  firstLine: 40,
  firstSample: 160,
  rows: 300,
  columns: 400,
};

/** Placements of cells `rows` by `columns`. */
const placement = (rows: readonly [number, number], columns: readonly [number, number]): BurstPlacement => ({
  pair: madeUpPair(),
  window: {
    firstLine: 0,
    firstSample: 0,
    lines: 4 * (rows[1] - rows[0]),
    samples: 16 * (columns[1] - columns[0]),
  },
  firstCellRow: rows[0],
  firstCellColumn: columns[0],
});
const upper = placement([0, 150], [0, 400]);
const lower = placement([150, 300], [0, 400]);

/** A box about the ground of a cell, sides in degrees. */
function boxAt(row: number, column: number, high: number, wide: number) {
  const { latitudeDeg, longitudeDeg } = rdr2geo(
    orbit,
    radarGrid.firstLineTimeS + (40 + 4 * row) * radarGrid.lineIntervalS,
    radarGrid.nearRangeM + (160 + 16 * column) * radarGrid.rangeSpacingM,
    HEIGHT_M,
  );
  return {
    north: latitudeDeg + high / 2,
    south: latitudeDeg - high / 2,
    east: longitudeDeg + wide / 2,
    west: longitudeDeg - wide / 2,
  };
}

/** The same share from 200 x 200 places, by lines and samples. */
function fineShare(
  box: ReturnType<typeof boxAt>,
  lines: readonly [number, number],
  samples: readonly [number, number],
) {
  const n = 200;
  let inside = 0;
  for (let i = 0; i < n * n; i++) {
    const latitudeDeg = box.south + (((i % n) + 0.5) / n) * (box.north - box.south);
    const longitudeDeg = box.west + ((Math.floor(i / n) + 0.5) / n) * (box.east - box.west);
    const radar = geo2rdr(orbit, geodeticToEcef({ latitudeDeg, longitudeDeg, heightM: HEIGHT_M }), 80);
    const line = (radar.azimuthTimeS - radarGrid.firstLineTimeS) / radarGrid.lineIntervalS - 40;
    const sample = (radar.slantRangeM - radarGrid.nearRangeM) / radarGrid.rangeSpacingM - 160;
    if (line >= lines[0] && line <= lines[1] && sample >= samples[0] && sample <= samples[1]) inside++;
  }
  return inside / (n * n);
}

describe('the share of a bbox that lies in the bursts', () => {
  it('is all of one inside, across bursts', () => {
    expect(coveredShare(boxAt(150, 200, 0.03, 0.05), orbit, { grid, placements: [upper, lower] }, dem)).toBe(1);
  });

  it('is none of one elsewhere', () => {
    expect(coveredShare(boxAt(1500, 200, 0.03, 0.05), orbit, { grid, placements: [upper, lower] }, dem)).toBe(0);
    const behind = { north: -60, south: -61, east: 100, west: 99 };
    expect(coveredShare(behind, orbit, { grid, placements: [upper, lower] }, dem)).toBe(0);
  });

  it.each([
    ['over the last line', 300, 200],
    ['over the far end', 150, 400],
    ['over a corner', 300, 400],
    ['over the near end', 100, 0],
  ])('%s is what 40 000 places say, within 5 %%', (_, row, column) => {
    const box = boxAt(row, column, 0.06, 0.09);
    const share = coveredShare(box, orbit, { grid, placements: [upper, lower] }, dem);
    const fine = fineShare(box, [0, 1200], [0, 6400]);
    expect(fine).toBeGreaterThan(0.1);
    expect(fine).toBeLessThan(0.9);
    expect(Math.abs(share - fine)).toBeLessThan(0.05);
  });

  it('counts out a burst that is missing', () => {
    const box = boxAt(150, 200, 0.03, 0.05);
    const share = coveredShare(box, orbit, { grid, placements: [upper] }, dem);
    expect(Math.abs(share - fineShare(box, [0, 600], [0, 6400]))).toBeLessThan(0.05);
  });
});

describe('a bbox partly outside', () => {
  const warned = (share: number): Warning[] => {
    const warnings: Warning[] = [];
    warnPartlyOutside(share, (warning) => warnings.push(warning));
    return warnings;
  };

  it('is told with the share covered', () => {
    expect(warned(0.625)).toEqual([
      { code: 'AREA_PARTLY_OUTSIDE', stage: 'geometry', message: expect.stringContaining('63 % of the bbox') },
    ]);
    expect(warned(0.98)).toHaveLength(1);
  });

  it('is not told of one inside, but for a corner', () => {
    expect(warned(1)).toEqual([]);
    expect(warned(0.9925)).toEqual([]);
  });
});

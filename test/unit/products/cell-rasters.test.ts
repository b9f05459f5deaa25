import { describe, expect, it } from 'vitest';
import { ecefToGeodetic, cellOfRadar, geo2rdr, geodeticToEcef } from '../../../src/geometry/index.ts';
import type { Dem } from '../../../src/model/index.ts';
import { mapCellRasters, mapGrid, mapPositions, radarRasters } from '../../../src/products/index.ts';
import { SENTINEL_LIKE, circularState, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { stateFigure } from '../../support/figure.ts';
import { type MadeUpScene, madeUpGrid, madeUpRasters } from '../../support/made-up-rasters.ts';

const HEIGHT_M = 350;
const orbit = sampleOrbit(SENTINEL_LIKE, evenTimes(-100, 21, 10));

/** Ground some 340 km to the right of the track. */
function placeBeside(): { latitudeDeg: number; longitudeDeg: number } {
  const { p, v } = circularState(SENTINEL_LIKE, 5);
  const across = [v[1] * p[2] - v[2] * p[1], v[2] * p[0] - v[0] * p[2], v[0] * p[1] - v[1] * p[0]] as const;
  const place = p.map((value, k) => value + (across[k]! / Math.hypot(...across)) * 3.4e5);
  return ecefToGeodetic(place as unknown as readonly [number, number, number]);
}

const centre = placeBeside();
const box = {
  north: centre.latitudeDeg + 0.03,
  south: centre.latitudeDeg - 0.03,
  east: centre.longitudeDeg + 0.04,
  west: centre.longitudeDeg - 0.04,
};
const map = mapGrid(box, 60);
const middle = geo2rdr(orbit, geodeticToEcef({ ...centre, heightM: HEIGHT_M }));
const [ROWS, COLUMNS] = [200, 160];
const grid = madeUpGrid(ROWS, COLUMNS, {
  radarGrid: {
    epochDay: 20_000,
    firstLineTimeS: middle.azimuthTimeS - (ROWS / 2) * 4 * 2.055_556e-3,
    lineIntervalS: 2.055_556e-3,
    nearRangeM: middle.slantRangeM - (COLUMNS / 2) * 16 * 2.3296,
    rangeSpacingM: 2.3296,
  },
});

/** A plain, with a hole where there is no height. */
const dem: Dem = {
  name: 'plain',
  columns: 101,
  rows: 101,
  heightsM: Float32Array.from({ length: 101 * 101 }, (_, k) => (k % 101 < 3 ? NaN : HEIGHT_M)),
  minHeightM: HEIGHT_M,
  maxHeightM: HEIGHT_M,
  datum: 'ellipsoid',
  spacingM: { row: 70, column: 70 },
  toPixel: (longitudeDeg, latitudeDeg) => ({
    column: ((longitudeDeg - box.west) / (box.east - box.west)) * 100,
    row: ((box.north - latitudeDeg) / (box.north - box.south)) * 100,
  }),
};

function mapped(scene: Omit<MadeUpScene, 'grid'>, signal = new AbortController().signal) {
  const { interferogram } = madeUpRasters({ grid, ...scene });
  return mapCellRasters({ map, dem, referenceOrbit: orbit, interferogram, signal });
}

describe('an interferogram and both powers on a map', () => {
  it('has at a pixel the phase and power of its place in radar geometry, found without the fit', async () => {
    const phase = (row: number, column: number): number => 0.05 * row - 0.03 * column;
    const power = (row: number, column: number): number => 1000 + 2 * row + 3 * column;
    const rasters = await mapped({ phaseRad: phase, power, coherence: () => 0.8 });
    let [worstPhase, worstPower, worstCoherence, count] = [0, 0, 0, 0];
    for (let y = 0; y < map.rows; y += 3)
      for (let x = 0; x < map.columns; x += 3) {
        const ground = geodeticToEcef({ ...mapPositions(map)(y, x), heightM: HEIGHT_M });
        const radar = geo2rdr(orbit, ground);
        const { row, column } = cellOfRadar(grid, radar.azimuthTimeS, radar.slantRangeM);
        const isInside = row >= 0 && column >= 0 && row <= ROWS - 1 && column <= COLUMNS - 1;
        const at = y * map.columns + x;
        const [re, im] = [rasters.interferogram[2 * at]!, rasters.interferogram[2 * at + 1]!];
        if (!isInside || Number.isNaN(re)) continue;
        count++;
        const off = Math.atan2(im, re) - phase(row, column);
        worstPhase = Math.max(worstPhase, Math.abs(off - 2 * Math.PI * Math.round(off / (2 * Math.PI))));
        worstPower = Math.max(worstPower, Math.abs(rasters.referencePower[at]! / power(row, column) - 1));
        // Between cells 0.05 rad apart the mean is shorter by less than 0.05^2 / 8.
        worstCoherence = Math.max(worstCoherence, Math.abs(Math.hypot(re, im) / rasters.referencePower[at]! - 0.8));
      }
    stateFigure('complex map, phase', worstPhase, 1e-4, 'rad');
    stateFigure('complex map, power', worstPower, 1e-5);
    expect(count).toBeGreaterThan(1000);
    expect(worstPhase).toBeLessThan(1e-4);
    expect(worstPower).toBeLessThan(1e-5);
    expect(worstCoherence).toBeLessThan(1e-3);
  });

  it('never averages cells without data in, and has all three or none', async () => {
    const rasters = await mapped({ hasData: (row, column) => (row * 7 + column * 3) % 5 !== 0 && column < 90 });
    let [empty, full, worst] = [0, 0, 0];
    for (let at = 0; at < rasters.rows * rasters.columns; at++) {
      const values = [
        rasters.interferogram[2 * at]!,
        rasters.interferogram[2 * at + 1]!,
        rasters.referencePower[at]!,
        rasters.secondaryPower[at]!,
      ];
      if (values.every(Number.isNaN)) empty++;
      else {
        full++;
        worst = Math.max(worst, ...[900, 0, 1000, 1000].map((value, k) => Math.abs(values[k]! - value)));
      }
    }
    // A value that is NaN alone would make this NaN.
    expect(worst).toBeLessThan(1e-3);
    expect(empty).toBeGreaterThan(1000);
    expect(full).toBeGreaterThan(1000);
  });

  it('does not let a bright cell lend its phase: at its border the phase is the mean, not its own', async () => {
    const rasters = await mapped({
      phaseRad: (_, column) => (column < 80 ? 0.5 : -0.5),
      power: (_, column) => (column < 80 ? 1e6 : 1),
      coherence: () => 1,
    });
    const phases: number[] = [];
    for (let at = 0; at < rasters.rows * rasters.columns; at++)
      phases.push(Math.atan2(rasters.interferogram[2 * at + 1]!, rasters.interferogram[2 * at]!));
    const between = phases.filter((phase) => Math.abs(phase) < 0.45).length;
    // Of each row's 37 m slant step some 0.6 pixels lie between the two columns; weighed by power next to none would.
    expect(between).toBeGreaterThan(20);
    expect(
      Math.abs(phases.filter((phase) => Math.abs(phase) < 0.45).reduce((a, b) => a + b, 0) / between),
    ).toBeLessThan(0.1);
  });

  it('stops with the reason of the signal', async () => {
    const reason = new Error('stop');
    await expect(mapped({}, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('the cells as rasters in radar geometry', () => {
  it('are the cells, NaN where there is no data', () => {
    const { interferogram } = madeUpRasters({
      grid: madeUpGrid(4, 5),
      phaseRad: (row) => 0.3 * row,
      hasData: (row, column) => row !== 2 || column !== 3,
    });
    const rasters = radarRasters(interferogram);
    expect([rasters.rows, rasters.columns]).toEqual([4, 5]);
    for (let k = 0; k < 20; k++) {
      const [re, im, p1, p2] = k === 13 ? [NaN, NaN, NaN, NaN] : interferogram.cells.subarray(4 * k, 4 * k + 4);
      expect([...rasters.interferogram.subarray(2 * k, 2 * k + 2)]).toEqual([re, im]);
      expect([rasters.referencePower[k], rasters.secondaryPower[k]]).toEqual([p1, p2]);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { cellOfRadar, geo2rdr, geodeticToEcef, radarOfCell, visitCellPlaces } from '../../../src/geometry/index.ts';
import { SENTINEL_LIKE, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { stateFigure } from '../../support/figure.ts';
import { madeUpGrid } from '../../support/made-up-rasters.ts';
import { Random } from '../../support/random.ts';

/** Cells of 28 lines and 170 samples: a slice of 200 km by three sub-swaths in few of them. */
const LOOKS = { azimuth: 28, range: 170 };

describe('visitCellPlaces', () => {
  it.each([
    ['ascending', SENTINEL_LIKE],
    ['descending at 60 degrees', { ...SENTINEL_LIKE, startAngleDeg: 120 }],
    ['across the antimeridian', { ...SENTINEL_LIKE, nodeLongitudeDeg: 181 }],
  ] as const)('%s, 200 km by 250 km, 4 km of heights: within a hundredth of a cell of 4 x 16', (name, circular) => {
    const orbit = sampleOrbit(circular, evenTimes(-100, 21, 10));
    const radarGrid = {
      epochDay: 20_000,
      firstLineTimeS: -10,
      lineIntervalS: 2.055_556e-3,
      nearRangeM: 8e5,
      rangeSpacingM: 2.3296,
    };
    const grid = madeUpGrid(500, 400, { radarGrid, looks: LOOKS });
    const random = new Random(3);
    const heightsM = Float32Array.from({ length: 500 * 400 }, () =>
      random.uniform(0, 1) < 0.995 ? Number.NaN : random.uniform(-50, 4000),
    );
    let visited = 0;
    let worst = 0;
    visitCellPlaces(grid, orbit, heightsM, (cell, longitudeDeg, latitudeDeg) => {
      const heightM = heightsM[cell]!;
      const radar = geo2rdr(orbit, geodeticToEcef({ longitudeDeg, latitudeDeg, heightM }));
      const found = cellOfRadar(grid, radar.azimuthTimeS, radar.slantRangeM);
      const [row, column] = [found.row - Math.floor(cell / 400), found.column - (cell % 400)];
      worst = Math.max(worst, (Math.abs(row) * LOOKS.azimuth) / 4, (Math.abs(column) * LOOKS.range) / 16);
      visited++;
    });
    expect(visited).toBe(heightsM.filter((height) => !Number.isNaN(height)).length);
    stateFigure(`place of a cell of 4 x 16, ${name}`, worst, 0.01, 'cell');
    expect(worst).toBeLessThan(0.01);
  });

  it('keeps longitudes on one turn of the globe, and visits nothing without heights', () => {
    const orbit = sampleOrbit({ ...SENTINEL_LIKE, nodeLongitudeDeg: 172 }, evenTimes(-100, 21, 10));
    const grid = madeUpGrid(20, 20, { looks: { azimuth: 100, range: 5000 } });
    const longitudes: number[] = [];
    visitCellPlaces(grid, orbit, new Float32Array(400), (_, longitudeDeg) => longitudes.push(longitudeDeg));
    expect(longitudes).toHaveLength(400);
    expect(Math.max(...longitudes) - Math.min(...longitudes)).toBeLessThan(10);
    visitCellPlaces(grid, orbit, new Float32Array(400).fill(Number.NaN), () => expect.unreachable());
    expect(radarOfCell(grid, { row: 0, column: 0 }).slantRangeM).toBeGreaterThan(8e5);
  });
});

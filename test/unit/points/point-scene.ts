import {
  ecefToGeodetic,
  geo2rdr,
  geodeticToEcef,
  lookGeometry,
  radarOfCell,
  rdr2geo,
} from '../../../src/geometry/index.ts';
import type { Dem, PointTarget } from '../../../src/model/index.ts';
import { NO_DELAYS, type SampleRequest } from '../../../src/points/index.ts';
import { SENTINEL_LIKE, circularState, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { madeUpGrid, madeUpRasters } from '../../support/made-up-rasters.ts';
import { madeUpPair, madeUpSwath } from '../../support/made-up-swath.ts';

export const WAVELENGTH_M = 0.055_465_76;
export const GROUND_M = 100;
export const ROWS = 40;
export const COLUMNS = 48;

/** Cells of the scene, as places: which of them is what. */
export const PLACES = {
  good: { row: 8, column: 8 },
  incoherent: { row: 8, column: 20 },
  belowQuantile: { row: 8, column: 28 },
  empty: { row: 8, column: 40 },
  cut: { row: 24.2, column: 11.6 },
  otherComponent: { row: 24, column: 28 },
  layover: { row: 34, column: 20 },
  shadow: { row: 34, column: 34 },
  reference: { row: 16, column: 6 },
} as const;

/** The slice of the orbit's pass, and a companion some 130 m beside it. */
export const referenceOrbit = sampleOrbit(SENTINEL_LIKE, evenTimes(-100, 21, 10));
export const secondaryOrbit = sampleOrbit({ ...SENTINEL_LIKE, nodeLongitudeDeg: 10.0016 }, evenTimes(-100, 21, 10));

/** Radar position of the scene's first sample: 320 km to the right of the track. */
function origin(): { azimuthTimeS: number; slantRangeM: number } {
  const { p, v } = circularState(SENTINEL_LIKE, 3);
  const across = [v[1] * p[2] - v[2] * p[1], v[2] * p[0] - v[0] * p[2], v[0] * p[1] - v[1] * p[0]] as const;
  const [x, y, z] = p.map((value, k) => value + (across[k]! / Math.hypot(...across)) * 3.2e5) as [
    number,
    number,
    number,
  ];
  return geo2rdr(referenceOrbit, geodeticToEcef({ ...ecefToGeodetic([x, y, z]), heightM: 0 }));
}

const start = origin();
const swath = madeUpSwath({
  bursts: 1,
  linesPerBurst: 220,
  samplesPerBurst: 1000,
  border: { lines: 5, samples: 10 },
  firstLineTimeS: start.azimuthTimeS,
  nearRangeM: start.slantRangeM,
});
export const pair = madeUpPair(swath);

export const grid = madeUpGrid(ROWS, COLUMNS, {
  radarGrid: {
    epochDay: 20_000,
    firstLineTimeS: start.azimuthTimeS,
    lineIntervalS: swath.azimuthTimeIntervalS,
    nearRangeM: start.slantRangeM,
    rangeSpacingM: swath.rangeSpacingM,
  },
  firstLine: 20,
  firstSample: 64,
});

/** The ground at a fractional cell. */
export function groundAt(
  cell: { row: number; column: number },
  heightM = GROUND_M,
): { latitudeDeg: number; longitudeDeg: number } {
  const { azimuthTimeS, slantRangeM } = radarOfCell(grid, cell);
  return rdr2geo(referenceOrbit, azimuthTimeS, slantRangeM, heightM);
}

export function targetAt(cell: { row: number; column: number }, change: Partial<PointTarget> = {}): PointTarget {
  const heightM = change.heightM ?? GROUND_M;
  return {
    id: `${cell.row},${cell.column}`,
    ...groundAt(cell, Number.isNaN(heightM) ? GROUND_M : heightM),
    heightM,
    heightSource: 'dem',
    geoidUndulationM: 50,
    ...change,
  };
}

/** Metres east and north of a place. */
function offsetM(place: { latitudeDeg: number; longitudeDeg: number }, latitudeDeg: number, longitudeDeg: number) {
  return {
    east: (longitudeDeg - place.longitudeDeg) * 111_320 * Math.cos((place.latitudeDeg * Math.PI) / 180),
    north: (latitudeDeg - place.latitudeDeg) * 111_320,
  };
}

/** Flat ground with a steep slope through two places: rising away from the radar at one, falling at the other. */
export function sceneDem(risingDeg = 40, fallingDeg = 75): Dem {
  const size = 400;
  const stepDeg = 1 / 7200;
  const middle = groundAt({ row: ROWS / 2, column: COLUMNS / 2 });
  const west = middle.longitudeDeg - (size / 2) * stepDeg;
  const north = middle.latitudeDeg + (size / 2) * stepDeg;
  const ramps = [
    { place: groundAt(PLACES.layover), slopeDeg: risingDeg },
    { place: groundAt(PLACES.shadow), slopeDeg: -fallingDeg },
  ].map(({ place, slopeDeg }) => {
    const { losEast, losNorth } = lookGeometry(referenceOrbit, geodeticToEcef({ ...place, heightM: GROUND_M }));
    const horizontal = Math.hypot(losEast, losNorth);
    return {
      place,
      slope: Math.tan((slopeDeg * Math.PI) / 180),
      away: [-losEast / horizontal, -losNorth / horizontal] as const,
    };
  });
  const heightsM = Float32Array.from({ length: size * size }, (_, n) => {
    const latitudeDeg = north - Math.floor(n / size) * stepDeg;
    const longitudeDeg = west + (n % size) * stepDeg;
    return ramps.reduce((heightM, { place, slope, away }) => {
      const { east, north: northM } = offsetM(place, latitudeDeg, longitudeDeg);
      const along = east * away[0] + northM * away[1];
      return Math.hypot(east, northM) < 100 ? heightM + slope * along : heightM;
    }, GROUND_M);
  });
  return {
    name: 'made up',
    columns: size,
    rows: size,
    heightsM,
    minHeightM: GROUND_M - 200,
    maxHeightM: GROUND_M + 200,
    datum: 'ellipsoid',
    spacingM: { row: 15.4, column: 11 },
    toPixel: (longitudeDeg, latitudeDeg) => ({
      column: (longitudeDeg - west) / stepDeg,
      row: (north - latitudeDeg) / stepDeg,
    }),
  };
}

const steepDem = sceneDem();

const near = (row: number, column: number, place: { row: number; column: number }): boolean =>
  Math.hypot(row - place.row, column - place.column) < 4;

/** Phase of the scene: a gentle slope, and one cycle more right of a cut that runs through PLACES.cut. */
export function scenePhase(row: number, column: number): number {
  const isBeyondCut = row > 20 && row < 28 && column > 12 && column < 18;
  return 2 + 0.02 * row - 0.03 * column + (isBeyondCut ? 2 * Math.PI : 0);
}

/** A request that measures the targets given, the reference at PLACES.reference. */
export function sceneRequest(targets: readonly PointTarget[], change: Partial<SampleRequest> = {}): SampleRequest {
  const rasters = madeUpRasters({
    grid,
    phaseRad: scenePhase,
    heightM: () => GROUND_M,
    coherence: (row, column) => {
      if (near(row, column, PLACES.incoherent)) return 0.25;
      return near(row, column, PLACES.belowQuantile) ? 0.14 : 0.9;
    },
    component: (row, column) => (near(row, column, PLACES.otherComponent) ? 2 : 1),
    hasData: (row, column) => !near(row, column, PLACES.empty),
  });
  const { row, column } = PLACES.reference;
  const ground = groundAt(PLACES.reference);
  return {
    targets,
    rasters: { ...rasters, cellCorrelation: { row: 0.05, column: 0.01 } },
    placements: [
      {
        pair,
        window: { firstLine: 20, firstSample: 64, lines: ROWS * 4, samples: COLUMNS * 16 },
        firstCellRow: 0,
        firstCellColumn: 0,
      },
    ],
    pairs: [pair],
    referenceOrbit,
    secondaryOrbit,
    dem: steepDem,
    wavelengthM: WAVELENGTH_M,
    swapped: false,
    minCoherence: 0.3,
    cellLooks: 25,
    method: 'auto',
    delays: NO_DELAYS,
    registration: { sigmaS: 0.002 * swath.azimuthTimeIntervalS, seamRad: undefined, dopplers: {} },
    reference: {
      place: {
        how: 'given',
        row,
        column,
        phaseRad: scenePhase(row, column),
        coherence: 0.9,
        cells: 25,
        spreadRad: 0.1,
        component: 1,
      },
      ecefM: geodeticToEcef({ ...ground, heightM: GROUND_M }),
    },
    ...change,
  };
}

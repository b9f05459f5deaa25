import { ecefToGeodetic } from '../../src/geometry/index.ts';
import type { Dem, LookGrid, Looks, Vector3 } from '../../src/model/index.ts';
import { type MapGrid, isGeographic } from '../../src/products/index.ts';
import { utm } from '../reference/products/transverse-mercator.ts';
import { SENTINEL_LIKE, circularState, evenTimes, sampleOrbit } from './circular-orbit.ts';
import { Random } from './random.ts';

const METRES_PER_DEGREE = 111_195;
const HALF_DEG = 0.06;
/** Along each side; the image of one reaches over three cells to every side. */
const REFLECTORS = 6;
const WIDTH_CELLS = 1.2;

const orbit = sampleOrbit(SENTINEL_LIKE, evenTimes(-100, 21, 10));
const { p, v } = circularState(SENTINEL_LIKE, 5);
const across = [v[1] * p[2] - v[2] * p[1], v[2] * p[0] - v[0] * p[2], v[0] * p[1] - v[1] * p[0]] as const;
const centre = ecefToGeodetic(
  p.map((value, k) => value + (across[k]! / Math.hypot(...across)) * 3.4e5) as unknown as Vector3,
);

/** A place on the ground, and where the radar sees it. */
export interface Reflector {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  readonly heightM: number;
  readonly timeS: number;
  readonly rangeM: number;
}

/** WGS84, and the zero-Doppler time and range of a place, from the formula of the orbit by bisection. */
function radarOf(latitudeDeg: number, longitudeDeg: number, heightM: number): { timeS: number; rangeM: number } {
  const [phi, lambda] = [(latitudeDeg * Math.PI) / 180, (longitudeDeg * Math.PI) / 180];
  const e2 = 0.006_694_379_990_141_317;
  const n = 6_378_137 / Math.sqrt(1 - e2 * Math.sin(phi) ** 2);
  const target = [
    (n + heightM) * Math.cos(phi) * Math.cos(lambda),
    (n + heightM) * Math.cos(phi) * Math.sin(lambda),
    (n * (1 - e2) + heightM) * Math.sin(phi),
  ] as const;
  let [low, high] = [-30, 40];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    const state = circularState(SENTINEL_LIKE, middle);
    const ahead = target.reduce((sum, value, axis) => sum + (value - state.p[axis]!) * state.v[axis]!, 0);
    if (ahead > 0) low = middle;
    else high = middle;
  }
  const at = circularState(SENTINEL_LIKE, low).p;
  return { timeS: low, rangeM: Math.hypot(...target.map((value, axis) => value - at[axis]!)) };
}

/** Hills by formula, waves of `amplitudeM`, with a DEM of them and reflectors on them. */
export function hills(amplitudeM: number) {
  const heightAt = (latitudeDeg: number, longitudeDeg: number): number => {
    const [x, y] = [longitudeDeg - centre.longitudeDeg, latitudeDeg - centre.latitudeDeg];
    return 500 + amplitudeM * (Math.sin(60 * x + 20 * y) + Math.cos(50 * y));
  };
  const stepDeg = 30 / METRES_PER_DEGREE;
  const size = 600;
  const dem: Dem = {
    name: 'hills',
    columns: size,
    rows: size,
    heightsM: Float32Array.from({ length: size * size }, (_, k) =>
      heightAt(
        centre.latitudeDeg + (size / 2 - Math.floor(k / size)) * stepDeg,
        centre.longitudeDeg + ((k % size) - size / 2) * stepDeg,
      ),
    ),
    minHeightM: 450 - 3 * amplitudeM,
    maxHeightM: 550 + 3 * amplitudeM,
    datum: 'none',
    spacingM: { row: 30, column: 20 },
    toPixel: (longitudeDeg, latitudeDeg) => ({
      column: (longitudeDeg - centre.longitudeDeg) / stepDeg + size / 2,
      row: (centre.latitudeDeg - latitudeDeg) / stepDeg + size / 2,
    }),
  };
  const random = new Random(5);
  const reflectors: readonly Reflector[] = Array.from({ length: REFLECTORS ** 2 }, (_, k) => {
    const share = (index: number): number => (2 * (index + 0.5 + random.uniform(-0.2, 0.2))) / REFLECTORS - 1;
    const latitudeDeg = centre.latitudeDeg + 0.85 * HALF_DEG * share(Math.floor(k / REFLECTORS));
    const longitudeDeg = centre.longitudeDeg + 0.85 * HALF_DEG * share(k % REFLECTORS);
    const heightM = heightAt(latitudeDeg, longitudeDeg);
    return { latitudeDeg, longitudeDeg, heightM, ...radarOf(latitudeDeg, longitudeDeg, heightM) };
  });
  return { heightAt, dem, reflectors };
}

export const box = {
  north: centre.latitudeDeg + HALF_DEG,
  south: centre.latitudeDeg - HALF_DEG,
  west: centre.longitudeDeg - HALF_DEG,
  east: centre.longitudeDeg + HALF_DEG,
};

/** A grid of cells that holds all reflectors. */
export function gridOf(reflectors: readonly Reflector[], looks: Looks): LookGrid {
  const times = reflectors.map(({ timeS }) => timeS);
  const ranges = reflectors.map(({ rangeM }) => rangeM);
  const radarGrid = {
    epochDay: 20_000,
    firstLineTimeS: Math.min(...times) - 0.4,
    lineIntervalS: 2.055_556e-3,
    nearRangeM: Math.min(...ranges) - 2500,
    rangeSpacingM: 2.3296,
  };
  const lines = (Math.max(...times) + 0.4 - radarGrid.firstLineTimeS) / radarGrid.lineIntervalS;
  const samples = (Math.max(...ranges) + 2500 - radarGrid.nearRangeM) / radarGrid.rangeSpacingM;
  const [rows, columns] = [Math.ceil(lines / looks.azimuth), Math.ceil(samples / looks.range)];
  return { radarGrid, looks, firstLine: 0, firstSample: 0, rows, columns };
}

/** Cell of a radar position: the middle of a cell is the middle of its lines and samples. */
export function cellOf(
  { radarGrid, looks }: LookGrid,
  { timeS, rangeM }: Pick<Reflector, 'timeS' | 'rangeM'>,
): { row: number; column: number } {
  const line = (timeS - radarGrid.firstLineTimeS) / radarGrid.lineIntervalS;
  const sample = (rangeM - radarGrid.nearRangeM) / radarGrid.rangeSpacingM;
  return {
    row: (line - (looks.azimuth - 1) / 2) / looks.azimuth,
    column: (sample - (looks.range - 1) / 2) / looks.range,
  };
}

/** What a geocoder takes: coherence as given, the phase of a cell its number. */
export function sourceOf(grid: LookGrid, coherence: Float32Array<ArrayBuffer>) {
  const count = grid.rows * grid.columns;
  return {
    referenceOrbit: orbit,
    interferogram: { grid, cells: new Float32Array(4 * count).fill(1) },
    coherence: { coherence },
    unwrapped: { phaseRad: Float32Array.from({ length: count }, (_, k) => k % 1000) },
  };
}

/** Cells whose coherence shows the reflectors, each as a bell about its place. */
export function imageOf(reflectors: readonly Reflector[], looks: Looks) {
  const grid = gridOf(reflectors, looks);
  const { rows, columns } = grid;
  const coherence = new Float32Array(rows * columns);
  for (const reflector of reflectors) {
    const { row, column } = cellOf(grid, reflector);
    for (let i = Math.round(row) - 6; i <= row + 6; i++)
      for (let j = Math.round(column) - 6; j <= column + 6; j++)
        if (i >= 0 && j >= 0 && i < rows && j < columns)
          coherence[i * columns + j]! += Math.exp(-((i - row) ** 2 + (j - column) ** 2) / (2 * WIDTH_CELLS ** 2));
  }
  return sourceOf(grid, coherence);
}

/** Pixel of a place, whole numbers at middles, by formulas of its own. */
export function pixelOf(
  map: MapGrid,
  { latitudeDeg, longitudeDeg }: Pick<Reflector, 'latitudeDeg' | 'longitudeDeg'>,
): { row: number; column: number } {
  const [x, y] = isGeographic(map)
    ? [longitudeDeg, latitudeDeg]
    : utm(latitudeDeg, longitudeDeg, map.epsg % 100, map.epsg >= 32_700);
  return { row: (map.top - y) / map.pixelHeight - 0.5, column: (x - map.left) / map.pixelWidth - 0.5 };
}

import { expect, it } from 'vitest';
import { ecefToGeodetic } from '../../../src/geometry/index.ts';
import type { Dem, LookGrid, Vector3 } from '../../../src/model/index.ts';
import {
  type GeocodedStrip,
  Geocoder,
  type MapGrid,
  isGeographic,
  mapGrid,
  mapStrips,
} from '../../../src/products/index.ts';
import { utm } from '../../reference/products/transverse-mercator.ts';
import { SENTINEL_LIKE, circularState, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';

const METRES_PER_DEGREE = 111_195;
const HALF_DEG = 0.06;
/** Along each side; the image of one reaches over three cells to every side. */
const REFLECTORS = 6;
const WIDTH_CELLS = 1.2;

/** Of the bell's values, in the mean that says where it is: its top counts, which the slope of the ground does not skew. */
const SHARPENING = 4;

const orbit = sampleOrbit(SENTINEL_LIKE, evenTimes(-100, 21, 10));
const { p, v } = circularState(SENTINEL_LIKE, 5);
const across = [v[1] * p[2] - v[2] * p[1], v[2] * p[0] - v[0] * p[2], v[0] * p[1] - v[1] * p[0]] as const;
const centre = ecefToGeodetic(
  p.map((value, k) => value + (across[k]! / Math.hypot(...across)) * 3.4e5) as unknown as Vector3,
);

/** Gentle hills, by formula: where ground leans toward the radar, one cell covers several pixels. */
function heightAt(latitudeDeg: number, longitudeDeg: number): number {
  const [x, y] = [longitudeDeg - centre.longitudeDeg, latitudeDeg - centre.latitudeDeg];
  return 500 + 150 * Math.sin(60 * x + 20 * y) + 150 * Math.cos(50 * y);
}

const STEP_DEG = 30 / METRES_PER_DEGREE;
const SIZE = 600;
const dem: Dem = {
  name: 'hills',
  columns: SIZE,
  rows: SIZE,
  heightsM: Float32Array.from({ length: SIZE * SIZE }, (_, k) =>
    heightAt(
      centre.latitudeDeg + (SIZE / 2 - Math.floor(k / SIZE)) * STEP_DEG,
      centre.longitudeDeg + ((k % SIZE) - SIZE / 2) * STEP_DEG,
    ),
  ),
  minHeightM: 50,
  maxHeightM: 950,
  datum: 'none',
  spacingM: { row: 30, column: 20 },
  toPixel: (longitudeDeg, latitudeDeg) => ({
    column: (longitudeDeg - centre.longitudeDeg) / STEP_DEG + SIZE / 2,
    row: (centre.latitudeDeg - latitudeDeg) / STEP_DEG + SIZE / 2,
  }),
};

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

const reflectors = ((random: Random) =>
  Array.from({ length: REFLECTORS ** 2 }, (_, k) => {
    const share = (index: number): number => (2 * (index + 0.5 + random.uniform(-0.2, 0.2))) / REFLECTORS - 1;
    const latitudeDeg = centre.latitudeDeg + 0.85 * HALF_DEG * share(Math.floor(k / REFLECTORS));
    const longitudeDeg = centre.longitudeDeg + 0.85 * HALF_DEG * share(k % REFLECTORS);
    const radar = radarOf(latitudeDeg, longitudeDeg, heightAt(latitudeDeg, longitudeDeg));
    return { latitudeDeg, longitudeDeg, ...radar };
  }))(new Random(5));

const box = {
  north: centre.latitudeDeg + HALF_DEG,
  south: centre.latitudeDeg - HALF_DEG,
  west: centre.longitudeDeg - HALF_DEG,
  east: centre.longitudeDeg + HALF_DEG,
};

/** Cells whose coherence shows the reflectors, each as a bell about its place; the phase is its number. */
function imageOf(looks: { azimuth: number; range: number }) {
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
  const grid: LookGrid = { radarGrid, looks, firstLine: 0, firstSample: 0, rows, columns };
  const cells = new Float32Array(4 * rows * columns).fill(1);
  const coherence = new Float32Array(rows * columns);
  for (const { timeS, rangeM } of reflectors) {
    // The middle of a cell is the middle of its lines and samples.
    const row =
      ((timeS - radarGrid.firstLineTimeS) / radarGrid.lineIntervalS - (looks.azimuth - 1) / 2) / looks.azimuth;
    const column = ((rangeM - radarGrid.nearRangeM) / radarGrid.rangeSpacingM - (looks.range - 1) / 2) / looks.range;
    for (let i = Math.round(row) - 6; i <= row + 6; i++)
      for (let j = Math.round(column) - 6; j <= column + 6; j++)
        if (i >= 0 && j >= 0 && i < rows && j < columns)
          coherence[i * columns + j]! += Math.exp(-((i - row) ** 2 + (j - column) ** 2) / (2 * WIDTH_CELLS ** 2));
  }
  const phaseRad = Float32Array.from({ length: rows * columns }, (_, k) => k % 1000);
  return {
    referenceOrbit: orbit,
    interferogram: { grid, cells },
    coherence: { coherence },
    unwrapped: { phaseRad },
  };
}

async function geocoded(geocoder: Geocoder, map: MapGrid): Promise<GeocodedStrip[]> {
  const strips: GeocodedStrip[] = [];
  for (const strip of mapStrips(map, dem)) strips.push(await geocoder.geocode(strip));
  return strips;
}

const joined = (strips: readonly GeocodedStrip[], name: keyof GeocodedStrip): number[] =>
  strips.flatMap((strip) => [...strip[name]]);

/** Pixel of a place, whole numbers at middles, by formulas of its own. */
function pixelOf(map: MapGrid, latitudeDeg: number, longitudeDeg: number): { row: number; column: number } {
  const [x, y] = isGeographic(map)
    ? [longitudeDeg, latitudeDeg]
    : utm(latitudeDeg, longitudeDeg, map.epsg % 100, map.epsg >= 32_700);
  return { row: (map.top - y) / map.pixelHeight - 0.5, column: (x - map.left) / map.pixelWidth - 0.5 };
}

describeGpu('geolocation of simulated corner reflectors', (gpu) => {
  it.each([
    ['wgs84', 40, { azimuth: 4, range: 16 }],
    ['utm', 40, { azimuth: 4, range: 16 }],
    ['utm', 15, { azimuth: 1, range: 5 }],
  ] as const)('%s, %i m: within half a pixel', async (crs, spacingM, looks) => {
    const map = mapGrid(box, spacingM, crs);
    const image = imageOf(looks);
    const coherence = joined(await geocoded(new Geocoder(gpu(), map, dem, image), map), 'coherence');
    let worst = 0;
    let squares = 0;
    for (const { latitudeDeg, longitudeDeg } of reflectors) {
      const true_ = pixelOf(map, latitudeDeg, longitudeDeg);
      let [sum, rows, columns] = [0, 0, 0];
      for (let i = Math.round(true_.row) - 6; i <= true_.row + 6; i++)
        for (let j = Math.round(true_.column) - 6; j <= true_.column + 6; j++) {
          const weight = coherence[i * map.columns + j]! ** SHARPENING;
          sum += weight;
          rows += weight * (i - true_.row);
          columns += weight * (j - true_.column);
        }
      expect(sum).toBeGreaterThan(0.3);
      const off = Math.hypot(rows / sum, columns / sum);
      worst = Math.max(worst, off);
      squares += off ** 2;
    }
    const rms = Math.sqrt(squares / reflectors.length);
    stateFigure(`corner reflectors, ${crs}, ${spacingM} m: rms`, rms, 0.2, 'pixel');
    stateFigure(`corner reflectors, ${crs}, ${spacingM} m: worst`, worst, 0.5, 'pixel');
    expect(worst).toBeLessThan(0.5);
    expect(rms).toBeLessThan(0.2);
  });

  it('does not depend on how many cells and pixels are on the device at once', async () => {
    const map = mapGrid(box, 60);
    const image = imageOf({ azimuth: 4, range: 16 });
    const whole = await geocoded(new Geocoder(gpu(), map, dem, image), map);
    const parts = await geocoded(new Geocoder(gpu(), map, dem, image, 3000), map);
    const cells = joined(whole, 'nearestCell');
    expect(cells.filter((cell) => cell >= 0).length).toBeGreaterThan(0.9 * cells.length);
    // The phase of a cell is its index: the nearest cell is the one it names.
    const phases = joined(whole, 'unwrappedPhaseRad');
    const off = phases.map((phase, k) => Math.abs(phase - (cells[k]! % 1000)));
    expect(Math.max(...off.filter((value) => !Number.isNaN(value)))).toBeLessThan(Math.PI + 1e-3);
    for (const name of ['coherence', 'wrappedPhaseRad'] as const) {
      const [one, other] = [joined(whole, name), joined(parts, name)];
      const differ = one.map((value, k) => Math.abs(value - other[k]!));
      // Positions within other tiles round otherwise in f32.
      expect(Math.max(...differ.filter((value) => !Number.isNaN(value)))).toBeLessThan(1e-4);
      expect(one.map(Number.isNaN)).toEqual(other.map(Number.isNaN));
    }
    const moved = joined(parts, 'nearestCell').filter((cell, k) => cell !== cells[k]);
    expect(moved.length / cells.length).toBeLessThan(1e-3);
  });
});

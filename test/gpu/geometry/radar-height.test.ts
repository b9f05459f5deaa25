import { expect, it } from 'vitest';
import { radarHeightKernel } from '../../../src/geometry/index.ts';
import type { TileModel } from '../../../src/model/index.ts';
import { type HeightRaster, radarHeight } from '../../reference/geometry/radar-height.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';
import { runKernel } from '../../support/run-kernel.ts';

const LIMIT_M = 0.005;

/** A place of the swath: DEM pixels per line, per sample and per metre of height, and how the DEM lies to the track. */
interface Geometry {
  readonly incidenceDeg: number;
  readonly demSpacingM: number;
  readonly trackDeg: number;
}

interface Scene {
  readonly lines: number;
  readonly samples: number;
  readonly tile: { readonly lines: number; readonly samples: number };
  readonly skippedTileRows?: number;
  readonly geometry: Geometry;
  /** Height at DEM metres (x east, y south). */
  readonly terrain: (xM: number, yM: number) => number;
  readonly lowestM: number;
  readonly highestM: number;
  /** DEM column and row at the middle of the block. */
  readonly middlePx?: number;
  readonly seed: number;
}

/** Positions of IW pixels (14 m by 2.33 m of slant range) on a DEM, slightly curved as over a swath. */
function tileModel(scene: Scene): TileModel {
  const { lines, samples, tile, skippedTileRows = 0, geometry } = scene;
  const random = new Random(scene.seed);
  const tileRows = skippedTileRows + Math.ceil(lines / tile.lines);
  const tileColumns = Math.ceil(samples / tile.samples);
  const coefficients = new Float32Array(tileRows * tileColumns * 60);
  const bases = new Int32Array(tileRows * tileColumns * 5);
  const incidence = (geometry.incidenceDeg * Math.PI) / 180;
  const track = (geometry.trackDeg * Math.PI) / 180;
  const heightHalfM = (scene.highestM - scene.lowestM) / 2 + 50;
  const perLine = 14 / geometry.demSpacingM;
  const perSample = 2.33 / Math.sin(incidence) / geometry.demSpacingM;
  // Higher ground at the same range lies farther away from the satellite's nadir.
  const perHeight = heightHalfM / Math.tan(incidence) / geometry.demSpacingM;
  const axes = [
    [Math.cos(track), Math.sin(track)],
    [-Math.sin(track), Math.cos(track)],
  ] as const;
  for (let row = 0; row < tileRows; row++)
    for (let column = 0; column < tileColumns; column++)
      for (const axis of [0, 1] as const) {
        const at = (row * tileColumns + column) * 5 + 3 + axis;
        const [across, along] = axes[axis];
        const down = (row - skippedTileRows + 0.5) * tile.lines - 0.5;
        const right = (column + 0.5) * tile.samples - 0.5;
        const middle =
          (scene.middlePx ?? 150) + along * perLine * (down - lines / 2) + across * perSample * (right - samples / 2);
        bases[at] = Math.floor(middle);
        const curve = (): number => random.uniform(-1e-3, 1e-3);
        coefficients.set(
          [
            middle - Math.floor(middle),
            (along * perLine * tile.lines) / 2,
            (across * perSample * tile.samples) / 2,
            curve(),
            curve(),
            curve(),
            across * perHeight,
            curve(),
            across * perHeight * 1e-3,
            across * perHeight * 3e-3,
            across * perHeight * 1e-4,
            curve(),
          ],
          at * 12,
        );
      }
  return {
    layout: { firstLine: 0, firstSample: 0, tileLines: tile.lines, tileSamples: tile.samples, tileRows, tileColumns },
    quantities: 5,
    coefficients,
    bases,
    heightMidM: (scene.highestM + scene.lowestM) / 2,
    heightHalfM,
  };
}

const DEM_SIZE = 301;

function demOf(scene: Scene): HeightRaster {
  const heightsM = new Float32Array(DEM_SIZE * DEM_SIZE);
  for (let y = 0; y < DEM_SIZE; y++)
    for (let x = 0; x < DEM_SIZE; x++)
      heightsM[y * DEM_SIZE + x] = scene.terrain(x * scene.geometry.demSpacingM, y * scene.geometry.demSpacingM);
  return { rows: DEM_SIZE, columns: DEM_SIZE, heightsM };
}

async function compare(gpu: Parameters<typeof runKernel>[0], scene: Scene) {
  const tiles = tileModel(scene);
  const dem = demOf(scene);
  const { lines, samples, skippedTileRows = 0 } = scene;
  const { layout } = tiles;
  const written = await runKernel(gpu, radarHeightKernel, {
    params: {
      n_lines: lines,
      n_samples: samples,
      tile_lines: layout.tileLines,
      tile_samples: layout.tileSamples,
      tile_columns: layout.tileColumns,
      first_tile_row: skippedTileRows,
      n_quantities: 5,
      dem_columns: dem.columns,
      dem_rows: dem.rows,
      height_mid_m: tiles.heightMidM,
      height_half_m: tiles.heightHalfM,
      step_m: 10,
    },
    buffers: {
      tiles: tiles.coefficients,
      tile_bases: tiles.bases,
      tile_bounds: Float32Array.from({ length: 2 * layout.tileRows * layout.tileColumns }, (_, k) =>
        k % 2 === 0 ? scene.lowestM - 50 : scene.highestM + 50,
      ),
      dem: Float32Array.from(dem.heightsM, (height) => (Number.isNaN(height) ? -1e30 : height)),
      heights: new Float32Array(lines * samples),
    },
    workgroups: [Math.ceil(samples / 64), lines],
  });
  let worstM = 0;
  let empty = 0;
  let differ = 0;
  let off = 0;
  let compared = 0;
  const skipped = skippedTileRows * layout.tileLines;
  for (let line = 0; line < lines; line++)
    for (let sample = line % 5; sample < samples; sample += 5) {
      const actual = written['heights']![line * samples + sample]!;
      const expected = radarHeight(tiles, dem, skipped + line, sample, scene.lowestM - 50, scene.highestM + 50);
      if (Number.isNaN(expected)) empty++;
      if (Number.isNaN(expected) !== actual < -1e20) differ++;
      else if (!Number.isNaN(expected)) worstM = Math.max(worstM, Math.abs(actual - expected));
      if (Math.abs(actual - expected) > LIMIT_M) off++;
      compared++;
    }
  return { worstM, empty, differ, off: off / compared };
}

const IW1 = { incidenceDeg: 33, demSpacingM: 30, trackDeg: -12 };
const IW3 = { incidenceDeg: 44, demSpacingM: 30, trackDeg: 193 };
const hills = (reliefM: number, wavelengthM: number) => (x: number, y: number) =>
  (reliefM / 2) * (Math.sin((2 * Math.PI * x) / wavelengthM) * Math.cos((2 * Math.PI * y) / (1.3 * wavelengthM)) + 1);
const tile = { lines: 16, samples: 64 };

const CASES: readonly (readonly [string, Scene])[] = [
  [
    'one pixel, flat',
    { lines: 1, samples: 1, tile, geometry: IW1, terrain: () => 321.25, lowestM: 321, highestM: 322, seed: 1 },
  ],
  [
    'a plain below zero',
    {
      lines: 17,
      samples: 65,
      tile,
      geometry: IW3,
      terrain: (x) => -400 + x / 100,
      lowestM: -400,
      highestM: -300,
      seed: 2,
    },
  ],
  [
    'hills of 300 m',
    { lines: 35, samples: 131, tile, geometry: IW1, terrain: hills(300, 3000), lowestM: 0, highestM: 300, seed: 3 },
  ],
  [
    'mountains of 2500 m, slopes to 21 deg in IW1',
    { lines: 35, samples: 131, tile, geometry: IW1, terrain: hills(2500, 20_000), lowestM: 0, highestM: 2500, seed: 4 },
  ],
  [
    'mountains in IW3, tiles of 15 x 60, later block',
    {
      lines: 31,
      samples: 127,
      tile: { lines: 15, samples: 60 },
      skippedTileRows: 2,
      geometry: IW3,
      terrain: hills(2500, 16_000),
      lowestM: 0,
      highestM: 2500,
      seed: 5,
    },
  ],
  [
    'a DEM of 90 m',
    {
      lines: 20,
      samples: 70,
      tile,
      geometry: { ...IW1, demSpacingM: 90 },
      terrain: hills(800, 8000),
      lowestM: 0,
      highestM: 800,
      seed: 6,
    },
  ],
];

describeGpu('geometry/radar_height', (gpu) => {
  it.each(CASES)('%s', async (name, scene) => {
    const { worstM, empty, differ } = await compare(gpu(), scene);
    stateFigure(`radar height, ${name}`, worstM * 1000, LIMIT_M * 1000, 'mm');
    expect({ empty, differ }).toEqual({ empty: 0, differ: 0 });
    expect(worstM).toBeLessThan(LIMIT_M);
  });

  it('finds the first ground from above in layover', async () => {
    // Slopes to 51 degrees seen at 33: one range sphere meets the ground several times.
    const { off, empty, differ } = await compare(gpu(), {
      lines: 35,
      samples: 131,
      tile,
      geometry: IW1,
      terrain: hills(600, 1500),
      lowestM: 0,
      highestM: 600,
      seed: 8,
    });
    stateFigure('radar height, layover: pixels on another ground', off * 100, 1, '%');
    expect({ empty, differ }).toEqual({ empty: 0, differ: 0 });
    // Where a ridge only just reaches above the range sphere, two step widths may disagree whether it does.
    expect(off).toBeLessThan(0.01);
  });

  it.each([
    ['a round void', { terrain: (x: number, y: number) => (Math.hypot(x - 4500, y - 4500) < 250 ? NaN : 300) }],
    ['the corner of the DEM', { terrain: () => 300, middlePx: 2 }],
  ] as const)('no height in %s, bilinear beside it', async (_, change) => {
    const { worstM, empty, differ } = await compare(gpu(), {
      lines: 40,
      samples: 131,
      tile,
      geometry: IW3,
      lowestM: 0,
      highestM: 600,
      seed: 7,
      ...change,
    });
    expect(empty).toBeGreaterThan(100);
    expect(empty).toBeLessThan(1000);
    // Pixels that lie on the rim to within the rounding of f32.
    expect(differ).toBeLessThanOrEqual(2);
    expect(worstM).toBeLessThan(LIMIT_M);
  });
});

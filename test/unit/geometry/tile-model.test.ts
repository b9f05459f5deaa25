import { describe, expect, it } from 'vitest';
import {
  type ChebyshevVolume,
  type FitDomain,
  buildTileModel,
  chebyshevNodes,
  evaluateVolume,
  fitVolume,
} from '../../../src/geometry/index.ts';
import type { TileLayout } from '../../../src/model/index.ts';
import { tilePlace, tileValue } from '../../reference/geometry/tile-value.ts';
import { evaluateTileF32 } from '../../support/f32-tile.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';

const MRAD_PER_CYCLE = 2000 * Math.PI;

const domain: FitDomain = {
  line: { min: -80, max: 1580 },
  sample: { min: -80, max: 21_700 },
  heightM: { min: -150, max: 4550 },
};

/**
 * Cycles of two satellites at 700 km over a sphere, 150 m across and 60 m up from one another and converging by 2 m
 * within a burst: the size and curvature of a real pair, in closed form.
 */
function twoWayCycles(line: number, sample: number, heightM: number): number {
  const [earth, orbit] = [6.371e6, 7.071e6];
  const range = 8e5 + 2.33 * sample;
  const look = Math.acos((orbit ** 2 + range ** 2 - (earth + heightM) ** 2) / (2 * orbit * range));
  const [across, up] = [150 + (2 * line) / 1500, 60];
  const x = range * Math.sin(look) - across;
  const y = range * Math.cos(look) + up;
  return (2 * (Math.hypot(x, y) - range)) / 0.05546576;
}

function volumeOf(value: typeof twoWayCycles): ChebyshevVolume {
  const degrees = { line: 3, sample: 7, height: 3 };
  const { lines, samples, heightsM } = chebyshevNodes(domain, degrees);
  return fitVolume(domain, degrees, [lines.map((line, n) => value(line, samples[n]!, heightsM[n]!))]);
}

const layout = (tileLines: number, tileSamples: number): TileLayout => ({
  firstLine: 3,
  firstSample: 17,
  tileLines,
  tileSamples,
  tileRows: Math.ceil(1490 / tileLines),
  tileColumns: Math.ceil(21_500 / tileSamples),
});

describe('the tile model against its volume', () => {
  const volume = volumeOf(twoWayCycles);

  it('the volume itself holds the closed form to 0.2 mrad', () => {
    const random = new Random(1);
    let worst = 0;
    for (let n = 0; n < 2000; n++) {
      const at = [random.uniform(0, 1500), random.uniform(0, 21_600), random.uniform(-100, 4500)] as const;
      worst = Math.max(worst, Math.abs(evaluateVolume(volume, 0, ...at) - twoWayCycles(...at)));
    }
    expect(worst * MRAD_PER_CYCLE).toBeLessThan(0.2);
  });

  it.each([
    [16, 64],
    [15, 60],
    [1, 5],
    [16, 1],
  ])('tiles of %i x %i: 0.3 mrad in f64, 2 mrad in f32', (tileLines, tileSamples) => {
    const place = layout(tileLines, tileSamples);
    const part = { ...place, tileRows: 2 };
    const model = buildTileModel(volume, part);
    const random = new Random(tileLines * 100 + tileSamples);
    let [worstF64, worstF32] = [0, 0];
    for (let n = 0; n < 3000; n++) {
      const line = random.integer(0, part.tileRows * tileLines - 1);
      const sample = random.integer(0, part.tileColumns * tileSamples - 1);
      const heightM = Math.fround(random.uniform(-100, 4500));
      const expected = evaluateVolume(volume, 0, part.firstLine + line, part.firstSample + sample, heightM);
      worstF64 = Math.max(worstF64, Math.abs(tileValue(model, 0, tilePlace(model, line, sample), heightM) - expected));
      const { base, rest } = evaluateTileF32(model, 0, part.firstLine + line, part.firstSample + sample, heightM);
      worstF32 = Math.max(worstF32, Math.abs(base + rest - expected));
    }
    stateFigure(`tile model ${tileLines} x ${tileSamples}, f64`, worstF64 * MRAD_PER_CYCLE, 0.3, 'mrad');
    stateFigure(`tile model ${tileLines} x ${tileSamples}, f32`, worstF32 * MRAD_PER_CYCLE, 2, 'mrad');
    expect(worstF64 * MRAD_PER_CYCLE).toBeLessThan(0.3);
    expect(worstF32 * MRAD_PER_CYCLE).toBeLessThan(2);
  });

  it('is exact for a polynomial of its own terms, in tiles that are not square', () => {
    const q = (line: number, sample: number, heightM: number): number => {
      const [u, v, h] = [(line - 750) / 1500, (sample - 10_000) / 20_000, (heightM - 2200) / 2350];
      return (
        -1234.5 +
        3 * u +
        5 * v +
        2 * u * v +
        u * u -
        v * v +
        h * (7 + u - 2 * v) +
        h * h * (0.5 + 0.3 * v) -
        0.2 * h ** 3
      );
    };
    const exact = volumeOf(q);
    const model = buildTileModel(exact, { ...layout(15, 60), tileRows: 4 });
    const random = new Random(5);
    for (let n = 0; n < 500; n++) {
      const line = random.integer(0, 59);
      const sample = random.integer(0, 21_499);
      const heightM = Math.fround(random.uniform(-100, 4500));
      // The coefficients are rounded to f32: 8 · 2^-24 in all.
      const actual = tileValue(model, 0, tilePlace(model, line, sample), heightM);
      expect(Math.abs(actual - q(3 + line, 17 + sample, heightM))).toBeLessThan(2e-6);
    }
  });

  it('keeps f32 coefficients small: the whole number is taken out of every tile', () => {
    const model = buildTileModel(volume, { ...layout(16, 64), tileRows: 1 });
    for (let tile = 0; tile < model.layout.tileColumns; tile++) {
      expect(model.coefficients[tile * 12]).toBeGreaterThanOrEqual(0);
      expect(model.coefficients[tile * 12]).toBeLessThanOrEqual(1);
      expect(Number.isInteger(model.bases[tile])).toBe(true);
    }
    expect(Math.max(...model.bases.map(Math.abs))).toBeGreaterThan(1000);
  });
});

describe('an absolute range in f32', () => {
  it('would be wrong by radians, which is why only remainders are', () => {
    const range = 8e5 + 2.33 * 12_345;
    const errorRad = (Math.abs(Math.fround(range) - range) * 4 * Math.PI) / 0.05546576;
    expect(errorRad).toBeGreaterThan(0.1);
    const { base, rest } = evaluateTileF32(
      buildTileModel(volumeOf(twoWayCycles), { ...layout(16, 64), tileRows: 1 }),
      0,
      10,
      12_345,
      800,
    );
    expect(Math.abs(base + rest - twoWayCycles(10, 12_345, 800)) * 2 * Math.PI).toBeLessThan(0.002);
  });
});

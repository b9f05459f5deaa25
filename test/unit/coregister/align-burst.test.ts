import { describe, expect, it } from 'vitest';
import { alignBurst, tileLayout, topsCarrier } from '../../../src/coregister/index.ts';
import { type FitDomain, chebyshevNodes, fitVolume } from '../../../src/geometry/index.ts';
import type { BurstPlacement } from '../../../src/model/index.ts';
import { madeUpPair } from '../../support/made-up-swath.ts';
import { Random } from '../../support/random.ts';

function placement(firstLine: number, firstSample: number, lines: number, samples: number): BurstPlacement {
  return {
    pair: madeUpPair(),
    window: { firstLine, firstSample, lines, samples },
    firstCellRow: 0,
    firstCellColumn: 0,
  };
}

describe('the tile layout', () => {
  it.each([
    [1, 1],
    [4, 16],
    [3, 5],
    [16, 64],
    [16, 1],
    [1, 64],
    [9, 33],
    [5, 20],
  ])('of %i x %i looks covers a window of whole cells exactly, in tiles that fit a workgroup', (azimuth, range) => {
    const random = new Random(azimuth * 100 + range);
    for (let n = 0; n < 50; n++) {
      const lines = azimuth * random.integer(1, 90);
      const samples = range * random.integer(1, 90);
      const layout = tileLayout(placement(random.integer(0, 99), random.integer(0, 999), lines, samples), {
        azimuth,
        range,
      });
      const { tileLines, tileSamples, tileRows, tileColumns } = layout;
      expect(tileLines % azimuth).toBe(0);
      expect(tileSamples % range).toBe(0);
      expect(tileLines).toBeGreaterThan(0);
      expect(tileLines).toBeLessThanOrEqual(16);
      expect(tileSamples).toBeGreaterThan(0);
      expect(tileSamples).toBeLessThanOrEqual(64);
      // Four pixels for each of 256 threads; the halo of 9 lines and 13 samples fits 2048 samples of workgroup memory.
      expect(tileLines * tileSamples).toBeLessThanOrEqual(1024);
      expect((tileLines + 9) * (tileSamples + 13)).toBeLessThanOrEqual(2048);
      expect(tileRows * tileLines).toBeGreaterThanOrEqual(lines);
      expect((tileRows - 1) * tileLines).toBeLessThan(lines);
      expect(tileColumns * tileSamples).toBeGreaterThanOrEqual(samples);
      expect((tileColumns - 1) * tileSamples).toBeLessThan(samples);
    }
  });

  it('starts with the window', () => {
    const { firstLine, firstSample } = tileLayout(placement(37, 1003, 40, 320), { azimuth: 4, range: 16 });
    expect([firstLine, firstSample]).toEqual([37, 1003]);
  });
});

describe('the alignment of a burst', () => {
  const place = placement(400, 6000, 96, 640);
  const { secondarySwath: swath, secondary } = place.pair;
  const carrier = topsCarrier(swath, secondary, 7600);
  const domain: FitDomain = {
    line: { min: 300, max: 600 },
    sample: { min: 5900, max: 6800 },
    heightM: { min: 0, max: 1000 },
  };
  const degrees = { line: 3, sample: 7, height: 3 };
  const nodes = chebyshevNodes(domain, degrees);
  const constant = (value: number): Float64Array => new Float64Array(nodes.lines.length).fill(value);
  const geometry = fitVolume(
    domain,
    degrees,
    [12.25, -3.4, 5.75, 0, 0].map((value) => constant(value)),
  );
  const alignment = alignBurst({ placement: place, looks: { azimuth: 4, range: 16 }, geometry, carrier });

  it("takes the carrier where each tile's middle falls on the secondary", () => {
    const { layout } = alignment.tiles;
    const interval = swath.azimuthTimeIntervalS;
    for (const [row, column] of [
      [0, 0],
      [2, 7],
      [5, 9],
    ] as const) {
      const at = 4 * (row * layout.tileColumns + column);
      const [doppler, slope, halfRate, nothing] = alignment.carriers.subarray(at, at + 4);
      const line = 400 + 16 * row + 7.5 - 4;
      const sample = 6000 + 64 * column + 31.5 + 5;
      expect(doppler).toBeCloseTo(carrier.dopplerHz(line, sample) * interval, 5);
      const change = carrier.dopplerHz(line, sample + 1) - carrier.dopplerHz(line, sample - 1);
      expect(slope).toBeCloseTo((change / 2) * interval, 8);
      expect(halfRate).toBeCloseTo((carrier.dopplerRateHzPerS(sample) / 2) * interval ** 2, 8);
      expect(nothing).toBe(0);
    }
  });

  it('describes the carrier within a tile and its halo to a thousandth of a cycle', () => {
    // Doppler integrated over time from the tile's middle line, at a fixed sample.
    const exact = (line: number, sample: number, from: number): number =>
      ((carrier.dopplerHz(from, sample) + carrier.dopplerHz(line, sample)) / 2) *
      (line - from) *
      swath.azimuthTimeIntervalS;
    const [doppler, slope, halfRate] = alignment.carriers as unknown as [number, number, number];
    const [middleLine, middleSample] = [400 + 7.5 - 4, 6000 + 31.5 + 5];
    for (const line of [-12, 0, 5, 12])
      for (const sample of [-38, 0, 38]) {
        const cycles = line * (doppler + slope * sample + halfRate * line);
        const expected = exact(middleLine + line, middleSample + sample, middleLine);
        expect(Math.abs(cycles - expected)).toBeLessThan(1e-3);
      }
  });

  it('carries the tables of the swath, range first, and quarter samples of the reference, mirrored', () => {
    expect(alignment.phases).toBe(256);
    expect(alignment.taps).toHaveLength(257 * (12 + 8) + 2 * 12);
    expect([...alignment.taps.subarray(0, 12)]).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect([...alignment.taps.subarray(257 * 12, 257 * 12 + 8)]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
    const [before, after] = [alignment.taps.subarray(-24, -12), alignment.taps.subarray(-12)];
    // Both dates are of one swath here: the rows of its table at 3/4 and 1/4, which mirror each other.
    for (let t = 0; t < 12; t++) {
      expect(before[t]).toBeCloseTo(alignment.taps[192 * 12 + t]!, 5);
      expect(after[t]).toBeCloseTo(alignment.taps[64 * 12 + t]!, 5);
      expect(before[t]).toBeCloseTo(after[11 - t]!, 5);
    }
    expect(after[5]).toBeGreaterThan(0.8);
  });

  it('splits offsets into a whole number and a rest', () => {
    const { bases, coefficients, quantities } = alignment.tiles;
    for (const tile of [0, 13]) {
      expect([...bases.subarray(tile * quantities, tile * quantities + 3)]).toEqual([12, -4, 5]);
      const rest = [0, 1, 2].map((quantity) => coefficients[(tile * quantities + quantity) * 12]!);
      for (const [k, expected] of [0.25, 0.6, 0.75].entries()) expect(rest[k]).toBeCloseTo(expected, 6);
    }
  });
});

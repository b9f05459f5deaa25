import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BURST_QUANTITY, buildTileModel, chebyshevNodes, fitVolume } from '../../../src/geometry/index.ts';
import type { TileModel } from '../../../src/model/index.ts';
import { TWO_PI, rangeDifferenceToCycles, wrapCycles } from '../../../src/units/index.ts';

/**
 * An f32 of a slant range of 850 km is off by up to 3 cm: 7 rad of phase. These tests fail as soon as the difference of
 * ranges is formed after rounding instead of before, or a kernel is handed an absolute range, time or carrier.
 */
const WAVELENGTH_M = 0.055_465_76;
const f32 = Math.fround;

/** Ranges as a pair with 80 m of baseline sees them over a block of 160 lines by 640 samples. */
const nearM = (line: number, sample: number): number => 848_000.123_456 + 2.329_562 * sample + 1e-4 * line;
const differenceM = (line: number, sample: number, heightM: number): number =>
  -52.345_678 + 3.1e-3 * sample - 4e-8 * sample ** 2 + 2.3e-3 * line + heightM * (1.1e-4 - 4e-9 * sample);

const domain = { line: { min: -20, max: 180 }, sample: { min: -80, max: 720 }, heightM: { min: -100, max: 3000 } };
const degrees = { line: 3, sample: 7, height: 3 };

function modelOf(phaseCycles: (line: number, sample: number, heightM: number) => number): TileModel {
  const nodes = chebyshevNodes(domain, degrees);
  const values = nodes.lines.map((line, k) => phaseCycles(line, nodes.samples[k]!, nodes.heightsM[k]!));
  const volume = fitVolume(domain, degrees, [values]);
  return buildTileModel(volume, {
    firstLine: 0,
    firstSample: 0,
    tileLines: 16,
    tileSamples: 64,
    tileRows: 10,
    tileColumns: 10,
  });
}

/** Worst phase error of the model's f32 coefficients over the block, rad. */
function worstErrorRad(model: TileModel): number {
  let worst = 0;
  for (let line = 0; line < 160; line += 7)
    for (let sample = 0; sample < 640; sample += 13)
      for (const heightM of [-50, 700, 2900]) {
        const tile = Math.floor(line / 16) * 10 + Math.floor(sample / 64);
        const c = model.coefficients.subarray(tile * 12, tile * 12 + 12);
        const u = ((line % 16) - 7.5) / 8;
        const v = ((sample % 64) - 31.5) / 32;
        const eta = (heightM - model.heightMidM) / model.heightHalfM;
        const flat = c[0]! + c[1]! * u + c[2]! * v + c[3]! * u * v + c[4]! * u * u + c[5]! * v * v;
        const cycles = flat + eta * (c[6]! + c[7]! * u + c[8]! * v + eta * (c[9]! + c[11]! * v + eta * c[10]!));
        const exact = rangeDifferenceToCycles(differenceM(line, sample, heightM), WAVELENGTH_M);
        worst = Math.max(worst, Math.abs(wrapCycles(f32(cycles) - exact)) * TWO_PI);
      }
  return worst;
}

describe('no absolute range in f32', () => {
  it('the model of the range difference keeps the phase below 2 mrad', () => {
    const model = modelOf((line, sample, heightM) =>
      rangeDifferenceToCycles(differenceM(line, sample, heightM), WAVELENGTH_M),
    );
    expect(BURST_QUANTITY.topographicCycles).toBe(0);
    expect(worstErrorRad(model)).toBeLessThan(0.002);
  });

  it('and the same model from ranges rounded to f32 would not: the check sees the fault it is for', () => {
    const model = modelOf((line, sample, heightM) => {
      const reference = f32(nearM(line, sample));
      const secondary = f32(nearM(line, sample) + differenceM(line, sample, heightM));
      return rangeDifferenceToCycles(secondary - reference, WAVELENGTH_M);
    });
    expect(worstErrorRad(model)).toBeGreaterThan(0.5);
  });

  it('no kernel is given a range, a time, a wavelength or a carrier that is not a small difference', () => {
    const folder = fileURLToPath(new URL('../../../kernels', import.meta.url));
    const forbidden = /slant_range|near_range|azimuth_time|wavelength|radar_frequency|\brange_m\b|\btime_s\b/;
    const withoutComments = (text: string): string => text.replaceAll(/\/\/[^\n]*/g, '');
    expect(forbidden.test('  near_range_m: f32,')).toBe(true);
    const kernels = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.wgsl'));
    expect(kernels.length).toBeGreaterThan(15);
    for (const name of kernels)
      expect(withoutComments(readFileSync(`${folder}/${name}`, 'utf8')), name).not.toMatch(forbidden);
  });
});

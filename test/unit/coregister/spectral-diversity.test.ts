import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type OverlapSample,
  estimateAzimuthShift,
  overlapPhase,
  overlapResidualRad,
} from '../../../src/coregister/index.ts';
import { Random } from '../../support/random.ts';

const LINE_S = 2.055_556_3e-3;
const SEPARATION_HZ = 4930;

/** Cells of an overlap: phase 2π Δf dt, and noise of a given deviation. */
function cells(shiftS: number, count: number, sigmaRad: number, seed: number): OverlapSample[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const separationHz = SEPARATION_HZ * (1 + random.uniform(-0.02, 0.02));
    const phase = 2 * Math.PI * separationHz * shiftS + sigmaRad * random.normal();
    return { re: Math.cos(phase), im: Math.sin(phase), separationHz, coherence: random.uniform(0.4, 0.9) };
  });
}

describe('spectral diversity', () => {
  it('finds any shift below half a cycle of the overlap, free of noise', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.048, max: 0.048, noNaN: true }), fc.boolean(), (lines, isReversed) => {
        const samples = cells(lines * LINE_S, 50, 0, 1).map((sample) =>
          isReversed ? { ...sample, im: -sample.im, separationHz: -sample.separationHz } : sample,
        );
        const found = estimateAzimuthShift(samples)!;
        expect(Math.abs(found.shiftS / LINE_S - lines)).toBeLessThan(1e-7);
        expect(Math.abs(overlapResidualRad(samples, found.shiftS))).toBeLessThan(1e-5);
      }),
      { seed: 5 },
    );
  });

  it('errs as it says: the normalised errors of many noisy overlaps have unit spread', () => {
    let square = 0;
    const trials = 400;
    for (let seed = 1; seed <= trials; seed++) {
      const found = estimateAzimuthShift(cells(0.002 * LINE_S, 60, 0.6, seed))!;
      square += ((found.shiftS - 0.002 * LINE_S) / found.sigmaS) ** 2;
    }
    const spread = Math.sqrt(square / trials);
    // Standard error of the spread of 400 normal numbers: 3.5 %; the estimate of sigma itself adds about 1 %.
    expect(spread).toBeGreaterThan(0.87);
    expect(spread).toBeLessThan(1.13);
  });

  it('follows a maximum that two swaths put beyond half a mean cycle', () => {
    // IW1 and IW2: half a mean cycle is 0.0538 line.
    for (const lines of [0.056, 0.06, -0.058]) {
      const samples = [4930, 4120].flatMap((separationHz) =>
        cells(lines * LINE_S, 50, 0, 1).map((sample): OverlapSample => {
          const phase = 2 * Math.PI * separationHz * lines * LINE_S;
          return { ...sample, re: Math.cos(phase), im: Math.sin(phase), separationHz };
        }),
      );
      expect(Math.abs(estimateAzimuthShift(samples)!.shiftS / LINE_S - lines), `${lines}`).toBeLessThan(1e-6);
    }
  });

  it('finds the shift of the cycle it is told to look around', () => {
    const samples = cells(0.06 * LINE_S, 50, 0, 1);
    const wrapped = estimateAzimuthShift(samples)!;
    expect(wrapped.shiftS / LINE_S).toBeCloseTo(0.06 - 1 / SEPARATION_HZ / LINE_S, 3);
    const found = estimateAzimuthShift(samples, wrapped.shiftS + wrapped.cycleS)!;
    expect(Math.abs(found.shiftS / LINE_S - 0.06)).toBeLessThan(1e-7);
  });

  it('tells the phase that an overlap keeps and how sure it is', () => {
    let square = 0;
    const trials = 200;
    for (let seed = 1; seed <= trials; seed++) {
      const samples = cells(0.002 * LINE_S, 60, 0.6, seed).map((sample) => ({
        ...sample,
        re: sample.re * Math.cos(0.4) - sample.im * Math.sin(0.4),
        im: sample.re * Math.sin(0.4) + sample.im * Math.cos(0.4),
      }));
      const { phaseRad, sigmaRad } = overlapPhase(samples, 0.002 * LINE_S)!;
      square += ((phaseRad - 0.4) / sigmaRad) ** 2 / trials;
    }
    // Standard error of the spread of 200 normal numbers: 5 %.
    expect(Math.abs(Math.sqrt(square) - 1)).toBeLessThan(0.17);
  });

  it('is nothing without cells', () => {
    expect(estimateAzimuthShift([])).toBeUndefined();
    // Seven cells agree by chance too often to be believed.
    expect(estimateAzimuthShift(cells(0, 7, 0.9, 1))).toBeUndefined();
    expect(overlapPhase(cells(0, 7, 0.9, 1), 0)).toBeUndefined();
    expect(estimateAzimuthShift([{ re: 0, im: 0, separationHz: SEPARATION_HZ, coherence: 0.9 }])).toBeUndefined();
  });
});

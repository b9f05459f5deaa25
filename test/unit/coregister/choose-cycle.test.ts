import { describe, expect, it } from 'vitest';
import { type OverlapSample, chooseCycle, estimateAzimuthShift } from '../../../src/coregister/index.ts';
import { Random } from '../../support/random.ts';

const LINE_S = 2.055_556_3e-3;
const SEPARATION_HZ = 4930;
/** 0.0987 line for IW1. */
const CYCLE_LINES = 1 / SEPARATION_HZ / LINE_S;

/** What spectral diversity sees of a shift: wrapped to half a cycle either way. */
const wrapped = (lines: number): number => lines - CYCLE_LINES * Math.round(lines / CYCLE_LINES);

describe('the cycle of an azimuth shift', () => {
  it('is the one that a sure correlation points to, at any shift', () => {
    for (let lines = -1; lines <= 1; lines += 0.013) {
      const foundLines = wrapped(lines);
      for (const error of [-0.015, 0, 0.015]) {
        const seed = { lines: lines + error, sigmaLines: 0.004 };
        const cycle = chooseCycle({ foundLines, sigmaLines: 1e-4, cycleLines: CYCLE_LINES, seed });
        expect(cycle! * CYCLE_LINES + foundLines, `${lines}`).toBeCloseTo(lines, 9);
      }
    }
  });

  it('is none without correlation only for a shift below a quarter of a cycle', () => {
    const evidence = { sigmaLines: 1e-4, cycleLines: CYCLE_LINES, seed: undefined };
    expect(chooseCycle({ ...evidence, foundLines: 0.02 })).toBe(0);
    expect(chooseCycle({ ...evidence, foundLines: wrapped(0.06) })).toBeUndefined();
    expect(chooseCycle({ ...evidence, foundLines: 0.04 })).toBeUndefined();
  });

  it('is not told by a correlation that cannot tell, nor against one that contradicts every cycle', () => {
    const evidence = { sigmaLines: 1e-4, cycleLines: CYCLE_LINES };
    // An unsure correlation does not disturb what the orbits expect.
    expect(chooseCycle({ ...evidence, foundLines: 0.001, seed: { lines: 0.06, sigmaLines: 0.04 } })).toBe(0);
    expect(
      chooseCycle({ ...evidence, foundLines: wrapped(0.06), seed: { lines: 0.06, sigmaLines: 0.04 } }),
    ).toBeUndefined();
    expect(chooseCycle({ ...evidence, foundLines: 0.001, seed: { lines: 0.045, sigmaLines: 0.001 } })).toBeUndefined();
  });

  it('is never wrong with overlaps and patches of coherence 0.2 and 0.5', () => {
    for (const [coherence, seedSigmaLines, shifts] of [
      [0.2, 0.0153, [0, 0.002, 0.02, 0.04, 0.06]],
      [0.5, 0.005, [0, 0.002, 0.02, 0.04, 0.06, -0.09]],
    ] as const) {
      let accepted = 0;
      let trials = 0;
      for (const lines of shifts)
        for (let seed = 1; seed <= 40; seed++) {
          const random = new Random(7919 * seed);
          // Cells of 59 looks each; the bound of their phase difference is √2 of one interferogram's.
          const cellSigmaRad = Math.SQRT2 * Math.sqrt((1 - coherence ** 2) / (2 * 59 * coherence ** 2));
          const samples = Array.from({ length: 300 }, (): OverlapSample => {
            const phase = 2 * Math.PI * SEPARATION_HZ * lines * LINE_S + cellSigmaRad * random.normal();
            return { re: Math.cos(phase), im: Math.sin(phase), separationHz: SEPARATION_HZ, coherence };
          });
          const found = estimateAzimuthShift(samples)!;
          const correlated = { lines: lines + seedSigmaLines * random.normal(), sigmaLines: seedSigmaLines };
          const cycle = chooseCycle({
            foundLines: found.shiftS / LINE_S,
            sigmaLines: found.sigmaS / LINE_S,
            cycleLines: found.cycleS / LINE_S,
            seed: correlated,
          });
          trials++;
          if (cycle === undefined) continue;
          accepted++;
          const chosen = estimateAzimuthShift(samples, found.shiftS + cycle * found.cycleS)!;
          expect(Math.abs(chosen.shiftS / LINE_S - lines), `${coherence} ${lines}`).toBeLessThan(
            (5 * chosen.sigmaS) / LINE_S,
          );
        }
      expect(accepted / trials).toBeGreaterThan(0.95);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BurstPair, BurstPlacement, GridWindow } from '../../../src/model/index.ts';
import { choosePatches } from '../../../src/pipeline/register/patch-registration.ts';

const placement = (window: GridWindow): BurstPlacement => ({
  pair: {} as BurstPair,
  window,
  firstCellRow: 0,
  firstCellColumn: 0,
});

const anyWindow = fc.record({
  firstLine: fc.integer({ min: 0, max: 900 }),
  firstSample: fc.integer({ min: 0, max: 20_000 }),
  lines: fc.integer({ min: 4, max: 1500 }),
  samples: fc.integer({ min: 16, max: 20_000 }),
});

describe('patches for correlation', () => {
  it('lie inside their placements, do not overlap, and are not many', () => {
    fc.assert(
      fc.property(fc.array(anyWindow, { minLength: 1, maxLength: 6 }), (windows) => {
        const patches = windows.map((window) => choosePatches([placement(window)]).map((patch) => patch.window));
        windows.forEach((window, k) => {
          for (const [i, patch] of patches[k]!.entries()) {
            expect(patch.firstLine).toBeGreaterThanOrEqual(window.firstLine);
            expect(patch.firstLine + patch.lines).toBeLessThanOrEqual(window.firstLine + window.lines);
            expect(patch.firstSample).toBeGreaterThanOrEqual(window.firstSample);
            expect(patch.firstSample + patch.samples).toBeLessThanOrEqual(window.firstSample + window.samples);
            for (const other of patches[k]!.slice(0, i)) {
              const isApart =
                other.firstLine + other.lines <= patch.firstLine ||
                patch.firstLine + patch.lines <= other.firstLine ||
                other.firstSample + other.samples <= patch.firstSample ||
                patch.firstSample + patch.samples <= other.firstSample;
              expect(isApart).toBe(true);
            }
          }
        });
        expect(choosePatches(windows.map(placement)).length).toBeLessThanOrEqual(48);
      }),
      { seed: 3 },
    );
  });

  it('are about 24 over whole bursts, spread over all of them', () => {
    const window = { firstLine: 20, firstSample: 100, lines: 1400, samples: 20_000 };
    const patches = choosePatches([placement(window), placement(window), placement(window)]);
    expect(patches.length).toBeGreaterThanOrEqual(18);
    expect(patches.length).toBeLessThanOrEqual(30);
    const reach = patches.map((patch) => patch.window.firstSample);
    expect(Math.max(...reach) - Math.min(...reach)).toBeGreaterThan(10_000);
  });

  it('are none where the area is narrower than the lags need', () => {
    expect(choosePatches([placement({ firstLine: 0, firstSample: 0, lines: 20, samples: 5000 })])).toEqual([]);
  });
});

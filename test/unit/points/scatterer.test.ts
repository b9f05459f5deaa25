import { describe, expect, it } from 'vitest';
import type { FullResolutionPatch } from '../../../src/model/index.ts';
import { strongestScatterer } from '../../../src/points/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';

const SIZE = 64;

/** Independent speckle of mean power 1 (reference) and `gain` (secondary) in each pixel. */
function speckle(seed: number, gain = 1): FullResolutionPatch {
  const random = new Random(seed);
  const date = (power: number): Float32Array =>
    Float32Array.from({ length: 2 * SIZE * SIZE }, () => random.normal() * Math.sqrt(power / 2));
  return {
    window: { firstLine: 100, firstSample: 2000, lines: SIZE, samples: SIZE },
    reference: date(1),
    secondary: date(gain),
  };
}

/** Sets one pixel of both dates to the given powers. */
function plant(patch: FullResolutionPatch, line: number, sample: number, powers: readonly [number, number]): void {
  const at = 2 * ((line - patch.window.firstLine) * SIZE + sample - patch.window.firstSample);
  patch.reference.set([Math.sqrt(powers[0]), 0], at);
  patch.secondary.set([0, Math.sqrt(powers[1])], at);
}

describe('the strongest scatterer at a point', () => {
  it('is the weaker date over its own clutter, whatever the gain of the dates', () => {
    const errors = Array.from({ length: 20 }, (_, seed) => {
      const patch = speckle(seed, 9);
      plant(patch, 132, 2030, [1 + 200, 9 * (1 + 100)]);
      const found = strongestScatterer(patch, 131.6, 2031.3)!;
      expect(found.lineOffset).toBeCloseTo(0.4, 9);
      expect(found.sampleOffset).toBeCloseTo(-1.3, 9);
      return Math.abs(found.signalToClutterDb - 20);
    });
    // The median of 3900 exponential powers is good to 1 / sqrt(3900) / ln 2: 0.10 dB, 4 sigma.
    stateFigure('signal over clutter of 20 dB', Math.max(...errors), 0.4, 'dB');
    expect(Math.max(...errors)).toBeLessThan(0.4);
  });

  it('is not one that shines on one date only, nor one out of reach', () => {
    const patch = speckle(31);
    plant(patch, 132, 2030, [1000, 0.5]);
    plant(patch, 138, 2030, [1000, 1000]);
    plant(patch, 132, 2040, [1000, 1000]);
    expect(strongestScatterer(patch, 132, 2030)?.signalToClutterDb ?? -Infinity).toBeLessThan(10);
  });

  it('speckle alone stays below 10 dB', () => {
    const found = Array.from({ length: 300 }, (_, seed) => strongestScatterer(speckle(1000 + seed), 131.5, 2031.5));
    const levels = found.map((scatterer) => scatterer?.signalToClutterDb ?? -Infinity).toSorted((a, b) => a - b);
    stateFigure('speckle alone, 99 %', levels[Math.floor(0.99 * levels.length)]!, 10, 'dB');
    expect(levels[Math.floor(0.99 * levels.length)]!).toBeLessThan(10);
  });

  it('is none without data', () => {
    const { window } = speckle(1);
    const empty = { window, reference: new Float32Array(2 * SIZE ** 2), secondary: new Float32Array(2 * SIZE ** 2) };
    expect(strongestScatterer(empty, 132, 2030)).toBeUndefined();
  });
});

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

  it('tells of rivals within 3 dB, each counted once, and how far their phases are from its own', () => {
    const patch = speckle(40);
    plant(patch, 132, 2030, [200, 200]);
    plant(patch, 132, 2034, [150, 150]);
    plant(patch, 132, 2035, [120, 120]);
    plant(patch, 131, 2027, [60, 60]);
    const found = strongestScatterer(patch, 132, 2031)!;
    expect(found).toMatchObject({ lineOffset: 0, sampleOffset: -1, rivals: 1 });
    // All planted with the phase of 1 · conj(j).
    expect(found.phaseRad).toBeCloseTo(-Math.PI / 2, 6);
    expect(found.spreadRad).toBeLessThan(1e-3);
    patch.secondary.set([Math.sqrt(150), 0], 2 * (32 * SIZE + 34));
    // Two phases a quarter cycle apart: mean length cos 45°.
    expect(strongestScatterer(patch, 132, 2031)!.spreadRad).toBeCloseTo(Math.sqrt(Math.log(2)), 4);
  });

  it('is looked for as far as its height may put it off', () => {
    const patch = speckle(41);
    plant(patch, 132, 2042, [1000, 1000]);
    expect(strongestScatterer(patch, 132, 2030)?.signalToClutterDb ?? -Infinity).toBeLessThan(10);
    const far = strongestScatterer(patch, 132, 2030, { lines: 1, samples: 13 })!;
    expect(far.sampleOffset).toBe(12);
    expect(far.signalToClutterDb).toBeGreaterThan(29);
  });

  it('speckle alone stays below 10 dB, in the reach of a structure of unknown height too', () => {
    const reach = { lines: 1, samples: 8 };
    const levels = Array.from({ length: 300 }, (_, seed) =>
      strongestScatterer(speckle(5000 + seed), 131.5, 2031.5, reach),
    )
      .map((scatterer) => scatterer?.signalToClutterDb ?? -Infinity)
      .toSorted((a, b) => a - b);
    stateFigure('speckle alone in a wide reach, 99 %', levels[Math.floor(0.99 * levels.length)]!, 10, 'dB');
    expect(levels[Math.floor(0.99 * levels.length)]!).toBeLessThan(10);
  });

  it('speckle alone stays below 10 dB, though both dates are alike', () => {
    const found = Array.from({ length: 300 }, (_, seed) => {
      const patch = speckle(9000 + seed);
      return strongestScatterer({ ...patch, secondary: patch.reference }, 131.5, 2031.5);
    });
    const levels = found.map((scatterer) => scatterer?.signalToClutterDb ?? -Infinity).toSorted((a, b) => a - b);
    stateFigure('speckle alone, both dates alike, 99 %', levels[Math.floor(0.99 * levels.length)]!, 10, 'dB');
    expect(levels[Math.floor(0.99 * levels.length)]!).toBeLessThan(10);
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

import { describe, expect, it } from 'vitest';
import type { FullResolutionPatch } from '../../../src/model/index.ts';
import { type SimilarRequest, similarPixels } from '../../../src/points/index.ts';
import { phaseSigmaRad, zeroCoherenceQuantile } from '../../../src/speckle/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';

const SIZE = 64;
const MIDDLE = { line: 132, sample: 2032 };

interface Ground {
  readonly power: number;
  readonly coherence: number;
  readonly phaseRad: number;
}

/** A patch of independent pixels, each of what lies there. */
function patchOf(seed: number, groundAt: (line: number, sample: number) => Ground): FullResolutionPatch {
  const random = new Random(seed);
  const reference = new Float32Array(2 * SIZE * SIZE);
  const secondary = new Float32Array(2 * SIZE * SIZE);
  for (let k = 0; k < SIZE * SIZE; k++) {
    const { power, coherence, phaseRad } = groundAt(100 + Math.floor(k / SIZE), 2000 + (k % SIZE));
    const size = Math.sqrt(power / 2);
    const [a, b] = [random.normal(), random.normal()];
    const rest = Math.sqrt(1 - coherence ** 2);
    const [x, y] = [coherence * a + rest * random.normal(), coherence * b + rest * random.normal()];
    const [cos, sin] = [Math.cos(phaseRad), Math.sin(phaseRad)];
    reference.set([size * a, size * b], 2 * k);
    secondary.set([size * (x * cos + y * sin), size * (y * cos - x * sin)], 2 * k);
  }
  return { window: { firstLine: 100, firstSample: 2000, lines: SIZE, samples: SIZE }, reference, secondary };
}

const request = (change: Partial<SimilarRequest> = {}): SimilarRequest => ({
  ...MIDDLE,
  half: { azimuth: 4, range: 16 },
  looksPerPixel: 1,
  slope: { line: 0, sample: 0 },
  ownPhaseRad: () => 0,
  weightOf: () => 1,
  ...change,
});

const uniform =
  (phaseRad: number, coherence = 0.8) =>
  () => ({ power: 1, coherence, phaseRad });

describe('the mean of the pixels like the one at a point', () => {
  it('has the phase of uniform ground, as noisy as its coherence and looks say', () => {
    const found = Array.from({ length: 200 }, (_, seed) => similarPixels(patchOf(seed, uniform(0.7)), request())!);
    const squares = found.map(({ phaseRad }) => (phaseRad - 0.7) ** 2);
    const measured = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    const looks = found.reduce((sum, { looksEffective }) => sum + looksEffective, 0) / found.length;
    // 200 squares: 5 % (1 sigma); looks differ from patch to patch.
    stateFigure(
      'noise of pixels alike against theirs',
      100 * Math.abs(measured / phaseSigmaRad(0.8, looks) - 1),
      20,
      '%',
    );
    expect(Math.abs(measured / phaseSigmaRad(0.8, looks) - 1)).toBeLessThan(0.2);
  });

  it('leaves what is darker or brighter alone', () => {
    // A strip of 5 samples, moved, in dark ground that was not.
    const strip = (_: number, sample: number): Ground =>
      Math.abs(sample - MIDDLE.sample) <= 2
        ? { power: 4, coherence: 0.95, phaseRad: 1.2 }
        : { power: 0.1, coherence: 0.95, phaseRad: 0 };
    let worst = 0;
    for (let seed = 0; seed < 50; seed++) {
      const { phaseRad, count } = similarPixels(patchOf(seed, strip), request())!;
      worst = Math.max(worst, Math.abs(phaseRad - 1.2));
      expect(count).toBeLessThan(150);
    }
    stateFigure('strip beside dark ground', worst, 0.25, 'rad');
    expect(worst).toBeLessThan(0.25);
  });

  it('choosing by brightness feigns no coherence: 1 % of incoherent places exceed the quantile', () => {
    const trials = 600;
    let beyond = 0;
    for (let seed = 0; seed < trials; seed++) {
      const { coherenceRaw, looksEffective } = similarPixels(patchOf(7000 + seed, uniform(0, 0)), request())!;
      if (coherenceRaw > zeroCoherenceQuantile(looksEffective)) beyond++;
    }
    stateFigure('incoherent places beyond the 99 % quantile', (100 * beyond) / trials, 3, '%');
    // Binomial around 1 %: 0.4 % (1 sigma).
    expect(beyond / trials).toBeLessThan(0.03);
  });

  it('brings each pixel to the point along the slope, and takes its own phase off', () => {
    const sloping = (line: number, sample: number): Ground => ({
      power: 1,
      coherence: 1,
      phaseRad: 0.4 + 0.1 * (line - MIDDLE.line) - 0.03 * (sample - MIDDLE.sample),
    });
    const patch = patchOf(3, sloping);
    const along = similarPixels(patch, request({ slope: { line: 0.1, sample: -0.03 } }))!;
    expect(along.phaseRad).toBeCloseTo(0.4, 5);
    expect(along.coherenceRaw).toBeCloseTo(1, 6);
    const own = similarPixels(
      patch,
      request({ ownPhaseRad: (line, sample) => 0.3 + 0.1 * (line - MIDDLE.line) - 0.03 * (sample - MIDDLE.sample) }),
    )!;
    expect(own.phaseRad).toBeCloseTo(0.1, 5);
  });

  it('is none where there is no data, and where every weight is zero', () => {
    const patch = patchOf(4, uniform(0));
    expect(similarPixels(patch, request({ weightOf: () => 0 }))).toBeUndefined();
    expect(similarPixels(patch, request({ line: 10 }))).toBeUndefined();
    const empty = { ...patch, reference: new Float32Array(2 * SIZE ** 2) };
    expect(similarPixels(empty, request())).toBeUndefined();
  });
});

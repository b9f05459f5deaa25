import { describe, expect, it } from 'vitest';
import {
  COHERENCE_BINS,
  DIFFERENCE_STEPS,
  JUMP_MODEL,
  jumpLikelihood,
} from '../../../src/unwrap/cost/jump-likelihood.ts';
import { Random } from '../../support/random.ts';

const STEP_RAD = (8 * Math.PI) / (DIFFERENCE_STEPS - 1);

/** Density over the differences of the row of a coherence. */
function density(looks: number, coherence: number, model = JUMP_MODEL): Float64Array {
  const bin = Math.round(coherence * COHERENCE_BINS - 0.5);
  const table = jumpLikelihood(looks, model);
  return Float64Array.from(table.subarray(bin * DIFFERENCE_STEPS, (bin + 1) * DIFFERENCE_STEPS), Math.exp);
}

const at = (differenceRad: number): number => Math.round(differenceRad / STEP_RAD) + (DIFFERENCE_STEPS - 1) / 2;

describe('likelihood of the difference of phase across an edge', () => {
  it.each([
    [1, 0.2125],
    [4, 0.5125],
    [10, 0.8125],
    [40, 0.9375],
  ])('%f looks, coherence %f: a density, and even', (looks, coherence) => {
    const values = density(looks, coherence);
    expect(values.reduce((sum, value) => sum + value, 0) * STEP_RAD).toBeCloseTo(1, 2);
    for (let step = 0; step < DIFFERENCE_STEPS; step++)
      expect(values[step]!).toBeCloseTo(values[DIFFERENCE_STEPS - 1 - step]!, 4);
  });

  it.each([1, 300, 1e4, 1e6])('%f looks: finite, at every coherence', (looks) => {
    expect(jumpLikelihood(looks, JUMP_MODEL).every((value) => Number.isFinite(value))).toBe(true);
  });

  it('a rupture of any size keeps the same likelihood, whatever the noise', () => {
    const floor = 0.2 / (8 * Math.PI);
    for (const looks of [4, 40]) {
      const values = density(looks, 0.9375);
      for (const differenceRad of [6, 9, 12]) expect(values[at(differenceRad)]!).toBeCloseTo(floor, 4);
    }
  });

  it('agrees with differences drawn at random: speckle of two cells, error of the slope, ruptures', () => {
    const [looks, coherence] = [4, 0.5125];
    const random = new Random(3);
    const phase = (): number => {
      let [real, imaginary] = [0, 0];
      for (let look = 0; look < looks; look++) {
        const [a, b] = [random.normal(), random.normal()];
        const c = coherence * a + Math.sqrt(1 - coherence ** 2) * random.normal();
        const d = coherence * b + Math.sqrt(1 - coherence ** 2) * random.normal();
        real += a * c + b * d;
        imaginary += b * c - a * d;
      }
      return Math.atan2(imaginary, real);
    };
    const draws = 200_000;
    const bounds = [-9, -3, -1.5, -0.5, 0.5, 1.5, 3, 9];
    const counts = new Float64Array(bounds.length - 1);
    for (let draw = 0; draw < draws; draw++) {
      const difference =
        random.uniform() < JUMP_MODEL.ruptureShare
          ? random.uniform(-4 * Math.PI, 4 * Math.PI)
          : phase() - phase() + JUMP_MODEL.slopeSigmaRad * random.normal();
      for (let bin = 0; bin < counts.length; bin++)
        if (difference >= bounds[bin]! && difference < bounds[bin + 1]!) counts[bin]!++;
    }
    const values = density(looks, coherence);
    for (let bin = 0; bin < counts.length; bin++) {
      let expected = 0;
      for (let x = bounds[bin]! + 0.005; x < bounds[bin + 1]!; x += 0.01) {
        const position = x / STEP_RAD + (DIFFERENCE_STEPS - 1) / 2;
        const low = Math.floor(position);
        expected += 0.01 * (values[low]! + (position - low) * (values[low + 1]! - values[low]!));
      }
      // Four standard deviations of the count, and half a step of the table.
      expect(Math.abs(counts[bin]! / draws - expected)).toBeLessThan(4 * Math.sqrt(expected / draws) + 0.001);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { goldsteinFilter } from '../../src/filter/index.ts';
import { TWO_PI } from '../../src/units/index.ts';
import { unwrap } from '../../src/unwrap/index.ts';
import { stateFigure } from '../support/figure.ts';
import { describeGpu } from '../support/gpu.ts';
import { Random } from '../support/random.ts';
import { type Field, type Scene, countWrongCycles, speckled, worstIncongruenceRad } from './unwrap-scenes.ts';

const SIZE = 192;

/** A sum of random waves, long ones strongest: of mean 0 and order 1. */
function waves(seed: number, power: number): Field {
  const random = new Random(seed);
  const terms = Array.from({ length: 120 }, () => {
    const frequency = 2 ** random.uniform(0, 6);
    const angle = random.uniform(0, TWO_PI);
    return {
      row: (frequency * Math.cos(angle)) / SIZE,
      column: (frequency * Math.sin(angle)) / SIZE,
      start: random.uniform(0, TWO_PI),
      amplitude: frequency ** -power / 4,
    };
  });
  return (i, j) =>
    terms.reduce((sum, t) => sum + t.amplitude * Math.cos(TWO_PI * (t.row * i + t.column * j) + t.start), 0);
}

/** Turbulent air, a bowl of 30 rad and patches of little coherence, at 4 looks. */
function scene(seed: number): { scene: Scene; coherence: Field } {
  const air = waves(seed, 1.3);
  const ground = waves(seed + 50, 0.9);
  const coherence: Field = (i, j) => Math.min(0.95, Math.max(0.05, 0.6 + 0.35 * ground(i, j)));
  const phase: Field = (i, j) =>
    4 * air(i, j) + 30 * Math.exp(-((i - 0.5 * SIZE) ** 2 + (j - 0.4 * SIZE) ** 2) / (2 * (0.14 * SIZE) ** 2));
  return { scene: speckled([SIZE, SIZE], phase, coherence, 4, new Random(seed)), coherence };
}

describeGpu('unwrapping guided by the filtered phase', (gpu) => {
  describe.each([21, 22])('4 looks, seed %i', (seed) => {
    it('as few wrong cycles as without, congruent with the unfiltered phase', async () => {
      const {
        scene: { input, truthRad },
        coherence,
      } = scene(seed);
      const { rows, columns } = input.grid;
      const { wrappedPhaseRad } = input;
      const guidePhaseRad = await goldsteinFilter(gpu(), {
        rows,
        columns,
        wrappedPhaseRad,
        coherence: input.coherence,
      });
      const guided = await unwrap(gpu(), { ...input, guidePhaseRad });
      const alone = await unwrap(gpu(), input);
      expect(worstIncongruenceRad(guided.unwrapped.phaseRad, wrappedPhaseRad)).toBeLessThan(2e-5);
      expect(guided.diagnostics.residues).toBe(alone.diagnostics.residues);
      const isCoherent = (cell: number): boolean => coherence(Math.floor(cell / columns), cell % columns) > 0.5;
      const { wrong, compared } = countWrongCycles(guided.unwrapped.phaseRad, truthRad, isCoherent);
      const before = countWrongCycles(alone.unwrapped.phaseRad, truthRad, isCoherent).wrong;
      stateFigure(
        `guided, 4 looks, seed ${seed}: wrong cycles (without guide ${before})`,
        (100 * wrong) / compared,
        0.2,
        '%',
      );
      expect(wrong / compared).toBeLessThanOrEqual(0.002);
      expect(wrong).toBeLessThanOrEqual(before + 0.0005 * compared);
    });
  });

  it('a guide that is the wrapped phase itself changes nothing', async () => {
    const { input } = scene(23).scene;
    const guided = await unwrap(gpu(), { ...input, guidePhaseRad: Float32Array.from(input.wrappedPhaseRad) });
    const alone = await unwrap(gpu(), input);
    expect(guided.unwrapped.phaseRad).toEqual(alone.unwrapped.phaseRad);
  });

  it('refuses a guide of another size', async () => {
    const { input } = scene(23).scene;
    await expect(unwrap(gpu(), { ...input, guidePhaseRad: new Float32Array(3) })).rejects.toMatchObject({
      code: 'UNWRAP_INPUT_INVALID',
    });
  });
});

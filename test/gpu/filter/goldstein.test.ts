import { expect, it } from 'vitest';
import { goldsteinFilter } from '../../../src/filter/index.ts';
import { wrapPhaseRad } from '../../../src/units/index.ts';
import { goldstein } from '../../reference/filter/goldstein.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';

/** Four transforms of length 32 in f32 on sums of up to 1024 phasors: some 1e-6 of the largest. */
const LIMIT = 2e-5;

interface Scene {
  readonly rows: number;
  readonly columns: number;
  readonly gaps: number;
  readonly strength: number;
  readonly seed: number;
}

function randomScene({ rows, columns, gaps, seed }: Scene) {
  const random = new Random(seed);
  const phase = new Float32Array(rows * columns);
  const coherence = new Float32Array(rows * columns);
  for (let cell = 0; cell < phase.length; cell++) {
    const isGap = random.uniform() < gaps;
    const fringe = 0.5 * Math.floor(cell / columns) - 0.8 * (cell % columns);
    coherence[cell] = isGap ? Number.NaN : 0.2 + 0.5 * random.uniform();
    phase[cell] = isGap ? Number.NaN : wrapPhaseRad(fringe + random.normal());
  }
  return { rows, columns, wrappedPhaseRad: phase, coherence };
}

const CASES: readonly (readonly [string, Scene])[] = [
  ['one cell', { rows: 1, columns: 1, gaps: 0, strength: 1, seed: 1 }],
  ['one row', { rows: 1, columns: 45, gaps: 0, strength: 1, seed: 2 }],
  ['one block and one cell', { rows: 33, columns: 17, gaps: 0, strength: 0.6, seed: 3 }],
  ['odd sizes with gaps', { rows: 51, columns: 77, gaps: 0.3, strength: 1, seed: 4 }],
  ['half strength', { rows: 40, columns: 64, gaps: 0.05, strength: 0.5, seed: 5 }],
];

describeGpu('filter/goldstein', (gpu) => {
  it.each(CASES)('%s, as the f64 reference', async (name, scene) => {
    const input = randomScene(scene);
    const actual = await goldsteinFilter(gpu(), input, scene.strength);
    const marked = input.coherence.map((value) => (Number.isNaN(value) ? -1 : value));
    const phases = input.wrappedPhaseRad.map((value) => (Number.isNaN(value) ? 0 : value));
    const sum = goldstein(phases, marked, scene.rows, scene.columns, scene.strength);
    let worst = 0;
    for (let cell = 0; cell < actual.length; cell++) {
      expect(Number.isNaN(actual[cell]!)).toBe(marked[cell]! < 0);
      if (marked[cell]! < 0) continue;
      // A phase counts by its phasor's length: where blocks cancel it is anyone's.
      const length = Math.hypot(sum[2 * cell]!, sum[2 * cell + 1]!);
      const error = wrapPhaseRad(actual[cell]! - Math.atan2(sum[2 * cell + 1]!, sum[2 * cell]!));
      worst = Math.max(worst, length * Math.abs(error));
    }
    stateFigure(`filter, ${name}`, worst, LIMIT, 'rad');
    expect(worst).toBeLessThan(LIMIT);
  });

  it('strength 0 is the identity', async () => {
    const input = randomScene({ rows: 45, columns: 70, gaps: 0.2, strength: 0, seed: 6 });
    const actual = await goldsteinFilter(gpu(), input, 0);
    const errors = actual.map((phase, cell) => Math.abs(wrapPhaseRad(phase - input.wrappedPhaseRad[cell]!)));
    const worst = Math.max(...errors.filter((error) => !Number.isNaN(error)));
    stateFigure('filter of strength 0', worst, LIMIT, 'rad');
    expect(worst).toBeLessThan(LIMIT);
  });

  it.each([
    [0.137, -0.311],
    [1.9, 0.77],
    [-2.8, 2.6],
  ])('a linear fringe of %d and %d rad a cell is kept below 1 mrad at full strength', async (down, across) => {
    const [rows, columns] = [70, 83];
    const phase = Float32Array.from({ length: rows * columns }, (_, cell) =>
      wrapPhaseRad(down * Math.floor(cell / columns) + across * (cell % columns)),
    );
    const input = { rows, columns, wrappedPhaseRad: phase, coherence: new Float32Array(phase.length) };
    const actual = await goldsteinFilter(gpu(), input, 1);
    const worst = Math.max(...actual.map((value, cell) => Math.abs(wrapPhaseRad(value - phase[cell]!))));
    stateFigure(`filter, fringe of ${down} and ${across} rad`, 1000 * worst, 1, 'mrad');
    expect(worst).toBeLessThan(1e-3);
  });

  it('a conjugate interferogram gives the conjugate', async () => {
    const input = randomScene({ rows: 40, columns: 50, gaps: 0.1, strength: 1, seed: 7 });
    const forth = await goldsteinFilter(gpu(), input, 1);
    const back = await goldsteinFilter(gpu(), { ...input, wrappedPhaseRad: input.wrappedPhaseRad.map((v) => -v) }, 1);
    const sums = forth.map((value, cell) => Math.abs(wrapPhaseRad(value + back[cell]!)));
    expect(sums.filter((value) => value > 1e-3)).toHaveLength(0);
  });

  it('is the same to the bit in bands of rows', async () => {
    const input = randomScene({ rows: 150, columns: 40, gaps: 0.1, strength: 1, seed: 9 });
    const whole = await goldsteinFilter(gpu(), input, 1);
    for (const rows of [96, 128]) expect(await goldsteinFilter(gpu(), input, 1, rows * 40 * 8)).toEqual(whole);
  });

  it('refuses rasters that do not belong together and strengths out of range', async () => {
    const input = randomScene({ rows: 4, columns: 5, gaps: 0, strength: 1, seed: 8 });
    await expect(goldsteinFilter(gpu(), { ...input, rows: 5 })).rejects.toMatchObject({ code: 'FILTER_INPUT_INVALID' });
    await expect(goldsteinFilter(gpu(), input, 1.5)).rejects.toMatchObject({ code: 'FILTER_INPUT_INVALID' });
  });
});

import { expect, it } from 'vitest';
import { TILE_STEP, fringeSlopeKernel } from '../../../src/coherence/fringe-slope.kernel.ts';
import { fringeSlopes } from '../../reference/coherence/fringe-slope.ts';
import { expectClose } from '../../support/expect-close.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';
import { runKernel } from '../../support/run-kernel.ts';
import { type SpeckleScene, speckleRasters } from '../../support/speckle-rasters.ts';

/** Cycles per sample: logarithms of f32 powers good to 1e-6, over a curvature of about 0.2, times a bin of 1/64. */
const LIMIT = 1e-6;
const THRESHOLD = 12;

interface Case extends SpeckleScene {
  readonly node?: { readonly lines: number; readonly samples: number };
  readonly gaps?: number;
}

const slope =
  (perLine: number, perSample: number) =>
  (line: number, sample: number): number =>
    2 * Math.PI * (perLine * line + perSample * sample);

const CASES: readonly (readonly [string, Case])[] = [
  ['one sample', { rows: 1, columns: 1, coherence: 1, seed: 1 }],
  ['one line', { rows: 1, columns: 70, coherence: 1, phaseRad: slope(0, 0.11), seed: 2 }],
  ['odd size, steep', { rows: 33, columns: 51, coherence: 0.8, phaseRad: slope(-0.23, 0.41), seed: 3 }],
  ['gentle', { rows: 35, columns: 20, coherence: 0.9, phaseRad: slope(0.004, -0.007), seed: 4 }],
  ['gaps', { rows: 40, columns: 37, coherence: 0.9, phaseRad: slope(0.1, 0.2), gaps: 0.5, seed: 5 }],
  ['no coherence', { rows: 40, columns: 40, coherence: 0, seed: 6 }],
  [
    'nodes of 2 x 3',
    { rows: 65, columns: 101, coherence: 0.9, phaseRad: slope(0.05, -0.08), node: { lines: 2, samples: 3 }, seed: 7 },
  ],
];

function sceneOf({ gaps = 0, ...scene }: Case) {
  const pair = speckleRasters(scene);
  const random = new Random(scene.seed + 1000);
  for (let at = 0; at < scene.rows * scene.columns; at++)
    if (random.uniform() < gaps) pair[random.uniform() < 0.5 ? 'reference' : 'secondary'].fill(0, 2 * at, 2 * at + 2);
  return pair;
}

describeGpu('coherence/fringe_slope', (gpu) => {
  it.each(CASES)(
    '%s',
    async (name, scene) => {
      const { rows, columns, node = { lines: 1, samples: 1 } } = scene;
      const pair = sceneOf(scene);
      const expected = fringeSlopes({ ...pair, rows, columns }, node, THRESHOLD);
      const { slopes } = await runKernel(gpu(), fringeSlopeKernel, {
        params: {
          rows,
          columns,
          first_line: 0,
          first_tile_row: 0,
          tiles_across: expected.tilesAcross,
          threshold: THRESHOLD,
        },
        buffers: { ...pair, slopes: new Float32Array(expected.slopes.length) },
        overrides: { LINES_PER_NODE: node.lines, SAMPLES_PER_NODE: node.samples },
        workgroups: [expected.tilesAcross, expected.tileRows],
      });
      const worst = expectClose(slopes!, expected.slopes, { absolute: LIMIT, columns: 2 * expected.tilesAcross });
      stateFigure(`fringe, ${name}`, worst, LIMIT, 'cycles');
      expect(slopes!.some((value) => value !== 0)).toBe(scene.coherence > 0.5 && columns > 15);
    },
    20_000,
  );

  it('a flat part keeps its coherence beside a steep one: no fringe where none adds up to more', async () => {
    const [rows, columns] = [32, 4 * TILE_STEP];
    const pair = speckleRasters({
      rows,
      columns,
      coherence: 1,
      phaseRad: (line, sample) => (sample < 2 * TILE_STEP + 4 ? 0 : slope(0, 0.3)(line, sample)),
      seed: 8,
    });
    const { slopes } = await runKernel(gpu(), fringeSlopeKernel, {
      params: { rows, columns, first_line: 0, first_tile_row: 0, tiles_across: 4, threshold: THRESHOLD },
      buffers: { ...pair, slopes: new Float32Array(16) },
      overrides: { LINES_PER_NODE: 1, SAMPLES_PER_NODE: 1 },
      workgroups: [4, 2],
    });
    const perSample = [1, 3, 5, 7].map((k) => slopes![k]!);
    expect(Math.abs(perSample[1]!)).toBeLessThan(0.003);
    expect(perSample[3]).toBeCloseTo(0.3, 3);
  });
});

import { describe, expect, it } from 'vitest';
import { type WindowLayout, windowCoherence, windowGrid } from '../../../src/coherence/index.ts';
import { windowKernel } from '../../../src/coherence/window.kernel.ts';
import type { Gpu } from '../../../src/gpu/index.ts';
import { windowed } from '../../reference/coherence/window.ts';
import { expectClose } from '../../support/expect-close.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';
import { runKernel } from '../../support/run-kernel.ts';
import { linesOf, speckleRasters } from '../../support/speckle-rasters.ts';

/** Sums of up to 40 terms a line in f32, and a phasor turned from sample to sample: some 1e-7 each. */
const LIMIT = 1e-5;
const TILE = { lines: 16, samples: 32 };

interface Case {
  readonly rows: number;
  readonly columns: number;
  readonly window: WindowLayout['window'];
  readonly step?: WindowLayout['step'];
  readonly coherence: number;
  readonly gaps?: number;
  /** Amplitudes span this many powers of ten. */
  readonly contrast?: number;
  readonly isFlat?: boolean;
  readonly seed: number;
}

const CASES: readonly (readonly [string, Case])[] = [
  ['one sample', { rows: 1, columns: 1, window: { lines: 1, samples: 3 }, coherence: 0.5, seed: 1 }],
  ['one line', { rows: 1, columns: 37, window: { lines: 3, samples: 5 }, coherence: 0.5, seed: 2 }],
  ['one column', { rows: 23, columns: 1, window: { lines: 4, samples: 2 }, coherence: 0.5, seed: 3 }],
  ['even window, fringes', { rows: 21, columns: 67, window: { lines: 4, samples: 16 }, coherence: 0.7, seed: 4 }],
  [
    'odd window, flat',
    { rows: 33, columns: 50, window: { lines: 5, samples: 7 }, coherence: 0, isFlat: true, seed: 5 },
  ],
  [
    'steps',
    {
      rows: 30,
      columns: 71,
      window: { lines: 4, samples: 16 },
      step: { lines: 3, samples: 5 },
      coherence: 0.6,
      seed: 6,
    },
  ],
  [
    'steps as large as the window',
    {
      rows: 30,
      columns: 71,
      window: { lines: 4, samples: 7 },
      step: { lines: 4, samples: 7 },
      coherence: 0.6,
      seed: 7,
    },
  ],
  ['gaps', { rows: 19, columns: 40, window: { lines: 3, samples: 9 }, coherence: 0.6, gaps: 0.5, seed: 8 }],
  [
    'targets of 120 dB',
    { rows: 19, columns: 40, window: { lines: 5, samples: 5 }, coherence: 0.6, contrast: 6, seed: 9 },
  ],
];

function pairOf({ rows, columns, coherence, gaps = 0, contrast = 0, seed }: Case) {
  const pair = speckleRasters({ rows, columns, coherence, seed });
  const random = new Random(seed + 1000);
  for (let at = 0; at < rows * columns; at++) {
    const scale = random.uniform() < gaps ? 0 : 10 ** (contrast * random.uniform());
    for (const values of [pair.reference, pair.secondary]) for (const k of [2 * at, 2 * at + 1]) values[k]! *= scale;
  }
  return pair;
}

describeGpu('coherence/window', (gpu) => {
  it.each(CASES)('%s', async (name, scene) => {
    const { rows, columns, window, step = { lines: 1, samples: 1 } } = scene;
    const pair = pairOf(scene);
    const [tilesAcross, tileRows] = [Math.ceil(columns / TILE.samples), Math.ceil(rows / TILE.lines)];
    const random = new Random(scene.seed + 2000);
    const slopes = Float32Array.from({ length: 2 * tilesAcross * tileRows }, () =>
      scene.isFlat ? 0 : random.uniform(-0.4, 0.4),
    );
    const grid = windowGrid({ rows, columns, window, step });
    const floorHalf = (size: number): number => Math.floor(size / 2);
    const { cells } = await runKernel(gpu(), windowKernel, {
      params: {
        rows: grid.rows,
        columns: grid.columns,
        input_rows: rows,
        input_columns: columns,
        first_row: 0,
        first_line: 0,
        step_lines: step.lines,
        step_samples: step.samples,
        window_lines: window.lines,
        window_samples: window.samples,
        offset_lines: floorHalf(step.lines - window.lines),
        offset_samples: floorHalf(step.samples - window.samples),
        first_tile_row: 0,
        tiles_across: tilesAcross,
        tile_lines: TILE.lines,
        tile_samples: TILE.samples,
      },
      buffers: { ...pair, slopes, cells: new Float32Array(4 * grid.rows * grid.columns) },
      workgroups: [Math.ceil(grid.columns / 16), Math.ceil(grid.rows / 4)],
    });
    const expected = windowed({ ...pair, rows, columns, window, step, tile: TILE, tilesAcross, slopes });
    const worst = expectClose(
      cells!.filter((_, k) => k % 4 === 2),
      expected.filter((_, k) => k % 4 === 2),
      { absolute: LIMIT, columns: grid.columns },
    );
    stateFigure(`window coherence, ${name}`, worst, LIMIT);
    expect([...cells!.filter((_, k) => k % 4 === 3)]).toEqual([...expected.filter((_, k) => k % 4 === 3)]);
    for (let cell = 0; cell < expected.length / 4; cell++) {
      // Of the mean, what is lost to rounding is small beside the mean of the powers: its size over the coherence.
      const size = Math.hypot(expected[4 * cell]!, expected[4 * cell + 1]!) / (expected[4 * cell + 2]! || 1);
      for (const k of [0, 1])
        expect(Math.abs(cells![4 * cell + k]! - expected[4 * cell + k]!)).toBeLessThanOrEqual(LIMIT * size);
    }
  });
});

async function whole(gpu: Gpu, layout: WindowLayout, seed: number, bufferBytes?: number) {
  const { rows, columns } = layout;
  const pair = speckleRasters({
    rows,
    columns,
    coherence: 0.6,
    phaseRad: (y, x) => 0.3 * x - 0.2 * y + 1e-3 * y * x,
    seed,
  });
  const options = { scale: { reference: 1, secondary: 2 }, correlatedSamples: 1, ...(bufferBytes && { bufferBytes }) };
  const values: number[] = [];
  let blocks = 0;
  for await (const { interferogram, raw, counts } of windowCoherence(gpu, layout, options, linesOf(pair, columns))) {
    values.push(...interferogram, ...raw.map((value, k) => value + counts[k]!));
    blocks++;
  }
  return { blocks, values: values.toSorted((a, b) => a - b) };
}

describeGpu('coherence over windows in blocks', (gpu) => {
  it.each([
    ['every sample', { rows: 211, columns: 75, window: { lines: 4, samples: 16 }, step: { lines: 1, samples: 1 } }],
    ['steps', { rows: 211, columns: 75, window: { lines: 11, samples: 5 }, step: { lines: 3, samples: 2 } }],
  ])('does not depend on the size of the blocks: %s', async (_, layout) => {
    const one = await whole(gpu(), layout, 1);
    const many = await whole(gpu(), layout, 1, 100 * layout.columns * 8);
    expect(one.blocks).toBe(1);
    expect(many.blocks).toBeGreaterThan(4);
    expect(many.values).toEqual(one.values);
  });
});

describeGpu('coherence over windows, cancelled', (gpu) => {
  it('stops with the reason of the signal, and leaves no buffer behind', async () => {
    const layout = { rows: 64, columns: 20, window: { lines: 3, samples: 3 }, step: { lines: 1, samples: 1 } };
    const pair = speckleRasters({ rows: 64, columns: 20, coherence: 0.5, seed: 1 });
    const controller = new AbortController();
    const before = gpu().liveBytes;
    const options = {
      ...{ scale: { reference: 1, secondary: 1 }, correlatedSamples: 1, bufferBytes: 60 * 20 * 8 },
      signal: controller.signal,
    };
    const blocks = windowCoherence(gpu(), layout, options, linesOf(pair, 20));
    expect((await blocks.next()).done).toBe(false);
    controller.abort(new Error('enough'));
    await expect(blocks.next()).rejects.toThrow('enough');
    expect(gpu().liveBytes).toBe(before);
  });
});

describe('the grid of cells', () => {
  it('has whole cells only', () => {
    const window = { lines: 4, samples: 4 };
    expect(windowGrid({ rows: 10, columns: 11, window, step: { lines: 3, samples: 4 } })).toEqual({
      rows: 3,
      columns: 2,
    });
    expect(windowGrid({ rows: 10, columns: 11, window, step: { lines: 1, samples: 1 } })).toEqual({
      rows: 10,
      columns: 11,
    });
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sampleStatistics, windowBiasRemoval, windowCoherence } from '../../../src/coherence/index.ts';
import type { Gpu } from '../../../src/gpu/index.ts';
import { sampleCoherence } from '../../reference/coherence/sample-coherence.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { sharedPath } from '../../support/shared-data.ts';
import { type SpeckleScene, linesOf, speckleRasters } from '../../support/speckle-rasters.ts';

const TABLE = sharedPath('coherence/coherence_bias_and_phase_std.csv');
/** Independent samples of amplitude about 1. */
const INDEPENDENT = { scale: { reference: 1, secondary: 1 }, correlatedSamples: 1 };

/** Expected sample coherence of independent looks, computed apart from this project's code. */
function expectedOf(looks: number, coherence: number): number {
  const rows = readFileSync(TABLE, 'utf8')
    .split('\n')
    .map((line) => line.split(',').map(Number));
  return rows.find(([n, d]) => n === looks && d === coherence)![2]!;
}

/** Windows apart from one another, none at a border. */
async function estimates(gpu: Gpu, scene: SpeckleScene, window: { lines: number; samples: number }): Promise<number[]> {
  const { rows, columns } = scene;
  const read = linesOf(speckleRasters(scene), columns);
  const raw: number[] = [];
  for await (const block of windowCoherence(gpu, { rows, columns, window, step: window }, INDEPENDENT, read))
    raw.push(...block.raw);
  return raw;
}

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}

const FRINGES: Readonly<Record<string, (line: number, sample: number) => number>> = {
  flat: () => 0,
  'fringe of pi/8 a sample': (_, sample) => (Math.PI / 8) * sample,
  'steep fringe both ways': (line, sample) => (Math.PI / 3) * sample - (Math.PI / 5) * line,
};

/** With a fringe from 0.2: below, a fringe is not always sure, and what is not sure is left alone. */
const SIXTEEN = { looks: 16, window: { lines: 4, samples: 4 }, rows: 320, columns: 640 };
const FIFTY = { looks: 50, window: { lines: 5, samples: 10 }, rows: 450, columns: 900 };
const CASES = (
  [
    [SIXTEEN, 'flat', [0, 0.3, 0.7, 0.9]],
    [SIXTEEN, 'fringe of pi/8 a sample', [0.2, 0.6]],
    [SIXTEEN, 'steep fringe both ways', [0.2]],
    [FIFTY, 'flat', [0, 0.5]],
    [FIFTY, 'fringe of pi/8 a sample', [0.2, 0.8]],
    [FIFTY, 'steep fringe both ways', [0.3]],
  ] as const
).flatMap(([size, fringe, coherences]) => coherences.map((coherence) => ({ ...size, fringe, coherence })));

describeGpu('coherence over windows against theory', (gpu) => {
  it.skipIf(!existsSync(TABLE)).each(CASES)(
    '$looks looks, coherence $coherence, $fringe: mean within 0.005, deviation within 3 % (skipped without ../shared/data/coherence)',
    async ({ looks, window, rows, columns, fringe, coherence }) => {
      const scene = {
        rows,
        columns,
        coherence,
        phaseRad: FRINGES[fringe]!,
        seed: 7 * looks + Math.round(10 * coherence),
      };
      const { mean, deviation } = momentsOf(await estimates(gpu(), scene, window));
      const bias = Math.abs(mean - expectedOf(looks, coherence));
      const ratio = Math.abs(deviation / sampleCoherence(coherence, looks).deviation - 1);
      stateFigure(`${looks} looks, ${coherence}, ${fringe}: mean`, bias, 0.005);
      stateFigure(`${looks} looks, ${coherence}, ${fringe}: deviation`, ratio, 0.03);
      expect(bias).toBeLessThan(0.005);
      expect(ratio).toBeLessThan(0.03);
    },
  );

  it('bias removed: within 0.03 at 0.3 and 0.02 from 0.5, 16 looks', async () => {
    const remove = windowBiasRemoval({ lines: 4, samples: 4 }, 16);
    for (const [coherence, limit] of [
      [0.3, 0.03],
      [0.5, 0.02],
      [0.8, 0.02],
    ] as const) {
      const scene = { rows: 240, columns: 320, coherence, seed: 3 };
      const raw = await estimates(gpu(), scene, { lines: 4, samples: 4 });
      const { mean } = momentsOf(raw.map((value) => remove(value, 16)));
      stateFigure(`bias removed, coherence ${coherence}`, Math.abs(mean - coherence), limit);
      expect(Math.abs(mean - coherence)).toBeLessThan(limit);
    }
  });
});

/** Speckle whose neighbours along samples are correlated by `rho` to the power of their distance, along lines not. */
function correlated(rows: number, columns: number, rho: number, seed: number, coherence = 0.3) {
  const pair = speckleRasters({ rows, columns, coherence, seed });
  const rest = Math.sqrt(1 - rho ** 2);
  for (const values of [pair.reference, pair.secondary])
    for (let line = 0; line < rows; line++)
      for (let k = 2; k < 2 * columns; k++) {
        const at = 2 * line * columns + k;
        values[at] = rho * values[at - 2]! + rest * values[at]!;
      }
  return pair;
}

it.each([0, 0.4, 0.7])('effective looks are found in the data: neighbours correlated by %f', async (rho) => {
  const layout = { rows: 200, columns: 900, window: { lines: 4, samples: 16 }, step: { lines: 1, samples: 1 } };
  const pair = correlated(layout.rows, layout.columns, rho, 5);
  // One target 50 dB above the rest changes nothing, nor does a carrier that turns from line to line.
  pair.reference.fill(500, 2 * 100 * 900 + 60, 2 * 100 * 900 + 66);
  for (const values of [pair.reference, pair.secondary])
    for (let at = 0; at < values.length; at += 2) {
      const [line, re, im] = [Math.floor(at / 2 / layout.columns), values[at]!, values[at + 1]!];
      const [cos, sin] = [Math.cos(0.01 * line ** 2), Math.sin(0.01 * line ** 2)];
      values[at] = re * cos - im * sin;
      values[at + 1] = re * sin + im * cos;
    }
  const { effectiveLooks, scale } = await sampleStatistics(layout, linesOf(pair, layout.columns));
  let sum = 1;
  for (let l = 1; l < 16; l++) sum += 2 * (1 - l / 16) * rho ** (2 * l);
  const error = Math.abs(effectiveLooks / (64 / sum) - 1);
  stateFigure(`effective looks, neighbours correlated by ${rho}`, error, 0.02);
  expect(error).toBeLessThan(0.02);
  expect(scale.secondary).toBe(1);
});

describeGpu('coherence of correlated samples', (gpu) => {
  it.each([
    [0, 0.6, 0],
    [0.5, 0.6, 0],
    [0.5, 0.6, Math.PI / 8],
    [0.3, 0.4, Math.PI / 8],
  ])('coherence %f, neighbours correlated by %f, %f rad a sample', async (coherence, rho, slopeRad) => {
    const layout = { rows: 320, columns: 1280, window: { lines: 4, samples: 16 }, step: { lines: 4, samples: 16 } };
    const pair = correlated(layout.rows, layout.columns, rho, 6, coherence);
    for (let at = 0; at < pair.secondary.length; at += 2) {
      const phase = -slopeRad * ((at / 2) % layout.columns);
      const [re, im] = [pair.secondary[at]!, pair.secondary[at + 1]!];
      pair.secondary[at] = re * Math.cos(phase) - im * Math.sin(phase);
      pair.secondary[at + 1] = re * Math.sin(phase) + im * Math.cos(phase);
    }
    const read = linesOf(pair, layout.columns);
    const measured = await sampleStatistics(layout, read);
    const raw: number[] = [];
    for await (const block of windowCoherence(gpu(), layout, measured, read)) raw.push(...block.raw);
    // The exact expectation holds for whole looks; between two it is straight to better than the limit.
    const below = Math.floor(measured.effectiveLooks);
    const share = measured.effectiveLooks - below;
    const expected =
      (1 - share) * sampleCoherence(coherence, below).mean + share * sampleCoherence(coherence, below + 1).mean;
    const error = Math.abs(momentsOf(raw).mean - expected);
    stateFigure(`coherence ${coherence}, correlated by ${rho}, ${slopeRad.toFixed(2)} rad a sample`, error, 0.01);
    expect(error).toBeLessThan(0.01);
  });
});

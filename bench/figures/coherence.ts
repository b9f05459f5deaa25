import { existsSync, readFileSync } from 'node:fs';
import { type CoherenceWindow, estimateCoherence } from '../../src/coherence/index.ts';
import { type Gpu, adapterName, openGpu } from '../../src/gpu/index.ts';
import { wrappedPhase } from '../../src/interferogram/index.ts';
import type { Looks } from '../../src/model/index.ts';
import { phaseSigmaRad } from '../../src/speckle/index.ts';
import { sampleCoherence } from '../../test/reference/coherence/sample-coherence.ts';
import { sharedPath } from '../../test/support/shared-data.ts';
import { WHITE, inner, speckleCells, spread } from '../../test/support/speckle-cells.ts';

export const description = 'sample coherence, its bias and the phase deviation on simulated speckle, beside the table';

const SIDE = { rows: 320, columns: 320 };
const TABLE = sharedPath('coherence/coherence_bias_and_phase_std.csv');
const LIMITS = { mean: 0.005, deviation: 3, phase: 3 };

/** Windows of cells that hold the looks of the table. */
const LAYOUTS: Readonly<Record<number, { readonly window: CoherenceWindow; readonly looks: Looks }>> = {
  2: { window: { rows: 1, columns: 2 }, looks: { azimuth: 1, range: 1 } },
  4: { window: { rows: 2, columns: 2 }, looks: { azimuth: 1, range: 1 } },
  5: { window: { rows: 1, columns: 5 }, looks: { azimuth: 1, range: 1 } },
  10: { window: { rows: 2, columns: 5 }, looks: { azimuth: 1, range: 1 } },
  16: { window: { rows: 4, columns: 4 }, looks: { azimuth: 1, range: 1 } },
  20: { window: { rows: 4, columns: 5 }, looks: { azimuth: 1, range: 1 } },
  50: { window: { rows: 5, columns: 5 }, looks: { azimuth: 1, range: 2 } },
};

/** The window of the main job, few looks to as many as it has by default. */
const MAIN_LOOKS: readonly Looks[] = [
  { azimuth: 1, range: 2 },
  { azimuth: 2, range: 2 },
  { azimuth: 2, range: 4 },
  { azimuth: 4, range: 8 },
];

interface Expected {
  readonly mean: number;
  readonly deviation: number;
}

interface Case {
  readonly window: CoherenceWindow;
  readonly looks: Looks;
  readonly coherence: number;
  readonly fringeCycles?: number;
  readonly seed: number;
}

/** Estimates of the product's own kernel, of the cells whose window and neighbourhood lie inside. */
async function estimate(gpu: Gpu, { window, ...scene }: Case) {
  const map = await estimateCoherence(gpu, speckleCells({ ...SIDE, ...scene }), WHITE, { window });
  const insideOf = (values: Float32Array): number[] => inner(values, SIDE.rows, SIDE.columns, 6);
  const raw = insideOf(map.raw);
  const aboveQuantile = raw.filter((value) => value > map.zeroQuantiles.at(-1)!).length / raw.length;
  return { raw: spread(raw), unbiased: spread(insideOf(map.coherence)).mean, aboveQuantile };
}

const fixed = (value: number, digits: number): string => value.toFixed(digits).padStart(digits + 4);
const percent = (measured: number, expected: number): number => 100 * (measured / expected - 1);

/** One line a case; returns the worst departures. */
async function report(gpu: Gpu, title: string, cases: readonly (Case & { expected: Expected })[]): Promise<void> {
  console.log(`${title}\n  looks coherence |  mean error | deviation error | bias left`);
  let [worstMean, worstDeviation] = [0, 0];
  for (const one of cases) {
    const { raw, unbiased, aboveQuantile } = await estimate(gpu, one);
    const total = one.window.rows * one.window.columns * one.looks.azimuth * one.looks.range;
    const mean = raw.mean - one.expected.mean;
    const deviation = percent(raw.deviation, one.expected.deviation);
    worstMean = Math.max(worstMean, Math.abs(mean));
    worstDeviation = Math.max(worstDeviation, Math.abs(deviation));
    const empty = one.coherence === 0 ? ` | above the 99 % quantile ${(100 * aboveQuantile).toFixed(2)} %` : '';
    console.log(
      `  ${String(total).padStart(5)} ${fixed(one.coherence, 2)} ${one.fringeCycles ? `fringe ${one.fringeCycles}` : ''} | ` +
        `${fixed(mean, 4)} | ${fixed(deviation, 2)} % | ${fixed(unbiased - one.coherence, 4)}${empty}`,
    );
  }
  console.log(
    `  => worst mean ${worstMean.toFixed(4)} | limit ${LIMITS.mean} | worst deviation ${worstDeviation.toFixed(2)} % | limit ${LIMITS.deviation} %`,
  );
}

function reportPhase(rows: readonly (readonly number[])[]): void {
  let [fromTable, fromOurs] = [0, 0];
  for (const [looks, coherence, , tabulated] of rows as [number, number, number, number][]) {
    const cells = speckleCells({
      rows: 300,
      columns: 300,
      looks: { azimuth: 1, range: looks },
      coherence,
      seed: 31 * looks + 1000 * coherence,
    });
    const phases = wrappedPhase(cells);
    const found = Math.sqrt(phases.reduce((sum, phase) => sum + phase ** 2, 0) / phases.length);
    fromTable = Math.max(fromTable, Math.abs(percent(found, tabulated)));
    fromOurs = Math.max(fromOurs, Math.abs(percent(found, phaseSigmaRad(coherence, looks))));
  }
  console.log(
    `phase deviation of ${rows.length} pairs of looks and coherence, simulated: worst ${fromTable.toFixed(2)} % from the table, ` +
      `${fromOurs.toFixed(2)} % from the sigma we state | limit ${LIMITS.phase} %`,
  );
}

const COHERENCES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

function mainWindow(looks: Looks, coherence: number, fringeCycles?: number): Case & { expected: Expected } {
  const total = 9 * looks.azimuth * looks.range;
  const fringe = fringeCycles === undefined ? {} : { fringeCycles };
  return {
    window: { rows: 3, columns: 3 },
    looks,
    coherence,
    ...fringe,
    seed: total + 100 * coherence,
    expected: sampleCoherence(coherence, total),
  };
}

export async function run(): Promise<void> {
  if (!existsSync(TABLE)) {
    console.error('needs ../shared/data/coherence');
    process.exitCode = 1;
    return;
  }
  const rows = readFileSync(TABLE, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  const gpu = await openGpu();
  try {
    console.log(
      `${adapterName(gpu.adapter)}; ${SIDE.rows} x ${SIDE.columns} cells a line; fringe in cycles a cell, both ways`,
    );
    const tabulated = rows.flatMap(([looks, coherence, mean]) => {
      const layout = LAYOUTS[looks!];
      if (!layout) return [];
      const { deviation } = sampleCoherence(coherence!, looks!);
      return [
        { ...layout, coherence: coherence!, seed: looks! + 100 * coherence!, expected: { mean: mean!, deviation } },
      ];
    });
    await report(gpu, 'looks of the table', tabulated);
    await report(
      gpu,
      'window of the main job, 3 x 3 cells',
      MAIN_LOOKS.flatMap((looks) => COHERENCES.map((coherence) => mainWindow(looks, coherence))),
    );
    await report(
      gpu,
      'fringe of 0.3 cycles a cell both ways: removed where it is significant, not seen where looks and coherence are low',
      MAIN_LOOKS.flatMap((looks) => COHERENCES.map((coherence) => mainWindow(looks, coherence, 0.3))),
    );
    reportPhase(rows);
  } finally {
    await gpu.close();
  }
}

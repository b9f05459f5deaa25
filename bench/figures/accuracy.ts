import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SceneName, simulate } from '../../src/simulate/index.ts';
import { type Comparison, compare, readJob, readTruth, runJob } from './run-scene.ts';

interface Case {
  readonly scene: SceneName;
  readonly coherence: number;
  readonly seeds: readonly number[];
}

const CASES: readonly Case[] = [
  { scene: 'bowl', coherence: 1, seeds: [1, 2, 3] },
  { scene: 'fault', coherence: 1, seeds: [1, 2, 3] },
  { scene: 'fault-small', coherence: 1, seeds: [1, 2, 3] },
  { scene: 'bowl', coherence: 0.7, seeds: [11, 12, 13] },
  { scene: 'none', coherence: 0.7, seeds: [11, 12, 13] },
];

const POINTS_PER_SCENE = 400;

/** Displacement at many points of simulated scenes against their truth. */
async function measure({ scene, coherence }: Case, seed: number): Promise<Comparison[]> {
  const outDir = await mkdtemp(join(tmpdir(), 'sentryal-figures-'));
  try {
    const { jobPath } = await simulate({
      outDir,
      scene,
      coherence,
      seed,
      samples: 1600,
      randomPoints: POINTS_PER_SCENE,
    });
    const points = compare(await runJob(await readJob(jobPath)), await readTruth(outDir));
    // Scenes below coherence 1 have a lake, which no one expects to be measured.
    return points.filter((point) => point.truth.coherence === coherence);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`;
}

function report(name: string, points: readonly Comparison[]): void {
  const measured = points.filter((point) => point.differenceMm !== null);
  const errors = measured.map((point) => Math.abs(point.differenceMm!));
  const rms = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
  const within = measured.filter(
    ({ truth, differenceMm }) => Math.abs(differenceMm!) < 0.2 + 10 * truth.gradient_mm_per_m,
  );
  const inSigma = (k: number): number =>
    measured.filter(({ differenceMm, sigmaMm }) => Math.abs(differenceMm!) < k * sigmaMm!).length;
  const ok = points.filter((point) => point.status === 'ok').length;
  console.log(
    [
      name.padEnd(24),
      `${points.length} points`,
      `${ok} ok`,
      `rms ${rms.toFixed(3)} mm`,
      `worst ${Math.max(...errors).toFixed(3)} mm`,
      `within 0.2 mm + 10 m x gradient: ${percent(within.length, measured.length)}`,
      `within 1, 2, 3 sigma: ${[1, 2, 3].map((k) => percent(inSigma(k), measured.length)).join(', ')}`,
    ].join(' | '),
  );
}

export const description = 'displacement of simulated scenes against their truth, coherence 1 and 0.7';

export async function run(): Promise<void> {
  for (const item of CASES) {
    const all: Comparison[] = [];
    for (const seed of item.seeds) all.push(...(await measure(item, seed)));
    report(`${item.scene}, coherence ${item.coherence}`, all);
  }
}

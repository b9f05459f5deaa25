import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../src/job/index.ts';
import { simulate } from '../../src/simulate/index.ts';
import { markdownTable } from './markdown-table.ts';
import { type Comparison, type TruthPoint, compare, readJob, readTruth, runJob } from './run-scene.ts';

export const description =
  'a stratified troposphere of 30 mm over 800 m of relief with a bowl in it, through the whole chain';

const RELIEF_M = 800;
const DELAY_MM = 30;
const SEEDS = [1, 2] as const;

export interface StratifiedFigure {
  /** Points in the bowl and all others, without and with the correction. */
  readonly off: readonly Comparison[];
  readonly on: readonly Comparison[];
  readonly correction: Answer['corrections']['troposphere'];
}

export const isInBowl = ({ id, displacement_mm: mm }: TruthPoint): boolean => id.startsWith('bowl') || Math.abs(mm) > 1;

export async function measureStratified(
  seed: number,
  samples: number,
  randomPoints: number,
): Promise<StratifiedFigure> {
  const outDir = await mkdtemp(join(tmpdir(), 'sentryal-stratified-'));
  try {
    await simulate({
      outDir,
      scene: 'bowl',
      coherence: 0.8,
      seed,
      bursts: 1,
      samples,
      reliefM: RELIEF_M,
      delayMmPerKm: (1000 * DELAY_MM) / RELIEF_M,
      randomPoints,
    });
    const truth = await readTruth(outDir);
    const answer = async (troposphere: 'off' | 'on'): Promise<Answer> =>
      runJob(
        await readJob(join(outDir, 'job.json'), (document) => {
          Object.assign(document['options'] as object, { corrections: { troposphere, solid_earth_tide: 'off' } });
        }),
      );
    const [off, on] = [await answer('off'), await answer('on')];
    return { off: compare(off, truth), on: compare(on, truth), correction: on.corrections.troposphere };
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

/** Errors of the points measured that are wanted, mm. */
export function errorsMm(points: readonly Comparison[], wanted: (truth: TruthPoint) => boolean): number[] {
  return points.flatMap(({ truth, differenceMm, status }) =>
    status === 'ok' && differenceMm !== null && wanted(truth) ? [differenceMm] : [],
  );
}

const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

export async function run(): Promise<void> {
  const rows: string[][] = [];
  for (const seed of SEEDS) {
    const { off, on, correction } = await measureStratified(seed, 2000, 300);
    console.log(`seed ${seed}: ${JSON.stringify(correction)}`);
    for (const [where, wanted] of [
      ['bowl', isInBowl],
      ['elsewhere', (truth: TruthPoint) => !isInBowl(truth)],
    ] as const)
      rows.push([
        `seed ${seed}, ${where}`,
        ...[off, on].flatMap((points) => {
          const errors = errorsMm(points, wanted);
          const worst = Math.max(...errors.map(Math.abs));
          return [errors.length.toString(), rms(errors).toFixed(2), worst.toFixed(2)];
        }),
      ]);
    const centre = on.find(({ truth }) => truth.id === 'bowl-centre')!;
    console.log(
      `  centre of the bowl: ${centre.truth.displacement_mm} mm, error ${centre.differenceMm?.toFixed(2)} mm`,
    );
  }
  console.log(markdownTable(['points', 'off: ok', 'rms error, mm', 'worst', 'on: ok', 'rms error, mm', 'worst'], rows));
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localDataAccess } from '../../src/fetch/index.ts';
import type { Job } from '../../src/job/index.ts';
import type { Warning } from '../../src/model/index.ts';
import type { JobContext } from '../../src/pipeline/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { type SimulateOptions, simulate } from '../../src/simulate/index.ts';
import { readJob } from './run-scene.ts';

/** A context that keeps warnings and reports nothing. */
export function quietContext(): JobContext & { readonly warnings: Warning[] } {
  const warnings: Warning[] = [];
  return {
    settings: readSettings().settings,
    access: localDataAccess(() => {}),
    progress: () => {},
    warn: (warning) => void warnings.push(warning),
    warnings,
    signal: new AbortController().signal,
  };
}

/** Simulates a scene in a temporary folder, hands its job to `body` and removes the folder. */
export async function withScene<Result>(
  options: Omit<SimulateOptions, 'outDir'>,
  body: (job: Job) => Promise<Result>,
  change: (job: Record<string, unknown>) => void = () => {},
): Promise<Result> {
  const outDir = await mkdtemp(join(tmpdir(), 'sentryal-figures-'));
  try {
    const { jobPath } = await simulate({ ...options, outDir });
    return await body(await readJob(jobPath, change));
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

/** Places on each side of the middle of the bbox, and how far the last one is, degrees. */
const REACH_STEPS = 12;
const REACH_DEG = 0.6;

/** Makes a job take all that the bursts hold: points all around stretch its area, those outside the bursts do not. */
export function wholeBursts(job: Record<string, unknown>): void {
  const { north, south, east, west } = job['bbox'] as Record<'north' | 'south' | 'east' | 'west', number>;
  const steps = Array.from({ length: 2 * REACH_STEPS + 1 }, (_, k) => ((k - REACH_STEPS) / REACH_STEPS) * REACH_DEG);
  job['points'] = steps.flatMap((dy, i) =>
    steps.map((dx, j) => ({ id: `reach-${i}-${j}`, lat: (north + south) / 2 + dy, lon: (east + west) / 2 + dx })),
  );
  Object.assign(job['options'] as Record<string, unknown>, { context_margin_m: 10_000 });
}

/** The folder of a real pair's annotation, given after the figure's name. */
export function templateDir(): string | undefined {
  return process.argv[3];
}

/** The same, for a figure that cannot do without. */
export function neededTemplateDir(): string | undefined {
  const folder = templateDir();
  if (folder === undefined) {
    console.error("Name the folder of a real pair's annotation (two SAFE folders) after the figure.");
    process.exitCode = 1;
  }
  return folder;
}

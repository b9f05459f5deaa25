import { type Findings, shownOptions } from '../../answer/index.ts';
import { SentryalError, isSentryalError } from '../../errors/index.ts';
import type { Job } from '../../job/index.ts';
import type { Dem, Warn } from '../../model/index.ts';
import type { SampleRequest } from '../../points/index.ts';
import { placedDem } from '../../read/index.ts';
import type { Corrections } from '../corrections/corrections.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';
import { pointDelays } from '../points/point-delays.ts';
import { type PlaceRegistration, pointRegistration } from '../register/point-registration.ts';
import { readRunFiles, removeRunFiles, writeRunFiles } from './run-files.ts';

/** What points are measured with, but for the points and what is read at full resolution around them. */
export type Sampling = Omit<SampleRequest, 'targets' | 'patches'>;

/** What a finished run leaves for points to come. */
export interface FinishedRun {
  readonly job: Job;
  readonly findings: Omit<Findings, 'job' | 'points' | 'processingTimeS'>;
  readonly pair: OpenedPair;
  readonly area: Area;
  readonly registration: PlaceRegistration;
  readonly sampling: Sampling;
  readonly corrections: Corrections;
}

/** What is data of it; the rest is made of that. */
type Kept = Omit<FinishedRun, 'sampling'> & { readonly sampling: Omit<Sampling, 'dem' | 'delays' | 'registration'> };

/**
 * Writes what a run leaves into its folder, where there is one and the job wants it, in place of what an earlier run left.
 * What cannot be written is reported, not thrown: the answer is worth more.
 * @throws the signal's reason when aborted
 */
export async function keepRun(
  outDir: string | undefined,
  run: FinishedRun,
  { signal, warn }: { readonly signal: AbortSignal; readonly warn: Warn },
): Promise<void> {
  if (outDir === undefined) return;
  await removeRunFiles(outDir);
  if (!run.job.options.keep_run) return;
  const { dem: _dem, delays: _delays, registration: _registration, ...sampling } = run.sampling;
  // Addresses may hold secrets, and the points are in the answer.
  const options = shownOptions(run.job.options);
  const job: Job = { ...run.job, options, points: [], reference_url: '', secondary_url: '', webhook_url: null };
  const { state, estimate, overlaps } = run.registration;
  const kept: Kept = { ...run, job, registration: { state, estimate, overlaps }, sampling };
  try {
    await writeRunFiles(outDir, kept, signal);
  } catch (error) {
    if (!isSentryalError(error, 'PRODUCT_UNWRITABLE')) throw error;
    warn({
      code: 'RUN_NOT_SAVED',
      stage: 'products',
      message: `${error.message} The command points cannot measure further points in this run.`,
    });
  }
}

function hasPlace(dem: Dem): dem is Dem & Required<Pick<Dem, 'place'>> {
  return dem.place !== undefined;
}

/**
 * Reads what {@link keepRun} wrote. No pixels can be read from it.
 * @throws SentryalError RUN_NOT_FOUND, RUN_UNREADABLE, RUN_OTHER_VERSION; the signal's reason when aborted
 */
export async function loadRun(
  dir: string,
  signal: AbortSignal,
): Promise<Pick<FinishedRun, 'job' | 'findings' | 'sampling' | 'corrections'>> {
  const { job, findings, pair, area, registration, sampling, corrections } = (await readRunFiles(dir, signal)) as Kept;
  if (!hasPlace(area.dem)) throw new SentryalError('RUN_UNREADABLE', { file: dir, reason: 'its DEM has no place' });
  const dem = placedDem(area.dem);
  return {
    job,
    findings,
    corrections,
    sampling: {
      ...sampling,
      dem,
      delays: pointDelays(job, pair),
      registration: pointRegistration(pair, { ...area, dem }, registration),
    },
  };
}

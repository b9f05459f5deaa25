import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SentryalError, isSentryalError } from '../../src/errors/index.ts';
import { type Endpoint, httpStatusOf } from './endpoint.ts';
import type { ListedJob } from './job-list.ts';
import type { SubmissionLog } from './submission-log.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** What became of one job. */
export interface Submitted {
  readonly job_id: string;
  readonly status: 'succeeded' | 'failed';
  readonly runpod_id: string;
  /** Times that it was sent in this call; 0 where it had been sent before. */
  readonly sent: number;
  /** File of its answer or failure, in the output folder. */
  readonly file: string;
}

export interface SubmitOptions {
  readonly endpoint: Endpoint;
  readonly log: SubmissionLog;
  readonly outDir: string;
  /** Jobs that are at the endpoint at once. */
  readonly inFlight: number;
  /** First pause between two looks at a job, ms; it grows to ten times that. */
  readonly pollMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
}

/** Times that a job is sent, at most: once more where the platform failed it. */
const MOST_SENT = 2;

/** Failures of the connection in a row after which it is given up. */
const MOST_FAILURES = 20;

const LONGEST_PAUSE = 10;

type Ask<Answer> = () => Promise<Answer>;

/** Statuses that speak of the key or the endpoint, not of one job. */
const OF_ENDPOINT = [401, 403, 404];

/** Refusals of the connection: nothing was handed over. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

function codeOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: string; cause?: { code?: string } };
  return cause?.code ?? code ?? '';
}

/** Whether sending again cannot send twice: the endpoint said so, or was not reached. */
function wasNotTaken(error: unknown): boolean {
  const status = httpStatusOf(error);
  return status === undefined ? NOT_SENT.includes(codeOf(error)) : status === 429 || status >= 500;
}

/**
 * Asks until an answer comes: the connection may fail for minutes; what the endpoint refuses is final.
 * @param mayRepeat whether it may be asked again after a failure
 */
async function persistently<Answer>(
  ask: Ask<Answer>,
  { pollMs, signal }: SubmitOptions,
  mayRepeat: (error: unknown) => boolean = () => true,
): Promise<Answer> {
  for (let failures = 1; ; failures++) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (cause) {
      const status = httpStatusOf(cause);
      const isRefused = status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
      const reason = status === undefined ? (cause instanceof Error ? cause.message : String(cause)) : `HTTP ${status}`;
      if (isRefused || failures === MOST_FAILURES || !mayRepeat(cause))
        throw new SentryalError('SUBMIT_REFUSED', { reason }, { cause });
    }
    await setTimeout(Math.min(2 ** failures, LONGEST_PAUSE * 3) * pollMs, undefined, { signal });
  }
}

/** Looks at a job until it ends; undefined where the endpoint does not know it any more. */
async function awaited(
  runpodId: string,
  options: SubmitOptions,
): Promise<Exclude<Verdict, { kind: 'running' }> | undefined> {
  for (let looks = 0; ; looks++) {
    try {
      const verdict = verdictOf(await persistently(() => options.endpoint.status(runpodId), options));
      if (verdict.kind !== 'running') return verdict;
    } catch (error) {
      if (isSentryalError(error, 'SUBMIT_REFUSED') && httpStatusOf(error.cause) === 404) return undefined;
      throw error;
    }
    const pauseMs = options.pollMs * Math.min(1.3 ** looks, LONGEST_PAUSE);
    await setTimeout(pauseMs, undefined, { signal: options.signal });
  }
}

async function writeDocument(folder: string, jobId: string, document: unknown): Promise<string> {
  const file = join(folder, `${jobId}.json`);
  const part = `${file}.part`;
  try {
    await writeFile(part, `${JSON.stringify(document, undefined, 2)}\n`);
    await rename(part, file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SentryalError('CLI_OUTPUT_UNWRITABLE', { file, reason }, { cause });
  }
  return file;
}

/**
 * Whether a job may be sent once more: as often as it surely was not taken, once where nobody knows, never where the endpoint
 * answered what is no answer.
 */
function repeatPolicy(jobId: string, onProgress: SubmitOptions['onProgress']): (error: unknown) => boolean {
  let unknown = 0;
  return (error) => {
    if (wasNotTaken(error)) return true;
    if (isSentryalError(error, 'SUBMIT_ANSWER_UNKNOWN') || unknown++ > 0) return false;
    onProgress(`${jobId}: no answer to its sending; sent once more`);
    return true;
  };
}

/** Sends a job. @returns its id at the endpoint, or the failure document of a job that the endpoint will not take */
async function handOver(job: ListedJob, endpoint: Endpoint, options: SubmitOptions): Promise<string | object> {
  try {
    const mayRepeat = repeatPolicy(job.jobId, options.onProgress);
    return (await persistently(() => endpoint.run({ input: job.input }), options, mayRepeat)).id;
  } catch (error) {
    const status = isSentryalError(error, 'SUBMIT_REFUSED') ? httpStatusOf(error.cause) : undefined;
    if (status === undefined || status >= 500 || status === 429 || OF_ENDPOINT.includes(status)) throw error;
    return { job_id: job.jobId, status: 'error', error: `The endpoint refused the job with HTTP ${status}.` };
  }
}

async function submitOne(job: ListedJob, options: SubmitOptions): Promise<Submitted> {
  const { log, endpoint, outDir, onProgress } = options;
  const { jobId, digest } = job;
  const known = log.last(jobId, digest);
  const done = { job_id: jobId, file: join(outDir, `${jobId}.json`) };
  if (known?.event === 'succeeded') return { ...done, status: 'succeeded', runpod_id: known.runpod_id, sent: 0 };
  // What failed before is sent again; what was under way is asked for.
  let runpodId = known?.event === 'sent' ? known.runpod_id : undefined;
  for (let sent = 0; ;) {
    if (runpodId === undefined) {
      const taken = await handOver(job, endpoint, options);
      if (typeof taken !== 'string') {
        const file = await writeDocument(outDir, jobId, taken);
        onProgress(`${jobId}: refused`);
        return { ...done, status: 'failed', runpod_id: '', sent, file };
      }
      runpodId = taken;
      sent++;
      await log.add({ job_id: jobId, digest, event: 'sent', runpod_id: runpodId });
      onProgress(`${jobId}: sent as ${runpodId}`);
    }
    const verdict = await awaited(runpodId, options);
    const maySend = sent < MOST_SENT;
    if (verdict?.kind === 'failed' && verdict.mayRetry && maySend)
      onProgress(`${jobId}: the platform failed it; sent again`);
    else if (verdict === undefined && maySend) onProgress(`${jobId}: the endpoint does not know it; sent again`);
    else {
      const document = verdict?.document ?? { status: 'error', error: 'The endpoint does not know the job any more.' };
      const file = await writeDocument(outDir, jobId, document);
      const status = verdict?.kind === 'succeeded' ? 'succeeded' : 'failed';
      await log.add({ job_id: jobId, digest, event: status, runpod_id: runpodId });
      onProgress(`${jobId}: ${status}`);
      return { ...done, status, runpod_id: runpodId, sent, file };
    }
    runpodId = undefined;
  }
}

/**
 * Sends jobs to an endpoint, a bounded number at once, and gathers their results in a folder. Called again after it was cut
 * off, it asks for what is under way and sends what is not.
 * @throws SentryalError SUBMIT_REFUSED, CLI_OUTPUT_UNWRITABLE; the signal's reason
 */
export async function submitJobs(jobs: readonly ListedJob[], options: SubmitOptions): Promise<Submitted[]> {
  const results: Submitted[] = [];
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < jobs.length) {
      const k = next++;
      try {
        results[k] = await submitOne(jobs[k]!, { ...options, signal });
      } catch (error) {
        failed.abort(error);
        throw options.signal.aborted ? options.signal.reason : failed.signal.reason;
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: Math.min(options.inFlight, jobs.length) }, worker));
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken) throw broken.reason;
  return results;
}

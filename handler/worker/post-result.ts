import { doneAddress } from './addresses.ts';
import type { WorkerConfiguration } from './configuration.ts';
import { postHeaders } from './headers.ts';
import { type Response, describeResponse, send } from './http.ts';
import type { Log } from './log-line.ts';
import { pause } from './pause.ts';
import type { WorkerTimings } from './timings.ts';

/** A platform that answers 400 or 413 to a body of so many bytes is taken to find it too large. */
const LARGE_BYTES = 2 ** 20;

export interface PostOptions {
  readonly configuration: WorkerConfiguration;
  readonly timings: WorkerTimings;
  readonly log: Log;
  /** The result in place of one that the platform finds too large. */
  readonly refusedBody: (jobId: string, bytes: number, reason: string) => Promise<string>;
}

/** One post to a job's result address. */
export function postOnce(
  jobId: string,
  body: string,
  { configuration, timings }: PostOptions,
  signal?: AbortSignal,
): Promise<Response> {
  const url = doneAddress(configuration.doneUrl, jobId);
  const headers = postHeaders(configuration, jobId, body);
  const ended = signal ? { signal, dropsAnswer: true } : {};
  return send({ method: 'POST', url, headers, body, timeoutMs: timings.postMs, ...ended });
}

/** Whether the platform has taken a post: a redirect is no receipt. */
export function isTaken({ status }: Response): boolean {
  return typeof status === 'number' && status >= 200 && status < 300;
}

/** True where another attempt can help: the platform is in trouble or was not reached. */
function isPassing({ status }: Response): boolean {
  return status === 'failed' || status === 429 || status >= 500;
}

/**
 * Posts a result until it is acknowledged or nothing more can be done; it does not throw.
 * @returns whether the platform has a result of the job
 */
export async function postResult(jobId: string, body: string, options: PostOptions): Promise<boolean> {
  const { timings, log } = options;
  const waits = [...timings.resultWaitsMs];
  for (;;) {
    const response = await postOnce(jobId, body, options);
    if (isTaken(response)) return true;
    const told = `the result was not accepted: ${describeResponse(response)}`;
    const wait = isPassing(response) ? waits.shift() : undefined;
    if (wait === undefined) {
      log('ERROR', `${told}; it is given up`, jobId);
      const bytes = Buffer.byteLength(body);
      if ((response.status !== 400 && response.status !== 413) || bytes <= LARGE_BYTES) return false;
      return postResult(jobId, await options.refusedBody(jobId, bytes, describeResponse(response)), options);
    }
    log('WARN', `${told}; trying again in ${wait / 1000} s`, jobId);
    await pause(response.status === 429 ? Math.max(wait, timings.tooManyMs) : wait);
  }
}

import { takeAddress } from './addresses.ts';
import type { WorkerConfiguration } from './configuration.ts';
import { pollHeaders } from './headers.ts';
import { describeResponse, send } from './http.ts';
import type { Log } from './log-line.ts';
import { pause } from './pause.ts';
import { type TakenJobs, readTaken } from './taken-jobs.ts';
import type { WorkerTimings } from './timings.ts';

export interface TakeOptions {
  readonly configuration: WorkerConfiguration;
  readonly timings: WorkerTimings;
  readonly log: Log;
  /** No further poll begins once it aborts. */
  readonly stopping: AbortSignal;
  /** Ends the open poll: `stopping`, and some time for a job that is on its way. */
  readonly closing: AbortSignal;
  /** Waits for a free place. @returns how many there are, and whether any job is held */
  readonly places: () => Promise<{ readonly free: number; readonly isBusy: boolean }>;
  readonly accept: (taken: TakenJobs) => void;
  readonly onPoll?: () => void;
}

/** Takes jobs until it is told to stop; it does not throw. */
export async function takeJobs(options: TakeOptions): Promise<void> {
  const { configuration, timings, log, stopping, closing, accept } = options;
  const [firstMs, longestMs] = timings.backOffMs;
  let backOffMs = firstMs;
  while (!stopping.aborted) {
    const { free, isBusy } = await options.places();
    if (stopping.aborted) return;
    options.onPoll?.();
    const startedMs = performance.now();
    const url = takeAddress(configuration.takeUrl, free, isBusy);
    const response = await send({
      ...{ method: 'GET', url, headers: pollHeaders(configuration), timeoutMs: timings.pollMs, signal: closing },
    });
    const remainderMs = Math.max(0, timings.emptyMs - (performance.now() - startedMs));
    const isEnd = response.status === 'failed' && response.reason !== 'network';
    if (isEnd || response.status === 204 || response.status === 400) {
      backOffMs = firstMs;
      await pause(remainderMs, stopping);
    } else if (response.status === 429) {
      log('WARN', `taking jobs: too many requests; waiting ${timings.tooManyMs / 1000} s`);
      await pause(timings.tooManyMs, stopping);
    } else if (response.status === 200) {
      backOffMs = firstMs;
      const taken = readTaken(response.contentType, response.body);
      for (const fault of taken.faults) log('ERROR', `taking jobs: ${fault}`);
      if (taken.jobs.length + taken.malformed.length > 0) accept(taken);
      else await pause(remainderMs, stopping);
    } else {
      log('ERROR', `taking jobs: ${describeResponse(response)}; trying again in ${backOffMs / 1000} s`);
      await pause(backOffMs, stopping);
      backOffMs = Math.min(2 * backOffMs, longestMs);
    }
  }
}

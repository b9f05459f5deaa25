import { stopAddress } from './addresses.ts';
import type { WorkerConfiguration } from './configuration.ts';
import { pollHeaders } from './headers.ts';
import { type Response, describeResponse, send } from './http.ts';
import type { Log } from './log-line.ts';
import { pause } from './pause.ts';
import type { WorkerTimings } from './timings.ts';

/** The ids of jobs to stop; none where the answer is anything but what it should be. */
export function readStops(body: string): string[] {
  try {
    const { jobsToStop } = JSON.parse(body) as { jobsToStop?: unknown };
    return Array.isArray(jobsToStop) ? jobsToStop.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export interface StopOptions {
  readonly configuration: WorkerConfiguration;
  readonly timings: WorkerTimings;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly stopJob: (id: string) => void;
}

/** Listens for jobs to stop until the signal aborts; it does not throw. */
export async function listenForStops({ configuration, timings, log, signal, stopJob }: StopOptions): Promise<void> {
  const url = stopAddress(configuration.takeUrl);
  if (url === undefined) {
    log('WARN', 'jobs cannot be stopped one by one: the address to take jobs from has no /job-take/ in it');
    return;
  }
  while (!signal.aborted) {
    const headers = pollHeaders(configuration);
    const response = await send({ method: 'GET', url, headers, timeoutMs: timings.pollMs, signal });
    const ids = response.status === 200 ? readStops(response.body) : [];
    ids.forEach(stopJob);
    if (ids.length === 0) await pause(pauseAfter(response, timings, log), signal);
  }
}

function pauseAfter(response: Response, timings: WorkerTimings, log: Log): number {
  if (response.status === 429) return timings.tooManyMs;
  const isFailure = response.status === 'failed' ? response.reason === 'network' : response.status >= 400;
  if (isFailure) log('DEBUG', `stop channel: ${describeResponse(response)}`);
  return timings.stopPauseMs;
}

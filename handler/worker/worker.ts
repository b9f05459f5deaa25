import type { WorkerConfiguration } from './configuration.ts';
import { type FitnessCheck, isFit } from './fitness.ts';
import type { Handler } from './handler.ts';
import { HeldJobs } from './held-jobs.ts';
import { type Log, type LogStyle, createLog } from './log-line.ts';
import { pause } from './pause.ts';
import { Reporter } from './reporter.ts';
import { listenForStops } from './stop.ts';
import { takeJobs } from './take.ts';
import { DEFAULT_TIMINGS, type WorkerTimings } from './timings.ts';

export interface WorkerOptions {
  readonly configuration: WorkerConfiguration;
  readonly handler: Handler;
  /** Run in order before the first job is taken. */
  readonly fitness?: readonly FitnessCheck[];
  /** Jobs at once, 1 by default. */
  readonly places?: number;
  readonly refreshAfterJob?: boolean;
  readonly timings?: Partial<WorkerTimings>;
  readonly logStyle: LogStyle;
  readonly write: (line: string) => void;
  /** Aborts on SIGTERM and SIGINT: no further job is taken, those held are done. */
  readonly signal: AbortSignal;
  /** Called when the first poll for a job begins. */
  readonly onFirstTake?: () => void;
}

/** How a worker ended. */
type Ending = { readonly reason: string; readonly isFault: boolean };

/**
 * Takes jobs, does them and posts their results, until it is told to stop. It does not throw.
 * @returns the exit code: 0 after a request to stop or a refresh, 1 where it was unfit or a fault ended it
 */
export async function runWorker(options: WorkerOptions): Promise<number> {
  const { configuration, logStyle, write, signal } = options;
  const log = createLog(logStyle, write);
  const timings: WorkerTimings = { ...DEFAULT_TIMINGS, ...options.timings };
  const stopping = new AbortController();
  let ending: Ending | undefined;
  const end = (reason: string, isFault: boolean): void => {
    if (ending === undefined || (isFault && !ending.isFault)) ending = { reason, isFault };
    stopping.abort();
  };
  const onStop = (): void => end('asked to stop', false);
  signal.addEventListener('abort', onStop);
  if (signal.aborted) onStop();
  const reporter = new Reporter(configuration, timings, logStyle, log, (reason) => end(reason, true));
  try {
    if (!(await isFit(options.fitness ?? [], configuration, log, stopping.signal))) return 1;
    reporter.startPings();
    await work(options, { timings, log, reporter, end, stopping: stopping.signal });
    log(ending?.isFault ? 'ERROR' : 'INFO', `the worker ends: ${ending?.reason}`);
    return ending?.isFault ? 1 : 0;
  } finally {
    signal.removeEventListener('abort', onStop);
    await reporter.close();
  }
}

interface Tools {
  readonly timings: WorkerTimings;
  readonly log: Log;
  readonly reporter: Reporter;
  readonly end: (reason: string, isFault: boolean) => void;
  readonly stopping: AbortSignal;
}

async function work(options: WorkerOptions, { timings, log, reporter, end, stopping }: Tools): Promise<void> {
  const { configuration, handler, onFirstTake, places = 1, refreshAfterJob = false } = options;
  const retire = end;
  const held = new HeldJobs({ configuration, timings, log, handler, reporter, places, refreshAfterJob, retire });
  const finished = new AbortController();
  const closing = new AbortController();
  const listening = listenForStops({
    ...{ configuration, timings, log, signal: finished.signal },
    stopJob: (id) => held.stop(id),
  });
  let isFirst = true;
  const taking = takeJobs({
    ...{ configuration, timings, log, stopping, closing: closing.signal },
    places: () => held.places(stopping),
    accept: (taken) => held.accept(taken),
    onPoll: () => {
      if (isFirst) onFirstTake?.();
      isFirst = false;
    },
  });
  // A timer ends after 24.8 days at most; an idle worker may live longer.
  while (!stopping.aborted) await pause(2 ** 31 - 1, stopping);
  await drain(held, taking, closing, timings, log);
  finished.abort();
  await listening;
}

/** Lets what is held finish, within bounds, a job that was on its way included. */
async function drain(
  held: HeldJobs,
  taking: Promise<void>,
  closing: AbortController,
  timings: WorkerTimings,
  log: Log,
): Promise<void> {
  log('INFO', `stopping: no further jobs are taken, ${held.count} held`);
  await Promise.race([taking, pause(timings.lateTakeMs)]);
  closing.abort();
  await taking;
  const late = AbortSignal.timeout(timings.drainMs);
  await held.empty(late);
  if (held.count === 0) return;
  log('ERROR', `${held.count} jobs did not end within ${timings.drainMs / 1000} s and are given up`);
  held.abortAll();
  await held.empty(AbortSignal.timeout(longestEnd(timings)));
}

/** So long can the report of a job that is given up take. */
function longestEnd(timings: WorkerTimings): number {
  const waitsMs = timings.resultWaitsMs.reduce((sum, wait) => sum + wait, 0);
  return timings.abandonMs + timings.progressMs + waitsMs;
}

import { SentryalError } from '../../src/errors/index.ts';
import { readJobId } from '../../src/job/index.ts';
import { orAbandon } from './abandon.ts';
import type { WorkerConfiguration } from './configuration.ts';
import type { Handler, HandlerContext, RunpodJob } from './handler.ts';
import type { Log } from './log-line.ts';
import { lossBody, lossError } from './loss.ts';
import type { Reporter } from './reporter.ts';
import { errorBody, errorReport, progressBody, resultBody } from './result-body.ts';
import type { TakenJobs } from './taken-jobs.ts';
import type { WorkerTimings } from './timings.ts';

export interface HeldJobsOptions {
  readonly configuration: WorkerConfiguration;
  readonly timings: WorkerTimings;
  readonly log: Log;
  readonly handler: Handler;
  readonly reporter: Reporter;
  /** How many jobs run at once. */
  readonly places: number;
  /** Every result asks for a new worker, and this one ends after it. */
  readonly refreshAfterJob: boolean;
  readonly retire: (reason: string, isFault: boolean) => void;
}

interface Running {
  readonly controller: AbortController;
  /** The platform asked to stop the job: nothing is posted of it. */
  isStopped: boolean;
}

/** The jobs that this worker holds, from when they are handed over until their result is posted. */
export class HeldJobs {
  readonly #options: HeldJobsOptions;
  readonly #running = new Map<string, Running>();
  #onChange: (() => void)[] = [];

  constructor(options: HeldJobsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#running.size;
  }

  /** Waits for a free place. */
  async places(signal: AbortSignal): Promise<{ free: number; isBusy: boolean }> {
    await this.#until(() => this.count < this.#options.places, signal);
    return { free: this.#options.places - this.count, isBusy: this.count > 0 };
  }

  /** Waits until nothing is held, or the signal aborts. */
  empty(signal: AbortSignal): Promise<void> {
    return this.#until(() => this.count === 0, signal);
  }

  /** Begins with what was handed over. */
  accept({ jobs, malformed }: TakenJobs): void {
    const { reporter, log } = this.#options;
    for (const { id, reason } of malformed) {
      void this.#hold(id, null, async () => {
        log('ERROR', `what was handed over is no job: ${reason}`, id);
        await reporter.result(id, lossBody({ kind: 'malformed', reason }, null, 0));
      });
    }
    for (const job of jobs) void this.#hold(job.id, readJobId(job.input), (running) => this.#run(job, running));
  }

  /** The platform stops a job; one that is not held is nobody's business. */
  stop(id: string): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#options.log('INFO', 'stopped by the platform', id);
    running.isStopped = true;
    running.controller.abort(new SentryalError('CANCELLED'));
  }

  /** The worker has to end: every job is told so and reports it. */
  abortAll(): void {
    for (const { controller } of this.#running.values()) controller.abort(lossError({ kind: 'stopped' }));
  }

  async #hold(id: string, jobId: string | null, work: (running: Running) => Promise<void>): Promise<void> {
    const { reporter, log } = this.#options;
    if (this.#running.has(id)) return log('WARN', 'handed over twice; it runs once', id);
    const running: Running = { controller: new AbortController(), isStopped: false };
    this.#running.set(id, running);
    reporter.hold(id, jobId);
    try {
      await work(running);
    } catch (error) {
      log('ERROR', `the result could not be posted: ${String(error)}`, id);
    } finally {
      reporter.release(id);
      this.#running.delete(id);
      this.#changed();
    }
  }

  async #run(job: RunpodJob, running: Running): Promise<void> {
    const { reporter, log, retire, refreshAfterJob, timings, handler } = this.#options;
    const { signal } = running.controller;
    const startedMs = performance.now();
    let isRetiring = refreshAfterJob;
    const retireOnce = (reason: string): void => {
      isRetiring = true;
      log('ERROR', `this worker takes no further job: ${reason}`, job.id);
      retire(reason, true);
    };
    const context: HandlerContext = {
      signal,
      progress: (output) => {
        const body = progressBody(output);
        if (body === undefined) log('ERROR', 'progress that JSON cannot carry was not posted', job.id);
        else if (!signal.aborted) reporter.progress(job.id, body);
      },
      log: (level, message) => log(level, message, job.id),
      retire: retireOnce,
    };
    log('INFO', 'started', job.id);
    let body: string | undefined;
    try {
      const notEnded = (): void =>
        retireOnce(new SentryalError('JOB_NOT_ENDED', { seconds: timings.abandonMs / 1000 }).message);
      const working = Promise.resolve().then(() => handler(job, context));
      const value = await orAbandon(working, signal, timings.abandonMs, notEnded);
      body = resultBody(value, isRetiring);
    } catch (error) {
      if (!running.isStopped)
        body = this.#failureBody(signal.aborted ? signal.reason : error, job, startedMs, isRetiring);
    }
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(3);
    if (body === undefined) return log('INFO', `ended after ${seconds} s without a result, as it was stopped`, job.id);
    const isAccepted = await reporter.result(job.id, body);
    log(
      isAccepted ? 'INFO' : 'ERROR',
      `finished after ${seconds} s${isAccepted ? '' : '; the result is lost'}`,
      job.id,
    );
    if (refreshAfterJob) retire('a new worker was asked for after each job', false);
  }

  #failureBody(error: unknown, job: RunpodJob, startedMs: number, stopsPod: boolean): string {
    const { log, configuration } = this.#options;
    log('ERROR', error instanceof Error ? (error.stack ?? error.message) : String(error), job.id);
    if (error instanceof SentryalError && error.code === 'WORKER_STOPPED') {
      return lossBody({ kind: 'stopped' }, readJobId(job.input), (performance.now() - startedMs) / 1000);
    }
    return errorBody(errorReport(error, configuration), stopsPod);
  }

  #changed(): void {
    const waiting = this.#onChange;
    this.#onChange = [];
    for (const resume of waiting) resume();
  }

  async #until(isTrue: () => boolean, signal: AbortSignal): Promise<void> {
    while (!isTrue() && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const resume = (): void => {
          signal.removeEventListener('abort', resume);
          resolve();
        };
        signal.addEventListener('abort', resume);
        this.#onChange.push(resume);
      });
    }
  }
}

import { randomUUID } from 'node:crypto';
import { isSentryalError } from '../../src/errors/index.ts';
import type { Handler, HandlerContext } from '../worker/handler.ts';
import { resultBody } from '../worker/result-body.ts';
import { type JobRecord, isEnded, newRecord, statusOf } from './job-record.ts';

/** RunPod's default for the time that a job may take, ms. */
const EXECUTION_TIMEOUT_MS = 600_000;

/** How long a result is kept, ms, and how many at most. */
const KEPT_MS = 30 * 60_000;
const MOST_KEPT = 1000;

const WORKER_ID = 'local';

export interface LocalQueueOptions {
  /** Jobs that run at once. */
  readonly concurrency: number;
  readonly log: HandlerContext['log'];
  /** Told of every job that has ended. */
  readonly onEnd?: (record: JobRecord, status: Record<string, unknown>) => void;
}

/** The execution time that a request's policy allows, ms. */
function executionTimeoutMs(policy: unknown): number {
  const value =
    typeof policy === 'object' && policy !== null ? (policy as Record<string, unknown>)['executionTimeout'] : 0;
  return typeof value === 'number' && value > 0 ? Math.min(value, 2 ** 31 - 1) : EXECUTION_TIMEOUT_MS;
}

/** Jobs of the local service: run in the order they came, a bounded number at once; results are kept for a while. */
export class LocalQueue {
  readonly #records = new Map<string, JobRecord>();
  readonly #waiting: JobRecord[] = [];
  readonly #handler: Handler;
  readonly #options: LocalQueueOptions;
  #running = 0;
  #completed = 0;
  #failed = 0;

  constructor(handler: Handler, options: LocalQueueOptions) {
    this.#handler = handler;
    this.#options = options;
  }

  /** Takes a request: its fields become the job's. */
  add(fields: Readonly<Record<string, unknown>>, prefix = ''): JobRecord {
    this.#forget();
    const record = newRecord({ ...fields, id: `${prefix}${randomUUID()}`, input: fields['input'] }, Date.now());
    this.#records.set(record.job.id, record);
    this.#waiting.push(record);
    this.#startNext();
    return record;
  }

  find(id: string): JobRecord | undefined {
    return this.#records.get(id);
  }

  status(record: JobRecord): Record<string, unknown> {
    return statusOf(record, WORKER_ID);
  }

  cancel(record: JobRecord): void {
    if (isEnded(record)) return;
    const at = this.#waiting.indexOf(record);
    if (at >= 0) this.#waiting.splice(at, 1);
    this.#finish(record, 'CANCELLED');
    record.controller.abort();
  }

  /** Takes every job that waits out of the queue; returns how many. */
  purge(): number {
    const waiting = this.#waiting.splice(0);
    for (const record of waiting) this.#finish(record, 'CANCELLED');
    return waiting.length;
  }

  health(): Record<string, unknown> {
    const { concurrency } = this.#options;
    const running = Math.min(this.#running, 1);
    return {
      jobs: {
        completed: this.#completed,
        failed: this.#failed,
        inProgress: this.#running,
        inQueue: this.#waiting.length,
        retried: 0,
      },
      workers: {
        idle: 1 - running,
        initializing: 0,
        ready: this.#running < concurrency ? 1 : 0,
        running,
        throttled: 0,
        unhealthy: 0,
      },
    };
  }

  /** Stops everything; settles when no job runs. */
  async close(): Promise<void> {
    this.purge();
    const running = [...this.#records.values()].filter((record) => !isEnded(record));
    for (const record of running) this.cancel(record);
    await Promise.all([...this.#active]);
  }

  readonly #active = new Set<Promise<void>>();

  #startNext(): void {
    while (this.#running < this.#options.concurrency) {
      const record = this.#waiting.shift();
      if (record === undefined) return;
      const work = this.#run(record);
      this.#active.add(work);
      void work.finally(() => this.#active.delete(work));
    }
  }

  async #run(record: JobRecord): Promise<void> {
    this.#running += 1;
    record.state = 'IN_PROGRESS';
    record.startedMs = Date.now();
    const { controller } = record;
    const timer = setTimeout(() => {
      this.#finish(record, 'TIMED_OUT', 'job timed out');
      controller.abort();
    }, executionTimeoutMs(record.job['policy']));
    try {
      const value = await this.#handler(record.job, {
        signal: controller.signal,
        progress: (output) => {
          if (isEnded(record)) return;
          record.output = output;
          record.unread.push(output);
        },
        log: this.#options.log,
        retire: (reason) => this.#options.log('WARN', reason),
      });
      const { output, error } = JSON.parse(resultBody(value)) as { output?: unknown; error?: string };
      this.#finish(record, error === undefined ? 'COMPLETED' : 'FAILED', error, output);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#finish(record, 'FAILED', isSentryalError(error) ? `${error.code}: ${message}` : message);
    } finally {
      clearTimeout(timer);
      this.#running -= 1;
      this.#startNext();
    }
  }

  /** The first end counts: a job that was cancelled stays so. */
  #finish(record: JobRecord, state: JobRecord['state'], error?: string, output?: unknown): void {
    if (isEnded(record)) return;
    record.state = state;
    record.endedMs = Date.now();
    record.output = output;
    record.error = error;
    if (state === 'COMPLETED') this.#completed += 1;
    if (state === 'FAILED' || state === 'TIMED_OUT') this.#failed += 1;
    record.end();
    this.#options.onEnd?.(record, this.status(record));
  }

  #forget(): void {
    const now = Date.now();
    const ended = [...this.#records.values()].filter(isEnded);
    for (const [k, record] of ended.entries())
      if (now - record.endedMs! > KEPT_MS || k < ended.length - MOST_KEPT) this.#records.delete(record.job.id);
  }
}

import type { RunpodJob } from '../worker/handler.ts';

/** States of a job as RunPod names them. */
export type JobState = 'IN_QUEUE' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'TIMED_OUT';

/** One job of the local service, from its request to its result. */
export interface JobRecord {
  readonly job: RunpodJob;
  state: JobState;
  readonly queuedMs: number;
  startedMs: number | undefined;
  endedMs: number | undefined;
  /** Of a finished job its result, of a running one its last progress. */
  output: unknown;
  error: string | undefined;
  /** Progress that `/stream` has not handed out yet. */
  readonly unread: unknown[];
  readonly controller: AbortController;
  /** Settles when the job has ended, whatever came of it. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

/** A new job, waiting. */
export function newRecord(job: RunpodJob, nowMs: number): JobRecord {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    job,
    state: 'IN_QUEUE',
    queuedMs: nowMs,
    startedMs: undefined,
    endedMs: undefined,
    output: undefined,
    error: undefined,
    unread: [],
    controller: new AbortController(),
    ended,
    end,
  };
}

/** Whether nothing more will come of a job. */
export function isEnded({ state }: JobRecord): boolean {
  return state !== 'IN_QUEUE' && state !== 'IN_PROGRESS';
}

/** What `/status` says of a job. */
export function statusOf(record: JobRecord, workerId: string): Record<string, unknown> {
  const { job, state, queuedMs, startedMs, endedMs, output, error } = record;
  return {
    id: job.id,
    status: state,
    ...(startedMs === undefined ? {} : { delayTime: Math.round(startedMs - queuedMs), workerId }),
    ...(startedMs !== undefined && endedMs !== undefined ? { executionTime: Math.round(endedMs - startedMs) } : {}),
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
  };
}

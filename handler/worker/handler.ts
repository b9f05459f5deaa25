/** A job as RunPod hands it over; whatever else it carries is kept. */
export interface RunpodJob {
  readonly id: string;
  readonly input: unknown;
  readonly [field: string]: unknown;
}

/** What a handler is given beside the job. */
export interface HandlerContext {
  /** Aborts when the platform stops the job, or the worker ends; its reason says which. */
  readonly signal: AbortSignal;
  /** Posts progress: in order, and never after the result. */
  readonly progress: (output: unknown) => void;
  /** Writes to the log under the job's id. */
  readonly log: (level: 'ERROR' | 'WARN' | 'INFO' | 'DEBUG', message: string) => void;
  /** Says that this process must not take another job: it ends, with an error, when those it holds are done. */
  readonly retire: (reason: string) => void;
}

/**
 * Does a job. What it returns becomes the result: `error` in an object is a failure, `refresh_worker` asks for a new
 * worker, anything else is the output.
 */
export type Handler = (job: RunpodJob, context: HandlerContext) => Promise<unknown>;

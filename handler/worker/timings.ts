/** How long the worker waits for what, ms. Where RunPod's worker has a number it is the same one. */
export interface WorkerTimings {
  /** A take or stop poll is given up after so long and asked again. */
  readonly pollMs: number;
  /** After 429. */
  readonly tooManyMs: number;
  /** After other failures of a take: the first wait, which doubles, and the longest. */
  readonly backOffMs: readonly [first: number, longest: number];
  /** An empty answer of a take counts as a poll of at least this length. */
  readonly emptyMs: number;
  /** Between polls of the stop channel. */
  readonly stopPauseMs: number;
  /** One attempt to post anything. */
  readonly postMs: number;
  /** Before the second and each further attempt to post a result. */
  readonly resultWaitsMs: readonly number[];
  /** A final result waits so long for progress that is still being posted. */
  readonly progressMs: number;
  /** After a request to stop, an open take may still hand a job over for so long. */
  readonly lateTakeMs: number;
  /** A handler that was aborted may take so long to come back. */
  readonly abandonMs: number;
  /** Jobs may run so long after a request to stop. */
  readonly drainMs: number;
  /** Without a sign of life of the main thread for so long its jobs are reported and the process is ended. */
  readonly heartbeatMs: number;
  /** A process that is ending waits so long for its jobs to be reported. */
  readonly lastWordsMs: number;
}

export const DEFAULT_TIMINGS: WorkerTimings = {
  pollMs: 90_000,
  tooManyMs: 5000,
  backOffMs: [200, 5000],
  emptyMs: 200,
  stopPauseMs: 1000,
  postMs: 120_000,
  resultWaitsMs: [2000, 3000, 5000, 8000, 12_000],
  progressMs: 5000,
  lateTakeMs: 2000,
  abandonMs: 20_000,
  drainMs: 600_000,
  heartbeatMs: 120_000,
  lastWordsMs: 15_000,
};

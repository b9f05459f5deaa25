import { SentryalError } from '../errors/index.ts';

/** A signal that aborts with another one, or when the time of a job has passed. */
export interface TimeLimit extends Disposable {
  readonly signal: AbortSignal;
}

/** @param seconds 0 for no limit; what has passed it ends with JOB_TIME_LIMIT */
export function timeLimit(outer: AbortSignal, seconds: number): TimeLimit {
  if (seconds === 0) return { signal: outer, [Symbol.dispose]: () => {} };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new SentryalError('JOB_TIME_LIMIT', { seconds })), seconds * 1000);
  return {
    signal: AbortSignal.any([outer, controller.signal]),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

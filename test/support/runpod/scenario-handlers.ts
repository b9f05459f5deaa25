import type { FitnessCheck } from '../../../handler/worker/fitness.ts';
import type { Handler } from '../../../handler/worker/handler.ts';

/** Seconds that the recorded handlers slept are so many milliseconds here. */
const SECOND_MS = 250;

function sleep(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * SECOND_MS);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

/** An error as the recorded handlers raise it. */
export function namedError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

const ERRORS: Readonly<Record<string, unknown>> = {
  plain: { error: 'custom failure' },
  with_output: { error: 'custom failure', detail: 7 },
  object: { error: { code: 'E1', msg: 'x' } },
  empty: { error: '', detail: 7 },
  list: { error: ['a', 'b'] },
  error_and_refresh: { error: 'bad', refresh_worker: true },
};

const REFRESH: Readonly<Record<string, unknown>> = {
  with: { job_results: [1], refresh_worker: true },
  only: { refresh_worker: true },
  false: { refresh_worker: false, x: 1 },
};

/** The part of an id such as job-01-plain that says what to return. */
const wanted = (id: string): string => id.replace(/^job-\d+-/, '');

/** The handlers of the recorded scenarios. */
export const handlers: Readonly<Record<string, Handler>> = {
  async async_ok(job) {
    const { sleep: seconds } = (job.input ?? {}) as { sleep?: number };
    if (seconds !== undefined) await sleep(seconds);
    return { echo: job.input, keys: Object.keys(job).toSorted() };
  },
  raise: () => Promise.reject(namedError('ValueError', 'boom: bad prompt')),
  errors: (job) => Promise.resolve(ERRORS[wanted(job.id)]),
  refresh: (job) => Promise.resolve(REFRESH[wanted(job.id)]),
  async progress_async(_, { progress }) {
    for (const step of [0, 1, 2]) {
      progress(`step ${step}`);
      await sleep(0.1);
    }
    return { done: true };
  },
  async progress_race(_, { progress }) {
    for (const step of [0, 1, 2, 3, 4]) progress(step);
    return Promise.resolve('final');
  },
  async concurrent(job) {
    await sleep((job.input as { sleep: number }).sleep);
    return { id: job.id };
  },
  async cancel_aware(job, { signal }) {
    await sleep((job.input as { sleep: number }).sleep, signal);
    return { finished: true };
  },
};

export const failingFitness: FitnessCheck = {
  name: 'gpu_present',
  check: () => Promise.reject(namedError('RuntimeError', 'no GPU here')),
};

import { type Patience, delayMs, pause } from '../retry.ts';
import type { S3Options } from './s3.ts';
import { type S3Subject, abortError, s3Failure } from './s3-failure.ts';

const LONGEST_WAIT_MS = 30_000;

/** Runs requests within the limits of one client: so many at a time, each tried again while its failure may pass. */
export interface S3Attempts {
  /**
   * @param again is asked before each new attempt whether the last one got anywhere: then the count begins anew
   */
  run<Result>(
    subject: S3Subject,
    signal: AbortSignal | undefined,
    attempt: (signal: AbortSignal | undefined) => Promise<Result>,
    again?: () => boolean,
  ): Promise<Result>;
}

/** So many at a time, in the order they came. */
function turns(count: number): { take(signal: AbortSignal | undefined): Promise<void>; give(): void } {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    async take(signal) {
      if (signal?.aborted === true) throw abortError(signal);
      if (free > 0) {
        free--;
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const next = (): void => {
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        const leave = (): void => {
          waiting.splice(waiting.indexOf(next), 1);
          reject(abortError(signal!));
        };
        waiting.push(next);
        signal?.addEventListener('abort', leave, { once: true });
      });
    },
    give() {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    },
  };
}

export function s3Attempts(connections: number, options: S3Options): S3Attempts {
  const { retries = 5, firstWaitS = 0.5 } = options;
  const patience: Patience = { firstDelayMs: firstWaitS * 1000, maxDelayMs: LONGEST_WAIT_MS };
  const connection = turns(connections);
  return {
    async run(subject, signal, attempt, again) {
      for (let failed = 0; ;) {
        await connection.take(signal);
        let waitMs: number;
        try {
          return await attempt(signal);
        } catch (thrown) {
          const failure = s3Failure(thrown, subject, signal);
          failed = again?.() === true ? 1 : failed + 1;
          if (!failure.mayPass || failed > retries) throw failure.error;
          waitMs = delayMs(failed - 1, patience, failure.waitMs);
        } finally {
          connection.give();
        }
        await pause(waitMs, signal);
      }
    },
  };
}

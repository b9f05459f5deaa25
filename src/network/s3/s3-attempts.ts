import { setMaxListeners } from 'node:events';
import type { S3Client } from '@aws-sdk/client-s3';
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

/** A service's clients, and how they are used. */
export interface S3Access {
  /** The client of the region that a bucket is known to be in. */
  readonly clientOf: (bucket: string) => Promise<S3Client>;
  readonly attempts: S3Attempts;
  readonly partBytes: number | undefined;
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
        if (signal === undefined) return;
        // As many wait on one signal as a job has reads.
        setMaxListeners(0, signal);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
    give() {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    },
  };
}

/** @param moved is told which region a bucket is in, and says whether it is asked for there */
export function s3Attempts(
  connections: number,
  options: S3Options,
  moved: (bucket: string, region: string) => boolean,
): S3Attempts {
  const { retries = 5, firstWaitS = 0.5 } = options;
  const patience: Patience = { firstDelayMs: firstWaitS * 1000, maxDelayMs: LONGEST_WAIT_MS };
  const connection = turns(connections);
  return {
    async run(subject, signal, attempt, again) {
      let hasMoved = false;
      for (let failed = 0; ;) {
        await connection.take(signal);
        let waitMs: number;
        try {
          return await attempt(signal);
        } catch (thrown) {
          const failure = s3Failure(thrown, subject, signal);
          if (!hasMoved && failure.region !== undefined && moved(subject.bucket, failure.region)) {
            hasMoved = true;
            continue;
          }
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

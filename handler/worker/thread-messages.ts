import type { WorkerConfiguration } from './configuration.ts';
import type { LogStyle } from './log-line.ts';
import type { WorkerTimings } from './timings.ts';

/** What the thread is started with. */
export interface ThreadData {
  readonly configuration: WorkerConfiguration;
  readonly timings: WorkerTimings;
  readonly logStyle: LogStyle;
  readonly shared: SharedArrayBuffer;
}

/** Whole numbers that both threads see: one that grows while the main thread lives, and one that is 1 after last words. */
export const BEAT = 0;
export const LAST_WORDS = 1;
export const SHARED_BYTES = 8;

/** What the main thread tells. */
export type ToThread =
  | { readonly type: 'ping' }
  /** `jobId`: what failure documents call the job. */
  | { readonly type: 'hold'; readonly id: string; readonly jobId: string | null }
  | { readonly type: 'progress'; readonly id: string; readonly body: string }
  | { readonly type: 'result'; readonly id: string; readonly body: string }
  /** Forgets a job without posting anything. */
  | { readonly type: 'release'; readonly id: string }
  /** The process is about to end: reports what is held. */
  | { readonly type: 'last-words' };

/** What the thread tells. */
export type FromThread = { readonly type: 'posted'; readonly id: string; readonly isAccepted: boolean };

import { Worker } from 'node:worker_threads';
import type { WorkerConfiguration } from './configuration.ts';
import type { Log, LogStyle } from './log-line.ts';
import { lossBody } from './loss.ts';
import { type PostOptions, postResult } from './post-result.ts';
import { BEAT, type FromThread, LAST_WORDS, SHARED_BYTES, type ThreadData, type ToThread } from './thread-messages.ts';
import type { WorkerTimings } from './timings.ts';

/** Beats within the longest silence. */
const BEATS = 60;

interface Held {
  readonly jobId: string | null;
  readonly sinceMs: number;
  /** The result, once it was handed to the thread. */
  body?: string;
  posted?: (isAccepted: boolean) => void;
}

/** The thread's file beside this one: of a build, or of the sources. */
const THREAD = import.meta.url.endsWith('.ts') ? './ping-thread-from-source.mjs' : './ping-thread.js';

/**
 * The main thread's hand on the thread that speaks to the platform. Should that thread break, what is left to post is
 * posted from here.
 */
export class Reporter {
  readonly #options: Omit<PostOptions, 'refusedBody'>;
  readonly #thread: Worker;
  readonly #numbers: Int32Array;
  readonly #held = new Map<string, Held>();
  readonly #beat: NodeJS.Timeout;
  readonly #onExit = (): void => this.#lastWords();
  #isBroken = false;

  constructor(
    configuration: WorkerConfiguration,
    timings: WorkerTimings,
    logStyle: LogStyle,
    log: Log,
    onBroken: (reason: string) => void,
  ) {
    this.#options = { configuration, timings, log };
    const shared = new SharedArrayBuffer(SHARED_BYTES);
    this.#numbers = new Int32Array(shared);
    const workerData: ThreadData = { configuration, timings, logStyle, shared };
    this.#thread = new Worker(new URL(THREAD, import.meta.url), { name: 'ping', workerData, execArgv: [] });
    this.#thread.on('message', (message: FromThread) => this.#settle(message.id, message.isAccepted));
    this.#thread.on('error', (error) => this.#break(String(error), onBroken));
    this.#thread.on('exit', () => this.#break('it ended', onBroken));
    this.#beat = setInterval(() => Atomics.add(this.#numbers, BEAT, 1), timings.heartbeatMs / BEATS).unref();
    process.on('exit', this.#onExit);
  }

  /** Begins with the pings. */
  startPings(): void {
    this.#tell({ type: 'ping' });
  }

  /** From now on the job is named in pings, and reported should the process end or hang. */
  hold(id: string, jobId: string | null): void {
    this.#held.set(id, { jobId, sinceMs: performance.now() });
    this.#tell({ type: 'hold', id, jobId });
  }

  /** @param body text of the post */
  progress(id: string, body: string): void {
    this.#tell({ type: 'progress', id, body });
  }

  /** Posts the result of a job that is held and forgets the job. @returns whether the platform has it */
  result(id: string, body: string): Promise<boolean> {
    const held = this.#held.get(id);
    if (held === undefined) return Promise.resolve(false);
    if (this.#isBroken) return this.#postHere(id, held, body);
    held.body = body;
    const posted = new Promise<boolean>((resolve) => {
      held.posted = resolve;
    });
    this.#tell({ type: 'result', id, body });
    return posted;
  }

  /** Forgets a job without posting anything. */
  release(id: string): void {
    this.#held.delete(id);
    this.#tell({ type: 'release', id });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    clearInterval(this.#beat);
    process.off('exit', this.#onExit);
    this.#isBroken = true;
    await this.#thread.terminate();
  }

  #tell(message: ToThread): void {
    if (!this.#isBroken) this.#thread.postMessage(message);
  }

  #settle(id: string, isAccepted: boolean): void {
    const posted = this.#held.get(id)?.posted;
    this.#held.delete(id);
    posted?.(isAccepted);
  }

  #break(reason: string, onBroken: (reason: string) => void): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    onBroken(`the thread that posts results broke: ${reason}`);
    for (const [id, held] of this.#held) if (held.body !== undefined) void this.#postHere(id, held, held.body);
  }

  async #postHere(id: string, { jobId, sinceMs, posted }: Held, body: string): Promise<boolean> {
    const refusedBody = (_: string, bytes: number, reason: string): Promise<string> =>
      Promise.resolve(lossBody({ kind: 'refused', bytes, reason }, jobId, (performance.now() - sinceMs) / 1000));
    const isAccepted = await postResult(id, body, { ...this.#options, refusedBody });
    this.#held.delete(id);
    posted?.(isAccepted);
    return isAccepted;
  }

  /** The process ends, whoever ended it: the thread still runs and reports what is held while this one waits. */
  #lastWords(): void {
    if (this.#isBroken || this.#held.size === 0) return;
    this.#tell({ type: 'last-words' });
    Atomics.wait(this.#numbers, LAST_WORDS, 0, this.#options.timings.lastWordsMs);
  }
}

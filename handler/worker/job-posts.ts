import { type PostOptions, isTaken, postOnce, postResult } from './post-result.ts';
import { describeResponse } from './http.ts';
import { pause } from './pause.ts';

/** Progress that waits to be posted beyond this is dropped, the oldest first. */
const LONGEST_QUEUE = 100;

/**
 * What is posted of one job: its progress one after the other, each once, and then its result, after which nothing
 * more is posted.
 */
export class JobPosts {
  readonly #jobId: string;
  readonly #options: PostOptions;
  readonly #queue: string[] = [];
  readonly #ended = new AbortController();
  #sending: Promise<void> | undefined;
  #result: Promise<boolean> | undefined;

  constructor(jobId: string, options: PostOptions) {
    this.#jobId = jobId;
    this.#options = options;
  }

  /** @param body text of the post */
  progress(body: string): void {
    if (this.#result) return;
    this.#queue.push(body);
    if (this.#queue.length > LONGEST_QUEUE) this.#queue.shift();
    this.#sending ??= this.#sendProgress();
  }

  /** The first result is posted; later ones are ignored. @returns whether the platform has it */
  result(body: string): Promise<boolean> {
    this.#result ??= this.#sendResult(body);
    return this.#result;
  }

  async #sendResult(body: string): Promise<boolean> {
    await Promise.race([this.#sending, pause(this.#options.timings.progressMs, this.#ended.signal)]);
    this.#queue.length = 0;
    this.#ended.abort();
    await this.#sending;
    return postResult(this.#jobId, body, this.#options);
  }

  async #sendProgress(): Promise<void> {
    while (this.#queue.length > 0) {
      const body = this.#queue.shift()!;
      const response = await postOnce(this.#jobId, body, this.#options, this.#ended.signal);
      if (!isTaken(response))
        this.#options.log('DEBUG', `progress was not accepted: ${describeResponse(response)}`, this.#jobId);
    }
    this.#sending = undefined;
  }
}

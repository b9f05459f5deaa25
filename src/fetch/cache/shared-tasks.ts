import { setMaxListeners } from 'node:events';

/** Rejects with the signal's reason as soon as it is aborted. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return work;
  setMaxListeners(0, signal);
  let leave = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

interface Task<Value> {
  readonly result: Promise<Value>;
  readonly abort: AbortController;
  waiting: number;
}

/** Work that several may want at once is done once; it is given up when the last of them has. */
export class SharedTasks<Value> {
  readonly #tasks = new Map<string, Task<Value>>();

  async join(key: string, work: (signal: AbortSignal) => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    signal?.throwIfAborted();
    let task = this.#tasks.get(key);
    if (!task) {
      const abort = new AbortController();
      task = { result: work(abort.signal), abort, waiting: 0 };
      this.#tasks.set(key, task);
    }
    task.waiting += 1;
    try {
      return await unlessAborted(task.result, signal);
    } finally {
      task.waiting -= 1;
      if (task.waiting === 0) {
        if (this.#tasks.get(key) === task) this.#tasks.delete(key);
        // Whoever waited is gone: what is still under way fails unseen.
        task.result.catch(() => {});
        task.abort.abort();
      }
    }
  }
}

import { pause } from './pause.ts';

/**
 * Waits for a promise, but once the signal has aborted only for so long.
 * @param onAbandoned called where that time has passed
 * @throws the signal's reason then
 */
export async function orAbandon<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  milliseconds: number,
  onAbandoned: () => void,
): Promise<T> {
  const over = new AbortController();
  const abandoned = (async (): Promise<never> => {
    await pause(2 ** 31 - 1, AbortSignal.any([signal, over.signal]));
    await pause(milliseconds, over.signal);
    if (!over.signal.aborted) onAbandoned();
    throw signal.reason;
  })();
  abandoned.catch(() => {});
  try {
    return await Promise.race([promise, abandoned]);
  } finally {
    over.abort();
  }
}

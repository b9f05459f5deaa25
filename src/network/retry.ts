import { setTimeout as sleep } from 'node:timers/promises';

/** How long to try. */
export interface Patience {
  /** Wait before the first further try, doubled for each after it. */
  readonly firstDelayMs: number;
  /** No wait is longer, whatever a server asks for. */
  readonly maxDelayMs: number;
}

/** `Retry-After`, seconds or a date, as a wait from now; undefined where it says neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // A date of HTTP starts with the name of the day; Date.parse takes far more than that.
  const dateMs = /^[A-Z][a-z]{2,8}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

/**
 * Wait before try number `tries` + 2: doubling, from half of it to all of it by chance so that many clients do not return at
 * once; never shorter than what the server asks for, unless that is beyond `maxDelayMs`.
 */
export function delayMs(tries: number, patience: Patience, askedMs = 0, random: () => number = Math.random): number {
  const { firstDelayMs, maxDelayMs } = patience;
  const doubled = Math.min(maxDelayMs, firstDelayMs * 2 ** tries);
  return Math.min(maxDelayMs, Math.max(askedMs, doubled * (0.5 + 0.5 * random())));
}

/** Waits, or throws what `signal` was aborted with. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

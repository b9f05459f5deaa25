import { withQuery } from './addresses.ts';
import type { WorkerConfiguration } from './configuration.ts';
import { commonHeaders } from './headers.ts';
import { describeResponse, send } from './http.ts';
import type { Log } from './log-line.ts';
import { pause } from './pause.ts';
import { isTaken } from './post-result.ts';

/** A ping that failed is tried again after this, where the interval is longer, and so many times in a row. */
const AGAIN_MS = 1000;
const ATTEMPTS = 3;

/** Says at once and then at every interval that this worker lives and which jobs it holds; it does not throw. */
export async function keepPinging(
  configuration: WorkerConfiguration,
  heldIds: () => readonly string[],
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { pingUrl, pingIntervalMs, version } = configuration;
  if (pingUrl === undefined) return;
  let failures = 0;
  while (!signal.aborted) {
    const startedMs = performance.now();
    const job_id = heldIds().join(',') || undefined;
    const url = withQuery(pingUrl, { job_id, runpod_version: version }).replaceAll('%2C', ',');
    const headers = commonHeaders(configuration);
    const response = await send({ method: 'GET', url, headers, timeoutMs: 2 * pingIntervalMs, signal });
    const isHeard = isTaken(response);
    failures = isHeard ? 0 : failures + 1;
    if (!isHeard && !signal.aborted) log('WARN', `ping: ${describeResponse(response)}`);
    const wantsAgain = failures > 0 && failures < ATTEMPTS;
    const intervalMs = wantsAgain ? Math.min(AGAIN_MS, pingIntervalMs) : pingIntervalMs;
    await pause(Math.max(0, intervalMs - (performance.now() - startedMs)), signal);
  }
}

/** Says once that this worker is of no use, and why. */
export async function pingUnhealthy(
  configuration: WorkerConfiguration,
  fault: { readonly check: string; readonly reason: string },
  timeoutMs: number,
): Promise<void> {
  const { pingUrl, version } = configuration;
  if (pingUrl === undefined) return;
  const { check, reason } = fault;
  const url = withQuery(pingUrl, { status: 'unhealthy', check, reason: reason.slice(0, 256), runpod_version: version });
  await send({ method: 'GET', url, headers: commonHeaders(configuration), timeoutMs });
}

import { LocalQueue, serve } from './serve/index.ts';
import type { Handler } from './worker/handler.ts';
import type { Log } from './worker/log-line.ts';

export interface ServeWhere {
  readonly host: string;
  readonly port: number;
  /** Jobs at once. */
  readonly concurrency: number;
}

/** Serves RunPod's API on this machine until the signal aborts. @returns the exit code */
export async function serveUntil(
  { host, port, concurrency }: ServeWhere,
  { handler, log, signal }: { readonly handler: Handler; readonly log: Log; readonly signal: AbortSignal },
): Promise<number> {
  const queue = new LocalQueue(handler, { concurrency, log });
  const service = await serve(queue, { host, port });
  log('INFO', `listening on ${service.address}`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
  await service.close();
  return 0;
}

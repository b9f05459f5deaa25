/*
 * A worker in a process of its own, for what only a process shows: node --import tsx worker-process.ts HANDLER.
 * WORKER_TIMINGS and WORKER_PLACES change how it waits and how many jobs it holds.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { readConfiguration } from '../../../handler/worker/configuration.ts';
import type { Handler } from '../../../handler/worker/handler.ts';
import { readLogStyle } from '../../../handler/worker/log-line.ts';
import { runWorker } from '../../../handler/worker/worker.ts';
import { handlers as recorded } from './scenario-handlers.ts';
import { FAST } from './run-scenario.ts';

/** Holds the event loop up. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

const handlers: Readonly<Record<string, Handler>> = {
  ...recorded,
  async sync_sleep(job) {
    block((job.input as { ms: number }).ms);
    return Promise.resolve({ ok: true });
  },
  exit: async () => {
    await wait(50);
    process.exit(3);
  },
  async throw_later() {
    setTimeout(() => {
      throw Object.assign(new Error('nobody waits for this'), { name: 'LostError' });
    }, 50);
    return wait(60_000);
  },
  /** Neither the signal nor anything else ends it. */
  deaf: () => wait(600_000),
  soak: async (job, context) => (await import('./soak-handler.ts')).soakHandler(job, context),
};

const controller = new AbortController();
const terminate = (): void => controller.abort();
process.on('SIGTERM', terminate);
process.on('SIGINT', terminate);
const style = readLogStyle(process.env, 'DEBUG');
process.exitCode = await runWorker({
  configuration: readConfiguration(process.env),
  handler: handlers[process.argv[2] ?? '']!,
  logStyle: style,
  write: (line) => process.stdout.write(line),
  signal: controller.signal,
  places: Number(process.env['WORKER_PLACES'] ?? 1),
  timings: { ...FAST, ...(JSON.parse(process.env['WORKER_TIMINGS'] ?? '{}') as object) },
});
// Handlers that were given up keep timers.
process.exit();

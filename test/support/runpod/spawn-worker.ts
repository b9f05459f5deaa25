import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WorkerTimings } from '../../../handler/worker/timings.ts';
import type { ControlPlane } from './control-plane.ts';

const SCRIPT = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface SpawnedWorker {
  readonly child: ChildProcess;
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly output: () => string;
}

export interface SpawnOptions {
  readonly timings?: Partial<WorkerTimings>;
  readonly places?: number;
  readonly pod?: string;
}

/** A worker in a process of its own. */
export function spawnWorker(plane: ControlPlane, handler: string, options: SpawnOptions = {}): SpawnedWorker {
  const { timings = {}, places = 1, pod } = options;
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, handler], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      ...plane.environment(pod),
      WORKER_TIMINGS: JSON.stringify(timings),
      WORKER_PLACES: String(places),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const parts: string[] = [];
  child.stdout.on('data', (data) => parts.push(String(data)));
  child.stderr.on('data', (data) => parts.push(String(data)));
  const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    // What it wrote has been read by then too.
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  return { child, exit, output: () => parts.join('') };
}

import { readConfiguration } from '../../../handler/worker/configuration.ts';
import { readLogStyle } from '../../../handler/worker/log-line.ts';
import type { WorkerTimings } from '../../../handler/worker/timings.ts';
import { type WorkerOptions, runWorker } from '../../../handler/worker/worker.ts';
import { ControlPlane, type ControlPlaneOptions } from './control-plane.ts';

/** The worker's waits, shortened. */
export const FAST: WorkerTimings = {
  pollMs: 5000,
  tooManyMs: 300,
  backOffMs: [20, 200],
  emptyMs: 20,
  stopPauseMs: 50,
  postMs: 5000,
  resultWaitsMs: [40, 60, 80, 100, 120],
  progressMs: 2000,
  lateTakeMs: 500,
  abandonMs: 1000,
  drainMs: 10_000,
  heartbeatMs: 20_000,
  lastWordsMs: 5000,
};

/** A worker in this process that speaks to a control plane over real sockets. */
export interface RunningWorker {
  readonly plane: ControlPlane;
  /** What SIGTERM does. */
  readonly terminate: () => void;
  readonly exit: Promise<number>;
  readonly lines: string[];
}

export async function startScenario(
  planeOptions: ControlPlaneOptions,
  worker: Pick<WorkerOptions, 'handler'> & Partial<WorkerOptions>,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<RunningWorker> {
  const plane = await ControlPlane.start(planeOptions);
  const controller = new AbortController();
  const lines: string[] = [];
  const variables = { ...plane.environment(), ...environment };
  const exit = runWorker({
    configuration: readConfiguration(variables),
    logStyle: readLogStyle(variables, 'DEBUG'),
    write: (line) => void lines.push(line),
    signal: controller.signal,
    timings: FAST,
    ...worker,
  });
  return { plane, terminate: () => controller.abort(), exit, lines };
}

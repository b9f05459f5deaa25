import type { WorkerOptions } from '../../../handler/worker/worker.ts';
import type { ControlPlane, ControlPlaneOptions } from './control-plane.ts';
import { failingFitness } from './scenario-handlers.ts';

/** A recorded scenario, played again. */
export interface Scenario {
  readonly handler: string;
  readonly plane?: ControlPlaneOptions;
  readonly worker?: Partial<WorkerOptions>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly jobs: readonly { readonly id: string; readonly input: unknown; readonly [field: string]: unknown }[];
  /** From when the worker runs until it is told to stop. */
  readonly drive: (plane: ControlPlane, terminate: () => void) => Promise<void>;
}

const job = (id: string, input: unknown = {}): { id: string; input: unknown } => ({ id, input });

const pauseMs = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** Until so many results were acknowledged, and some more polls after them. */
const results =
  (count: number): Scenario['drive'] =>
  async (plane) => {
    await plane.until(() => plane.results().filter(({ status }) => status === 200).length >= count);
    await pauseMs(100);
  };

const held = (plane: ControlPlane): Promise<void> =>
  plane.until(() => plane.records.some(({ jobs }) => jobs.length > 0));

/** By the names of ../shared/data/runpod; 29 needs a process of its own and is played elsewhere. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  '01-success': {
    handler: 'async_ok',
    jobs: [{ ...job('job-1-u1', { prompt: 'hello' }), webhook: 'https://x', policy: {}, s3Config: {}, batchId: 'b' }],
    drive: async (plane, terminate) => {
      await results(1)(plane, terminate);
      await plane.until(() => plane.of('job-take').some(({ status }) => status === 204));
    },
  },
  '03-exception': { handler: 'raise', jobs: [job('job-1', { prompt: 'bad' })], drive: results(1) },
  '04-error-returned': {
    handler: 'errors',
    jobs: ['01-plain', '02-with_output', '03-object', '04-empty', '05-list', '06-error_and_refresh'].map((name) =>
      job(`job-${name}`),
    ),
    drive: results(6),
  },
  '05-refresh-worker': {
    handler: 'refresh',
    jobs: ['01-with', '02-only', '03-false'].map((name) => job(`job-${name}`)),
    drive: results(3),
  },
  '07-progress-async': { handler: 'progress_async', jobs: [job('job-1')], drive: results(1) },
  '07b-progress-race': { handler: 'progress_race', jobs: [job('job-1')], drive: results(1) },
  '07c-progress-500': {
    handler: 'progress_async',
    plane: { script: { 'job-done': [{ status: 500 }] } },
    jobs: [job('job-1')],
    drive: async (plane, terminate) => {
      await results(1)(plane, terminate);
      await pauseMs(400);
    },
  },
  '14-sigterm-mid-job-async': {
    handler: 'async_ok',
    jobs: [],
    drive: async (plane) => {
      await plane.until(() => plane.of('ping').length > 0);
      plane.enqueue(job('job-1', { sleep: 3 }));
      await held(plane);
      await pauseMs(250);
    },
  },
  '16-sigterm-idle': {
    handler: 'async_ok',
    plane: { holdMs: 6000 },
    jobs: [],
    drive: (plane) => plane.until(() => plane.of('job-take').length > 0),
  },
  '16b-sigterm-idle-then-job': {
    handler: 'async_ok',
    plane: { holdMs: 6000 },
    jobs: [],
    drive: async (plane, terminate) => {
      await plane.until(() => plane.of('job-take').length > 0);
      terminate();
      await pauseMs(150);
      plane.enqueue(job('late-job'));
    },
  },
  '17-take-statuses': {
    handler: 'async_ok',
    plane: {
      script: { 'job-take': [204, 400, 500, 502, 401, 404, 204].map((status) => ({ status })) },
    },
    jobs: [job('job-1')],
    drive: results(1),
  },
  '18-take-429': {
    handler: 'async_ok',
    plane: {
      script: {
        'job-take': [{ status: 429, headers: { 'Retry-After': '1' } }, { status: 429 }],
        'job-stop': [{ status: 429 }],
      },
    },
    jobs: [job('job-1')],
    drive: results(1),
  },
  '20-take-reset': {
    handler: 'async_ok',
    plane: { script: { 'job-take': [{ status: 'RESET' }, { status: 'RESET' }] } },
    jobs: [job('job-1')],
    drive: results(1),
  },
  '21-done-500-then-ok': {
    handler: 'async_ok',
    plane: { script: { 'job-done': [{ status: 500 }, { status: 500 }] } },
    jobs: [job('job-1')],
    drive: results(1),
  },
  '22-done-500-always': {
    handler: 'async_ok',
    plane: { script: { 'job-done': [500, 503, 500, 500].map((status) => ({ status })) } },
    jobs: [job('job-1')],
    drive: results(1),
  },
  '23-done-400-429': {
    handler: 'async_ok',
    plane: {
      script: {
        'job-done:job-1': [{ status: 400 }],
        'job-done:job-2': [{ status: 429 }],
        'job-done:job-3': [{ status: 404 }],
      },
    },
    jobs: [job('job-1'), job('job-2'), job('job-3')],
    drive: async (plane) => {
      await plane.until(() => plane.results('job-3').length > 0);
      await pauseMs(400);
    },
  },
  '26-batch-concurrency': {
    handler: 'concurrent',
    worker: { places: 3 },
    jobs: [3, 1, 4, 1, 1].map((sleep, k) => job(`j${k + 1}`, { sleep })),
    drive: results(5),
  },
  '27-stop-signal': {
    handler: 'cancel_aware',
    worker: { places: 2 },
    jobs: [job('stop-me', { sleep: 20 }), job('keep-me', { sleep: 3 })],
    drive: async (plane, terminate) => {
      await held(plane);
      plane.stopJobs('stop-me', 'nobody');
      await results(1)(plane, terminate);
    },
  },
  '28-ping-failures': {
    handler: 'async_ok',
    plane: { script: { ping: [{ status: 500 }, { status: 429 }, { status: 'RESET' }] } },
    jobs: [],
    drive: async (plane, terminate) => {
      await plane.until(() => plane.of('ping').length > 0);
      plane.enqueue(job('job-1', { sleep: 4 }));
      await results(1)(plane, terminate);
    },
  },
  '30-fitness-failure': {
    handler: 'async_ok',
    worker: { fitness: [failingFitness] },
    jobs: [],
    drive: () => pauseMs(10),
  },
  '32b-no-api-key': {
    handler: 'async_ok',
    environment: { RUNPOD_AI_API_KEY: undefined },
    jobs: [job('job-1')],
    drive: async (plane, terminate) => {
      await results(1)(plane, terminate);
      await pauseMs(300);
    },
  },
  '33-no-query-in-urls': { handler: 'async_ok', plane: { bare: true }, jobs: [job('job-1')], drive: results(1) },
};

import { setTimeout as wait } from 'node:timers/promises';
import { Random } from '../random.ts';
import { ControlPlane, type Recorded, type Route, type Scripted } from './control-plane.ts';
import { spawnWorker } from './spawn-worker.ts';

export interface SoakResult {
  readonly jobs: number;
  /** Workers that were started, each ended by SIGTERM. */
  readonly workers: number;
  /** Exit codes other than 0. */
  readonly badExits: number;
  /** Jobs without an accepted result, and with more than one. */
  readonly lost: number;
  readonly doubled: number;
  /** Posts after an accepted one, or with other bytes than the one before. */
  readonly wrongRepeats: number;
  readonly faults: number;
  readonly posts: number;
  readonly takes: number;
}

/** Chance of a fault at each request of a route. */
const CHANCE: Readonly<Partial<Record<Route, number>>> = {
  'job-take': 0.2,
  'job-take-batch': 0.2,
  'job-done': 0.25,
  ping: 0.3,
};

const FAULTS: readonly Scripted[] = [
  { status: 500 },
  { status: 503, delayMs: 20 },
  { status: 429 },
  { status: 'RESET' },
  { status: 'RESET', delayMs: 30 },
];

const isAccepted = ({ status }: Recorded): boolean => status === 200;

/**
 * Jobs through workers that are ended by SIGTERM at random times while takes, posts and pings fail at random, until every job
 * has a result.
 */
export async function soak(jobs: number, seed: number, lifeMs: readonly [number, number]): Promise<SoakResult> {
  const random = new Random(seed);
  let faults = 0;
  const plane = await ControlPlane.start({
    fault: (route) => {
      if (random.uniform() >= (CHANCE[route] ?? 0)) return undefined;
      faults++;
      return FAULTS[random.integer(0, FAULTS.length - 1)];
    },
  });
  const ids = Array.from({ length: jobs }, (_, k) => `soak-${k}`);
  const { sampleJob } = await import('../../unit/job/sample-job.ts');
  plane.enqueue(
    ...ids.map((id) => ({ id, input: sampleJob({ job_id: id, webhook_url: 'https://example.org/hook' }) })),
  );
  const accepted = new Set<string>();
  const isDone = (): boolean => {
    for (const record of plane.results()) if (isAccepted(record)) accepted.add(record.job);
    return accepted.size === jobs;
  };
  let workers = 0;
  let badExits = 0;
  try {
    while (!isDone() && workers < jobs) {
      workers++;
      const worker = spawnWorker(plane, 'soak', { places: 3, timings: { resultWaitsMs: Array(12).fill(30) } });
      const before = plane.of('job-take', 'job-take-batch').length;
      await plane.until(() => plane.of('job-take', 'job-take-batch').length > before, 60_000);
      const untilMs = performance.now() + random.uniform(...lifeMs);
      while (performance.now() < untilMs && !isDone()) await wait(20);
      worker.child.kill('SIGTERM');
      const { code } = await worker.exit;
      if (code !== 0) badExits++;
    }
    const posts = new Map(ids.map((id) => [id, plane.results(id)]));
    const all = [...posts.values()];
    const count = (isWrong: (of: Recorded[]) => boolean): number => all.filter(isWrong).length;
    return {
      ...{ jobs, workers, badExits, faults },
      lost: count((of) => !of.some(isAccepted)),
      doubled: count((of) => of.filter(isAccepted).length > 1),
      wrongRepeats: count((of) =>
        of.some((post, k) => k > 0 && (isAccepted(of[k - 1]!) || post.body !== of[k - 1]!.body)),
      ),
      posts: plane.results().length,
      takes: plane.of('job-take', 'job-take-batch').length,
    };
  } finally {
    await plane.stop();
  }
}

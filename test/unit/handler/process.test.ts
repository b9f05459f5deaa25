import { existsSync, readFileSync } from 'node:fs';
import { type TestContext, describe, it } from 'vitest';
import { type Trace, conductOfPlane, conductOfTrace } from '../../support/runpod/compare-traces.ts';
import { ControlPlane } from '../../support/runpod/control-plane.ts';
import { type SpawnOptions, type SpawnedWorker, spawnWorker } from '../../support/runpod/spawn-worker.ts';
import { sharedPath } from '../../support/shared-data.ts';

async function start(
  { onTestFinished }: TestContext,
  handler: string,
  options: SpawnOptions = {},
): Promise<{ plane: ControlPlane; worker: SpawnedWorker }> {
  const plane = await ControlPlane.start();
  const worker = spawnWorker(plane, handler, options);
  onTestFinished(async () => {
    worker.child.kill('SIGKILL');
    await plane.stop();
  });
  // Its thread is there.
  await plane.until(() => plane.of('ping').length > 0);
  return { plane, worker };
}

const held = (of: ControlPlane): Promise<void> => of.until(() => of.records.some(({ jobs }) => jobs.length > 0));

/** The failure documents that were posted of a job. */
function failures(of: ControlPlane, job: string): { error: { code: string } }[] {
  return of
    .results(job)
    .map(({ body }) => JSON.parse((JSON.parse(body) as { error: string }).error) as { error: { code: string } });
}

describe('a worker whose event loop is held up for 10 s', () => {
  it.concurrent('goes on with its pings, names the job in them, and posts the result', async (test) => {
    const { expect } = test;
    const { plane: of, worker: spawned } = await start(test, 'sync_sleep');
    of.enqueue({ id: 'job-1', input: { ms: 10_000 } });
    await of.until(() => of.results('job-1').length === 1);
    const taken = of.records.find(({ jobs }) => jobs.length > 0)!;
    const done = of.results('job-1')[0]!;
    expect(done.atMs - taken.atMs).toBeGreaterThan(10_000);
    const pings = of.of('ping').filter(({ atMs }) => atMs > taken.atMs && atMs < done.atMs);
    expect(pings.length).toBeGreaterThan(20);
    const gaps = pings.slice(1).map(({ atMs }, k) => atMs - pings[k]!.atMs);
    expect(Math.max(...gaps)).toBeLessThan(4000);
    // The first may have been on its way when the job was taken.
    expect(pings.slice(1).every(({ query }) => query['job_id'] === 'job-1')).toBe(true);
    spawned.child.kill('SIGTERM');
    const { code } = await spawned.exit;
    const file = sharedPath('runpod/reference-worker-traces.json');
    const name = '29-ping-during-blocking-job';
    const trace = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Trace>)[name]
      : undefined;
    const conduct = conductOfPlane(of, code);
    expect(conduct).toEqual(trace ? conductOfTrace(trace) : conduct);
  });
});

describe('a job is reported once', () => {
  it.concurrent('when its handler ends the process', async (test) => {
    const { expect } = test;
    const { plane: of, worker: spawned } = await start(test, 'exit');
    of.enqueue({ id: 'job-1', input: { job_id: 'mine' } });
    expect(await spawned.exit).toEqual({ code: 3, signal: null });
    expect(failures(of, 'job-1')).toMatchObject([{ job_id: 'mine', status: 'error', error: { code: 'WORKER_ENDED' } }]);
  });

  it.concurrent('when something is thrown that nobody catches', async (test) => {
    const { expect } = test;
    const { plane: of, worker: spawned } = await start(test, 'throw_later');
    of.enqueue({ id: 'job-1', input: {} });
    expect((await spawned.exit).code).not.toBe(0);
    expect(spawned.output()).toContain('nobody waits for this');
    expect(failures(of, 'job-1')).toMatchObject([{ error: { code: 'WORKER_ENDED' } }]);
  });

  it.concurrent('when the main thread hangs, and the process is ended', async (test) => {
    const { expect } = test;
    const { plane: of, worker: spawned } = await start(test, 'sync_sleep', { timings: { heartbeatMs: 2000 } });
    of.enqueue({ id: 'job-1', input: { ms: 600_000 } });
    expect(await spawned.exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(failures(of, 'job-1')).toMatchObject([{ error: { code: 'WORKER_HUNG' } }]);
    expect(JSON.parse(of.results('job-1')[0]!.body)).toMatchObject({ stopPod: true });
  });

  it.concurrent('when it does not end within the drain of a worker that is stopped', async (test) => {
    const { expect } = test;
    const { plane: of, worker: spawned } = await start(test, 'deaf', {
      timings: { drainMs: 500, abandonMs: 300, lateTakeMs: 100 },
    });
    of.enqueue({ id: 'job-1', input: {} });
    await held(of);
    const startedMs = performance.now();
    spawned.child.kill('SIGTERM');
    expect((await spawned.exit).code).toBe(1);
    expect(performance.now() - startedMs).toBeLessThan(8000);
    expect(failures(of, 'job-1')).toMatchObject([{ error: { code: 'WORKER_STOPPED' } }]);
  });
});

describe('a worker that is told to stop', () => {
  it.concurrent('finishes its job whatever signals follow', async (test) => {
    const { expect } = test;
    const { plane: of, worker: spawned } = await start(test, 'async_ok');
    of.enqueue({ id: 'job-1', input: { sleep: 4 } });
    await held(of);
    spawned.child.kill('SIGINT');
    spawned.child.kill('SIGTERM');
    setTimeout(() => spawned.child.kill('SIGTERM'), 300);
    expect(await spawned.exit).toEqual({ code: 0, signal: null });
    expect(of.results().map(({ job, status }) => [job, status])).toEqual([['job-1', 200]]);
    expect(of.of('ping').some(({ query }) => query['job_id'] === 'job-1')).toBe(true);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { type Trace, conductOfPlane, conductOfTrace, grammarFaults } from '../../support/runpod/compare-traces.ts';
import { deviations } from '../../support/runpod/deviations.ts';
import { type RunningWorker, startScenario } from '../../support/runpod/run-scenario.ts';
import { handlers } from '../../support/runpod/scenario-handlers.ts';
import { scenarios } from '../../support/runpod/scenarios.ts';
import { sharedPath } from '../../support/shared-data.ts';

const FILE = sharedPath('runpod/reference-worker-traces.json');
const isMissing = !existsSync(FILE);
const traces = isMissing ? {} : (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Trace>);

/** Played in test/unit/handler/process.test.ts: it blocks the event loop of its process. */
const ELSEWHERE = ['29-ping-during-blocking-job'];

interface Played extends RunningWorker {
  readonly code: number;
  readonly secondsToExit: number;
}

async function play(name: string): Promise<Played> {
  const { handler, plane: planeOptions = {}, worker = {}, environment, jobs, drive } = scenarios[name]!;
  const running = await startScenario(planeOptions, { handler: handlers[handler]!, ...worker }, environment);
  running.plane.enqueue(...jobs);
  await drive(running.plane, running.terminate);
  const startedMs = performance.now();
  running.terminate();
  const code = await running.exit;
  await running.plane.stop();
  return { ...running, code, secondsToExit: (performance.now() - startedMs) / 1000 };
}

const played = new Map<string, Promise<Played>>();
const playOnce = (name: string): Promise<Played> => {
  played.set(name, played.get(name) ?? play(name));
  return played.get(name)!;
};

afterAll(async () => {
  for (const run of played.values()) await (await run).plane.stop();
});

describe.skipIf(isMissing)('the recorded scenarios of ../shared/data/runpod', () => {
  it('are all played', () => {
    expect([...Object.keys(scenarios), ...ELSEWHERE].toSorted()).toEqual(Object.keys(traces).toSorted());
  });

  it.concurrent.each(Object.keys(scenarios))('%s: as recorded, or a deviation that is listed', async (name) => {
    const { plane, code } = await playOnce(name);
    const recorded = conductOfTrace(traces[name]!);
    const conduct = conductOfPlane(plane, code);
    const deviation = deviations[name];
    expect(conduct).toEqual(deviation ? deviation.apply(recorded) : recorded);
    expect(isDeepStrictEqual(conduct, recorded)).toBe(deviation === undefined);
  });

  it.concurrent.each(Object.keys(scenarios))('%s: every request is one that the protocol knows', async (name) => {
    const { plane } = await playOnce(name);
    const { environment = {} } = scenarios[name]!;
    expect(grammarFaults(plane, 'RUNPOD_AI_API_KEY' in environment ? undefined : 'key-0123456789')).toEqual([]);
  });

  it('end within the wait for late jobs when idle', async () => {
    expect((await playOnce('16-sigterm-idle')).secondsToExit).toBeLessThan(2);
  });

  it('name the job that is held in pings, through the drain and the retries of its result', async () => {
    for (const name of ['14-sigterm-mid-job-async', '28-ping-failures']) {
      const { plane } = await playOnce(name);
      expect(plane.of('ping').filter(({ query }) => query['job_id'] === 'job-1').length).toBeGreaterThan(1);
    }
    const { plane } = await playOnce('32b-no-api-key');
    expect(plane.of('ping')).toEqual([]);
  });

  it('ask for a batch of as many as there are free places', async () => {
    const { plane } = await playOnce('26-batch-concurrency');
    const [first, ...others] = plane.of('job-take', 'job-take-batch');
    expect(first).toMatchObject({ route: 'job-take-batch', query: { batch_size: '3', job_in_progress: '0' } });
    expect(first!.jobs).toEqual(['j1', 'j2', 'j3']);
    expect(others.filter(({ jobs }) => jobs.length > 0).every(({ query }) => query['job_in_progress'] === '1')).toBe(
      true,
    );
  });

  it('put what they add behind a question mark where an address has none', async () => {
    const { plane } = await playOnce('33-no-query-in-urls');
    expect(plane.of('job-take')[0]!.query).toEqual({ job_in_progress: '0' });
  });

  it('log JSON lines under the id of the job, without the key', async () => {
    const { lines } = await playOnce('03-exception');
    const parsed = lines.map(
      (line) => JSON.parse(line) as { requestId: string | null; message: string; level: string },
    );
    expect(parsed.find(({ level }) => level === 'ERROR')).toMatchObject({ requestId: 'job-1' });
    expect(lines.join('')).not.toContain('key-0123456789');
  });
});

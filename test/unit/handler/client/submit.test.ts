import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SentryalError } from '../../../../src/errors/index.ts';
import { type Endpoint, SubmissionLog, readJobList, submitJobs } from '../../../../handler/client/index.ts';
import { LocalQueue, serve } from '../../../../handler/serve/index.ts';
import { openEndpoint } from '../../../../handler/client/index.ts';
import { sampleJob } from '../../job/sample-job.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentryal-submit-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const remote = (id: string): Record<string, unknown> =>
  sampleJob({ job_id: id, reference_url: null, secondary_url: null, options: {} });

async function jobFile(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const jobsOf = async (ids: readonly string[]) =>
  readJobList([await jobFile('jobs.ndjson', ids.map((id) => JSON.stringify(remote(id))).join('\n'))]);

/** Sends jobs to an endpoint. */
async function sent(ids: readonly string[], endpoint: Endpoint, signal = new AbortController().signal, inFlight = 3) {
  const log = await SubmissionLog.open(folder);
  const jobs = await jobsOf(ids);
  return submitJobs(jobs, { endpoint, log, outDir: folder, inFlight, pollMs: 1, signal, onProgress: () => {} });
}

const answerOf = async (id: string): Promise<unknown> => JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8'));

const httpError = (status: number): Error => Object.assign(new Error('http'), { response: { status } });

const failure = (fault: string) => JSON.stringify({ status: 'error', job_id: 'a', error: { code: 'X', fault } });

/** An endpoint that answers each sending with the next of a list of statuses. */
function scripted(script: readonly Record<string, unknown>[]) {
  const inputs: unknown[] = [];
  const endpoint: Endpoint = {
    run: ({ input }) => Promise.resolve({ id: `r${inputs.push(input)}`, status: 'IN_QUEUE' }),
    status: (id) => {
      const step = script[Math.min(Number(id.slice(1)) - 1, script.length - 1)]!;
      if (step['http']) return Promise.reject(Object.assign(new Error('http'), { response: { status: step['http'] } }));
      return Promise.resolve({ id, status: 'COMPLETED', ...step });
    },
  };
  return { endpoint, inputs };
}

describe('a list of jobs', () => {
  it('is read from one job, a list, and NDJSON, bare or as input', async () => {
    const files = [
      await jobFile('one.json', JSON.stringify({ input: remote('a') }, undefined, 2)),
      await jobFile('list.json', JSON.stringify([remote('b'), remote('c')])),
      await jobFile('many.ndjson', `${JSON.stringify(remote('d'))}\n\n${JSON.stringify(remote('e'))}\n`),
    ];
    expect((await readJobList(files)).map(({ jobId }) => jobId)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it.each([
    ['a job with a fault', [{ ...remote('a'), points: [] }], 'SUBMIT_JOB_INVALID'],
    ['a path of this machine', [{ ...remote('a'), reference_url: './a.SAFE' }], 'SUBMIT_JOB_INVALID'],
    ['an id twice', [remote('a'), remote('a')], 'SUBMIT_JOB_TWICE'],
  ])('with %s is refused before anything is sent', async (_, jobs, code) => {
    await expect(readJobList([await jobFile('j.json', JSON.stringify(jobs))])).rejects.toMatchObject({ code });
  });
});

describe('sending', () => {
  it("through RunPod's client and a service that listens gathers every answer", async () => {
    const queue = new LocalQueue(
      async ({ input }) => ({ status: 'success', job_id: (input as { job_id: string }).job_id }),
      { concurrency: 2, log: () => {} },
    );
    const service = await serve(queue, { host: 'localhost', port: 0 });
    try {
      const endpoint = openEndpoint({ endpointId: 'e', apiKey: 'k', baseUrl: service.address });
      const ids = Array.from({ length: 12 }, (_, k) => `job-${k}`);
      const results = await sent(ids, endpoint);
      expect(results.map(({ job_id: id, status }) => [id, status])).toEqual(ids.map((id) => [id, 'succeeded']));
      for (const id of ids) expect(await answerOf(id)).toEqual({ status: 'success', job_id: id });
    } finally {
      await service.close();
    }
  });

  it.each([
    ['a failure of the platform', { status: 'FAILED', error: 'worker died' }, 2, 'succeeded'],
    ['a job that timed out', { status: 'TIMED_OUT' }, 2, 'succeeded'],
    ['no output', { status: 'COMPLETED' }, 2, 'succeeded'],
    ['a job that the endpoint has lost', { http: 404 }, 2, 'succeeded'],
    ['a failure inside', { status: 'FAILED', error: failure('internal') }, 2, 'succeeded'],
    ['a failure of the caller', { status: 'FAILED', error: failure('caller') }, 1, 'failed'],
    ['a failure of the data', { status: 'FAILED', error: failure('data') }, 1, 'failed'],
    ['a job that was cancelled', { status: 'CANCELLED' }, 1, 'failed'],
  ])('after %s: sent %o times in all', async (_, first, times, status) => {
    const { endpoint, inputs } = scripted([first, { output: { fine: true } }]);
    expect(await sent(['a'], endpoint)).toMatchObject([{ job_id: 'a', status, sent: times }]);
    expect(inputs).toHaveLength(times);
  });

  it('is not tried a third time', async () => {
    const { endpoint, inputs } = scripted([{ status: 'FAILED', error: 'worker died' }]);
    expect(await sent(['a'], endpoint)).toMatchObject([{ status: 'failed', sent: 2 }]);
    expect(inputs).toHaveLength(2);
    expect(await answerOf('a')).toMatchObject({ status: 'error', error: 'worker died' });
  });

  it('stops at once where the endpoint refuses the key', async () => {
    const refused = Object.assign(new Error('no'), { response: { status: 401 } });
    const endpoint: Endpoint = { run: () => Promise.reject(refused), status: () => Promise.reject(refused) };
    await expect(sent(['a', 'b'], endpoint)).rejects.toMatchObject({ code: 'SUBMIT_REFUSED' });
  });

  it.each([
    ['an answer that is none', new SentryalError('SUBMIT_ANSWER_UNKNOWN', { answer: '{"status":201}' }), 1],
    ['no answer in time', new Error('timeout'), 2],
    ['a server in trouble', httpError(503), 20],
    [
      'a connection that was not made',
      Object.assign(new Error('fetch failed'), { cause: { code: 'ECONNREFUSED' } }),
      20,
    ],
  ])('after %s a job is not sent more often than is safe', async (_, error, times) => {
    let sendings = 0;
    const endpoint: Endpoint = {
      run: () => {
        sendings++;
        return Promise.reject(error);
      },
      status: () => Promise.reject(error),
    };
    await expect(sent(['a'], endpoint)).rejects.toMatchObject({ code: 'SUBMIT_REFUSED' });
    expect(sendings).toBe(times);
  });

  it('goes on with the others where one job is refused', async () => {
    const endpoint: Endpoint = {
      run: ({ input }) => {
        const { job_id: id } = input as { job_id: string };
        return id === 'b' ? Promise.reject(httpError(400)) : Promise.resolve({ id, status: 'IN_QUEUE' });
      },
      status: (id) => Promise.resolve({ id, status: 'COMPLETED', output: { id } }),
    };
    const results = await sent(['a', 'b', 'c'], endpoint);
    expect(results.map(({ status }) => status)).toEqual(['succeeded', 'failed', 'succeeded']);
    expect(await answerOf('b')).toMatchObject({ status: 'error', job_id: 'b' });
  });

  it('keeps within the number in flight', async () => {
    let most = 0;
    const open = new Set<string>();
    const endpoint: Endpoint = {
      run: ({ input }) => {
        const id = (input as { job_id: string }).job_id;
        open.add(id);
        most = Math.max(most, open.size);
        return Promise.resolve({ id, status: 'IN_QUEUE' });
      },
      status: (id) => Promise.resolve({ id, status: open.delete(id) ? 'IN_PROGRESS' : 'COMPLETED', output: { id } }),
    };
    await sent(
      Array.from({ length: 20 }, (_, k) => `j${k}`),
      endpoint,
      undefined,
      4,
    );
    expect(most).toBe(4);
  });
});

it('a submission cut off anywhere goes on: every job has its answer, none that succeeded is sent again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (calls) => {
      for (const name of await readdir(folder)) await rm(join(folder, name));
      const controller = new AbortController();
      const runs: string[] = [];
      let left = calls;
      const step = <Value>(value: Value): Promise<Value> => {
        left -= 1;
        if (left === 0) controller.abort(new Error('cut off'));
        return Promise.resolve(value);
      };
      const endpoint: Endpoint = {
        run: ({ input }) => step({ id: `r-${runs.push((input as { job_id: string }).job_id)}`, status: 'IN_QUEUE' }),
        status: (id) => step({ id, status: 'COMPLETED', output: { id } }),
      };
      const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
      await sent(ids, endpoint, controller.signal).catch(() => {});
      const before = [...runs];
      // The process may have ended while it wrote a line.
      await appendFile(join(folder, 'submitted.ndjson'), '{"job_id":"a","dig');
      const results = await sent(ids, endpoint);
      expect(results.map(({ status }) => status)).toEqual(ids.map(() => 'succeeded'));
      for (const id of ids) expect(await answerOf(id)).toHaveProperty('id');
      // At most what was handed over just as it was cut off is sent twice.
      expect(runs.length).toBeLessThanOrEqual(ids.length + 3);
      expect(new Set(before).size).toBe(before.length);
    }),
    { numRuns: 60 },
  );
});

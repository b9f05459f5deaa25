import runpodSdk from 'runpod-sdk';
import { afterEach, expect, it } from 'vitest';
import { LocalQueue, type LocalService, serve } from '../../../../handler/serve/index.ts';
import type { Handler } from '../../../../handler/worker/handler.ts';

let service: LocalService | undefined;

afterEach(async () => {
  await service?.close();
  service = undefined;
});

/** What a handler does, by the field `do` of its input. */
const handler: Handler = async ({ input }, { signal, progress }) => {
  const { do: what, value } = input as { do: string; value?: unknown };
  if (what === 'throw') throw new Error('broken');
  if (what === 'fail') return { error: 'no luck' };
  if (what === 'progress') [1, 2, 3].forEach(progress);
  if (what === 'hang') await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  return { value };
};

async function started(concurrency = 1): Promise<string> {
  service = await serve(new LocalQueue(handler, { concurrency, log: () => {} }), { host: 'localhost', port: 0 });
  return service.address;
}

async function post(address: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { code: response.status, body: (await response.json()) as Record<string, unknown> };
}

it("RunPod's own client runs jobs, waits for them and reads their results", async () => {
  const endpoint = runpodSdk('key', { baseUrl: await started() }).endpoint('local')!;
  expect(await endpoint.runSync({ input: { do: 'echo', value: 5 } })).toMatchObject({
    status: 'COMPLETED',
    output: { value: 5 },
  });
  const { id } = await endpoint.run({ input: { do: 'progress', value: 'x' } });
  expect(await endpoint.statusSync(id)).toMatchObject({ id, status: 'COMPLETED', output: { value: 'x' } });
  const chunks: unknown[] = [];
  for await (const chunk of endpoint.stream(id)) chunks.push(chunk);
  expect(chunks).toEqual([{ output: 1 }, { output: 2 }, { output: 3 }]);
  expect(await endpoint.runSync({ input: { do: 'throw' } })).toMatchObject({ status: 'FAILED', error: 'broken' });
  expect(await endpoint.runSync({ input: { do: 'fail' } })).toMatchObject({ status: 'FAILED', error: 'no luck' });
  expect(await endpoint.health()).toMatchObject({ jobs: { completed: 2, failed: 2, inProgress: 0, inQueue: 0 } });
});

it('jobs run in order, one at a time; one is cancelled, those that wait are purged', async () => {
  const address = await started();
  const ids: string[] = [];
  for (let k = 0; k < 3; k++)
    ids.push(String((await post(address, '/v2/e/run', { input: { do: 'hang' } })).body['id']));
  const states = async () =>
    Promise.all(ids.map(async (id) => (await (await fetch(`${address}/status/${id}`)).json()) as { status: string }));
  expect((await states()).map(({ status }) => status)).toEqual(['IN_PROGRESS', 'IN_QUEUE', 'IN_QUEUE']);
  expect((await post(address, `/cancel/${ids[0]}`)).body).toEqual({ id: ids[0], status: 'CANCELLED' });
  await post(address, `/status-sync/${ids[0]}`);
  expect((await states()).map(({ status }) => status)).toEqual(['CANCELLED', 'IN_PROGRESS', 'IN_QUEUE']);
  expect((await post(address, '/purge-queue')).body).toEqual({ removed: 1, status: 'completed' });
  expect((await states()).map(({ status }) => status)).toEqual(['CANCELLED', 'IN_PROGRESS', 'CANCELLED']);
});

it("a job that takes longer than its request's policy allows is timed out and aborted", async () => {
  const address = await started();
  const policy = { executionTimeout: 50 };
  expect((await post(address, '/runsync', { input: { do: 'hang' }, policy })).body).toMatchObject({
    status: 'TIMED_OUT',
  });
  expect((await post(address, '/runsync', { input: { do: 'echo', value: 1 } })).body).toMatchObject({
    status: 'COMPLETED',
  });
});

it('a wait that is over before the job answers with its state', async () => {
  const address = await started();
  const { body } = await post(address, '/runsync?wait=1000', { input: { do: 'hang' } });
  expect(body).toMatchObject({ status: 'IN_PROGRESS' });
});

it.each([
  ['no input', '/run', { x: 1 }, {}, 400],
  ['a list', '/run', [], {}, 400],
  ['an unknown job', '/status/none', {}, {}, 404],
  ['an id that cannot be decoded', '/status/%zz', {}, {}, 404],
  ['an unknown route', '/jobs', {}, {}, 404],
  ['a method that is not answered', '/health', {}, {}, 405],
  ['a page of another site', '/run', { input: {} }, { origin: 'https://example.org' }, 403],
  ['a body of 10 MB', '/run', { input: 'x'.repeat(10_000_000) }, {}, 413],
])('%s is refused', async (_, path, body, headers, code) => {
  expect((await post(await started(), path, body, headers)).code).toBe(code);
});

it('another host name is refused: a name of a page that resolves to this machine', async () => {
  const { hostname, port } = new URL(await started());
  const { request } = await import('node:http');
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const asked = request({ hostname, port, path: '/health', headers: { host: 'attacker.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
  expect(status).toBe(403);
});

import { expect, it } from 'vitest';
import type { HandlerContext } from '../../../handler/index.ts';
import { mutateJob } from '../../support/runpod/mutate-job.ts';
import { soakHandler } from '../../support/runpod/soak-handler.ts';
import { startScenario } from '../../support/runpod/run-scenario.ts';
import { Random } from '../../support/random.ts';
import { sampleJob } from '../job/sample-job.ts';

const context = (): HandlerContext => ({
  signal: new AbortController().signal,
  progress: () => {},
  log: () => {},
  retire: (reason) => {
    throw new Error(`it retires: ${reason}`);
  },
});

/** The code of a failure, `answered` for an answer, and for anything else what it is. */
function outcomeOf(result: unknown): string {
  const { error, status } = result as { error?: unknown; status?: unknown };
  if (typeof error !== 'string') return status === 'success' ? 'answered' : JSON.stringify(result);
  const document = JSON.parse(error) as { status?: unknown; error?: { code?: unknown } };
  return document.status === 'error' && typeof document.error?.code === 'string' ? document.error.code : error;
}

it('whatever is sent is answered: with an answer, or with a failure document as text', async () => {
  const random = new Random(11);
  const outcomes: string[] = [];
  for (let k = 0; k < 500; k++) {
    const input = mutateJob(sampleJob({ webhook_url: null }), random);
    outcomes.push(outcomeOf(await soakHandler({ id: `h-${k}`, input }, context())));
  }
  expect(outcomes.filter((outcome) => !/^([A-Z_]+|answered)$/.test(outcome))).toEqual([]);
  expect(outcomes.filter((outcome) => outcome === 'INTERNAL')).toEqual([]);
  expect(outcomes.filter((outcome) => outcome !== 'answered').length).toBeGreaterThan(250);
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
});

it('bodies over the wire that are too deep, too large or no jobs are answered, and the worker goes on', async () => {
  const { plane, terminate, exit } = await startScenario({}, { handler: soakHandler });
  try {
    const bodies: Record<string, string> = {
      deep: `{"id":"deep","input":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      nested: `{"id":"nested","input":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`,
      large: JSON.stringify({ id: 'large', input: { job_id: 'x', points: 'y'.repeat(8_000_000) } }),
      text: '{"id":"text","input":"DROP TABLE"}',
      list: '{"id":"list","input":[1,2,3]}',
      none: '{"id":"none"}',
      late: JSON.stringify({ id: 'late', input: sampleJob({ webhook_url: null }) }),
    };
    for (const [id, body] of Object.entries(bodies)) {
      plane.enqueue(body);
      await plane.until(() => plane.results(id).length === 1);
    }
    for (const id of Object.keys(bodies).filter((one) => one !== 'late')) {
      const { error } = JSON.parse(plane.results(id)[0]!.body) as { error: string };
      expect(JSON.parse(error), id).toMatchObject({ status: 'error', error: { code: expect.any(String) as unknown } });
    }
    expect(JSON.parse(plane.results('late')[0]!.body)).toHaveProperty('output.status');
  } finally {
    terminate();
    await exit;
    await plane.stop();
  }
});

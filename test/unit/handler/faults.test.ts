import { expect, it } from 'vitest';
import { startScenario } from '../../support/runpod/run-scenario.ts';
import { soak } from '../../support/runpod/soak.ts';

it('every job has one result, whatever fails and whenever workers are ended', { timeout: 90_000 }, async () => {
  const result = await soak(120, 7, [300, 900]);
  expect(result).toMatchObject({ jobs: 120, lost: 0, doubled: 0, wrongRepeats: 0, badExits: 0 });
  expect(result.workers).toBeGreaterThan(1);
  expect(result.faults).toBeGreaterThan(20);
});

it('a result whose connections are all dead is posted again on new ones', async () => {
  const script = { 'job-done:last': Array.from({ length: 4 }, () => ({ status: 'RESET' as const })) };
  const { plane, terminate, exit } = await startScenario({ script }, { handler: async () => 'done', places: 3 });
  try {
    // Three posts at once leave three connections behind.
    plane.enqueue(...['a', 'b', 'c'].map((id) => ({ id, input: {} })));
    await plane.until(() => plane.results().length === 3);
    plane.enqueue({ id: 'last', input: {} });
    await plane.until(() => plane.results('last').some(({ status }) => status === 200));
    expect(plane.results('last').map(({ status }) => status)).toEqual(['RESET', 'RESET', 'RESET', 'RESET', 200]);
  } finally {
    terminate();
    await exit;
    await plane.stop();
  }
});

it('a redirect is no receipt of a result: it is lost, and told so', async () => {
  const script = { 'job-done': [{ status: 307, headers: { location: '/elsewhere' } }] };
  const { plane, terminate, exit, lines } = await startScenario({ script }, { handler: async () => 'done' });
  try {
    plane.enqueue({ id: 'moved', input: {} });
    await plane.until(() => lines.some((line) => line.includes('finished')));
    expect(lines.join('')).toContain('the result is lost');
  } finally {
    terminate();
    await exit;
    await plane.stop();
  }
});

it('an address for pings that is none costs the pings, not the worker', async () => {
  const environment = { RUNPOD_WEBHOOK_PING: 'no address' };
  const { plane, terminate, exit } = await startScenario({}, { handler: async () => 'done' }, environment);
  try {
    plane.enqueue({ id: 'job-1', input: {} });
    await plane.until(() => plane.results('job-1').length === 1);
    expect(plane.of('ping')).toEqual([]);
  } finally {
    terminate();
    expect(await exit).toBe(0);
    await plane.stop();
  }
});

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

import { expect, it } from 'vitest';
import { soak } from '../../support/runpod/soak.ts';

it('every job has one result, whatever fails and whenever workers are ended', { timeout: 90_000 }, async () => {
  const result = await soak(120, 7, [300, 900]);
  expect(result).toMatchObject({ jobs: 120, lost: 0, doubled: 0, wrongRepeats: 0, badExits: 0 });
  expect(result.workers).toBeGreaterThan(1);
  expect(result.faults).toBeGreaterThan(20);
});

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { backendCheck } from '../../../../handler/job/backend-fitness.ts';

const hasIsce3 = spawnSync('python3', ['-c', 'import isce3']).status === 0;

describe('the check of the geometry backend before the first job', () => {
  it('passes with the embedded one', async () => {
    await expect(
      backendCheck({ backend: 'embedded' }, () => {}).check(new AbortController().signal),
    ).resolves.toBeUndefined();
  });

  it.skipIf(hasIsce3)('says what is missing where ISCE3 is asked for and not there (skipped where it is)', async () => {
    await expect(
      backendCheck({ backend: 'isce3' }, () => {}).check(new AbortController().signal),
    ).rejects.toMatchObject({
      code: 'ISCE3_NOT_INSTALLED',
    });
  });
});

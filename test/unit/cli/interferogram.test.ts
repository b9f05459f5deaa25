import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleJob } from '../job/sample-job.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runCommandLine } from './support.ts';

const folder = temporaryFolder();
const jobFile = join(folder, 'job.json');
writeFileSync(jobFile, JSON.stringify(sampleJob()));
const out = join(folder, 'out');

describe('interferogram', () => {
  it.each([
    ['no job', ['--out', out], 'needs JOB.json'],
    ['no folder', [jobFile], 'needs --out DIR'],
    ['an empty folder', [jobFile, '--out', ''], '--out is empty'],
    ['a geometry it does not know', [jobFile, '--out', out, '--geometry', 'polar'], '"polar"; it must be radar or map'],
    ['an option it does not know', [jobFile, '--out', out, '--looks', '1'], "Unknown option '--looks'"],
    ['two jobs', [jobFile, jobFile, '--out', out], 'does not take'],
  ])('refuses %s', async (_, args, reason) => {
    const { code, stdout } = await runCommandLine(['interferogram', ...args]);
    expect(code).toBe(1);
    const { status, error } = JSON.parse(stdout) as { status: string; error: { code: string; message: string } };
    expect([status, error.code]).toEqual(['error', 'CLI_USAGE']);
    expect(error.message).toContain(reason);
  });

  it('answers a job that fails with one failure document of its id', async () => {
    const { code, stdout } = await runCommandLine(['interferogram', jobFile, '--out', out]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ job_id: 'job-1', status: 'error', error: { fault: 'caller' } });
  });

  it('tells in its help what it writes', async () => {
    const { code, stderr } = await runCommandLine(['interferogram', '--help']);
    expect(code).toBe(0);
    for (const name of ['interferogram.tif', 'reference_power.tif', 'secondary_power.tif', 'interferogram.json'])
      expect(stderr).toContain(name);
    expect(stderr).toContain('the bbox in the coordinates of raster_crs');
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { failureSchema } from '../../../src/job/index.ts';
import { tinyProduct, writeProduct } from '../../support/tiny-safe.ts';
import { sampleJob } from '../job/sample-job.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sentryal-process-'));
afterAll(() => rmSync(folder, { recursive: true }));

const start = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, ...args], { encoding: 'utf8' });

describe('the process', () => {
  it('answers a bad job with one document on stdout and 1', () => {
    const file = join(folder, 'job.json');
    const points = Array.from({ length: 3000 }, (_, index) => ({ id: `p${index}`, lat: 95, lon: 4 }));
    writeFileSync(file, JSON.stringify(sampleJob({ points })));
    const { stdout, stderr, status } = start('run', file);
    const failure = failureSchema.parse(JSON.parse(stdout));
    expect(failure).toMatchObject({ job_id: 'job-1', error: { code: 'JOB_INVALID' } });
    // Longer than a pipe's buffer: nothing may be cut off when the process ends.
    expect(stdout.length).toBeGreaterThan(100_000);
    expect(failure.error.faults).toHaveLength(1000);
    expect(stderr).toContain('JOB_INVALID');
    expect(status).toBe(1);
  });

  it('answers a command line without a job the same way', () => {
    const { stdout, status } = start('run');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'error', job_id: null, error: { code: 'CLI_USAGE' } });
    expect(status).toBe(1);
  });

  it('stops when it is interrupted, and says so', async () => {
    const args = ['simulate', '--out', join(folder, 'scene')];
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, ...args]);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      // Twice, as from a terminal by way of the parent: it counts once.
      if (stderr === '') for (let i = 0; i < 2; i++) child.kill('SIGINT');
      stderr += text;
    });
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(stderr).toContain('CANCELLED');
  });

  it('stops waiting for stdin when it is interrupted', async () => {
    const granule = writeProduct(folder, tinyProduct());
    const args = ['locate', granule, '--swath', 'iw1'];
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, ...args]);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr === '') child.kill('SIGINT');
      stderr += text;
    });
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(stderr).toContain('CANCELLED');
  });

  it('shows its help', () => {
    const { stdout, status } = start('--help');
    for (const name of [
      'run',
      'coherence',
      'filter',
      'unwrap',
      'inspect',
      'locate',
      'baseline',
      'simulate',
      'demo',
      'doctor',
    ])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(status).toBe(0);
  });
});

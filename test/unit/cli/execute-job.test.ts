import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildAnswer } from '../../../src/answer/index.ts';
import { type RunPair, executeJob } from '../../../src/cli/execute-job.ts';
import { SentryalError } from '../../../src/errors/index.ts';
import { sampleFindings, samplePoint } from '../answer/sample-findings.ts';
import { sampleJob } from '../job/sample-job.ts';
import { recordedContext } from './support.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentryal-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function jobFile(text: string): Promise<string> {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.json`);
  await writeFile(file, text);
  return file;
}

const answer = buildAnswer(sampleFindings([samplePoint('p1', 'ok', 1), samplePoint('p2', 'ok', 2)]));
const succeed: RunPair = () => Promise.resolve(answer);

describe('a job file', () => {
  it('is run with paths from its own folder, and its answer written beside the rasters', async () => {
    const runPair = vi.fn<RunPair>(succeed);
    const out = join(folder, 'new', 'out');
    const file = await jobFile(`\uFEFF${JSON.stringify({ input: sampleJob({ webhook_url: null }) })}`);
    expect(await executeJob(file, out, recordedContext().context, runPair)).toBe(answer);
    const [job, context] = runPair.mock.calls[0]!;
    expect(job.reference_url).toBe(join(folder, 'reference.SAFE'));
    expect(context).toMatchObject({ outDir: out, warnings: [] });
    expect(JSON.parse(await readFile(join(out, 'answer.json'), 'utf8'))).toEqual(answer);
  });

  it('passes every warning on, from the job and from the stages', async () => {
    const { context, stderr } = recordedContext();
    const runPair = vi.fn<RunPair>((_, { warn }) => {
      warn({ code: 'DEM_DATUM_ASSUMED', stage: 'read', message: 'm' });
      return Promise.resolve(answer);
    });
    await executeJob(await jobFile(JSON.stringify(sampleJob({ extra: 1 }))), undefined, context, runPair);
    const codes = runPair.mock.calls[0]![1].warnings.map(({ code }) => code);
    expect(codes).toEqual(['JOB_FIELD_UNKNOWN', 'WEBHOOK_NOT_CALLED', 'DEM_DATUM_ASSUMED']);
    for (const code of codes) expect(stderr()).toContain(code);
  });

  it.each([
    ['a file that is not there', () => Promise.resolve(join(folder, 'none.json')), 'JOB_FILE_UNREADABLE', null],
    ['a file that is not JSON', () => jobFile('{'), 'JOB_NOT_JSON', null],
    ['a job with faults', () => jobFile(JSON.stringify(sampleJob({ points: [], bbox: 1 }))), 'JOB_INVALID', 'job-1'],
    ['a job with one fault', () => jobFile(JSON.stringify(sampleJob({ points: [] }))), 'JOB_NO_POINTS', 'job-1'],
  ])('that is %s fails without being run', async (_, file, code, jobId) => {
    const runPair = vi.fn<RunPair>(succeed);
    const failure = await executeJob(await file(), undefined, recordedContext().context, runPair);
    expect(failure).toMatchObject({ status: 'error', job_id: jobId, error: { code } });
    expect(runPair).not.toHaveBeenCalled();
  });

  it('whose folder for output cannot be made fails before the work', async () => {
    const runPair = vi.fn<RunPair>(succeed);
    const file = await jobFile(JSON.stringify(sampleJob()));
    const failure = await executeJob(file, join(file, 'below-a-file'), recordedContext().context, runPair);
    expect(failure).toMatchObject({ error: { code: 'CLI_OUTPUT_UNWRITABLE' } });
    expect(runPair).not.toHaveBeenCalled();
  });
});

describe('a folder that was used before', () => {
  const failed: RunPair = () => Promise.reject(new SentryalError('CANCELLED'));
  const valid = JSON.stringify(sampleJob());
  const read = async (out: string, name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(out, name), 'utf8')) as unknown;

  it.each([
    ['a job that fails', valid, failed, 'CANCELLED'],
    ['a job that is not valid', '{', succeed, 'JOB_NOT_JSON'],
  ])('tells of %s, and keeps the earlier answer by another name', async (_, text, flow, code) => {
    const out = join(folder, code);
    const { context } = recordedContext();
    await executeJob(await jobFile(valid), out, context, succeed);
    await writeFile(join(out, 'report.html'), 'page');
    await writeFile(join(out, 'height.tif'), 'raster');
    // A second failure leaves what the first one put aside.
    for (const time of ['first', 'second']) {
      const failure = await executeJob(await jobFile(text), out, context, flow);
      expect(failure, time).toMatchObject({ status: 'error', error: { code } });
      expect(await read(out, 'failure.json')).toEqual(failure);
      const names = ['answer.earlier.json', 'failure.json', 'height.tif', 'report.earlier.html'];
      expect((await readdir(out)).toSorted()).toEqual(names);
    }
    expect(await read(out, 'answer.earlier.json')).toEqual(answer);
    await executeJob(await jobFile(valid), out, context, succeed);
    expect((await readdir(out)).toSorted()).toEqual(['answer.json', 'height.tif']);
  });

  it('has no answer while a job runs: one that is killed leaves none that could be taken for its own', async () => {
    const out = join(folder, 'killed');
    const { context } = recordedContext();
    await executeJob(await jobFile(valid), out, context, succeed);
    const during: string[][] = [];
    await executeJob(await jobFile(valid), out, context, async () => {
      during.push(await readdir(out));
      return answer;
    });
    expect(during).toEqual([['answer.earlier.json']]);
  });

  it('that cannot be written to does not hide the failure', async () => {
    const file = await jobFile(valid);
    const { context, stderr } = recordedContext();
    const failure = await executeJob(file, join(file, 'below-a-file'), context, succeed);
    expect(failure).toMatchObject({ error: { code: 'CLI_OUTPUT_UNWRITABLE' } });
    expect(stderr()).toContain('failure.json was not written');
  });
});

/** A flow that ends only when it is aborted, as fetch and the file system do. */
const untilAborted: RunPair = (_, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });

describe('a job that does not end by itself', () => {
  it('is ended by the time limit', async () => {
    const { context } = recordedContext({ SENTRYAL_JOB_TIME_LIMIT_S: '1' });
    const file = await jobFile(JSON.stringify(sampleJob()));
    const failure = await executeJob(file, undefined, context, untilAborted);
    expect(failure).toMatchObject({ error: { code: 'JOB_TIME_LIMIT', message: expect.stringContaining('1 s') } });
  });

  it('is ended by the user', async () => {
    const { context, controller } = recordedContext();
    const file = await jobFile(JSON.stringify(sampleJob()));
    setTimeout(() => controller.abort(new SentryalError('CANCELLED')), 20);
    expect(await executeJob(file, undefined, context, untilAborted)).toMatchObject({ error: { code: 'CANCELLED' } });
  });
});

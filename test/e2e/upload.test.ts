import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import { type JobService, openJobService } from '../../handler/index.ts';
import { answerDocument } from '../../src/answer/index.ts';
import { answerJob } from '../../src/cli/answer-job.ts';
import type { AnswerDocument } from '../../src/job/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { describeGpu } from '../support/gpu.ts';
import { type RunningWorker, startScenario } from '../support/runpod/run-scenario.ts';
import { type S3Server, S3_KEYS, startS3Server } from '../support/servers/s3-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { useScene } from './scene.ts';

const JOB_MS = 60_000;

describeGpu('a worker with a bucket', () => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 400 });
  const place = temporaryFolder();
  const environment: Record<string, string> = {};
  let server: S3Server;
  let service: JobService;
  let worker: RunningWorker;
  let document: Record<string, unknown> & { job_id: string; options: object };
  let first: AnswerDocument;

  beforeAll(async () => {
    server = await startS3Server(mkdtempSync(join(place, 's3-')), ['results']);
    Object.assign(environment, {
      BUCKET_ENDPOINT_URL: `${server.origin}/results/bridges`,
      BUCKET_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
      BUCKET_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
    });
    const given = JSON.parse(await readFile(join(folder(), 'job.json'), 'utf8')) as typeof document;
    const options = { ...given.options, products: ['displacement', 'coherence'] };
    document = { ...given, webhook_url: null, options };
    // As on the platform, but for the files of the granules.
    service = openJobService({
      settings: readSettings({}).settings,
      warnings: [],
      access: { allowLocalPaths: true, allowPrivate: false, environment, home: folder() },
      flow: answerJob,
      rules: { allowLocalPaths: true, baseDir: folder() },
      log: (_, message) => worker.lines.push(message),
    });
    worker = await startScenario({}, { handler: service.handler });
  });

  afterAll(async () => {
    worker?.terminate();
    await worker?.exit;
    await worker?.plane.stop();
    await service?.close();
    await server?.close();
  });

  /** What was posted as the result of a job. */
  async function posted(id: string, more: object = {}): Promise<{ output?: AnswerDocument; error?: string }> {
    worker.plane.enqueue({ id, input: document, ...more });
    await worker.plane.until(() => worker.plane.results(id).length > 0, JOB_MS);
    return JSON.parse(worker.plane.results(id)[0]!.body) as { output?: AnswerDocument; error?: string };
  }

  const writtenSince = (index: number): string[] =>
    server.requests
      .slice(index)
      .filter(({ method }) => method === 'PUT')
      .map(({ path }) => path)
      .toSorted();

  it('answers as run does, and its links lead to the bytes that the answer lists', async () => {
    const { output } = await posted('first');
    first = output!;
    const expected = await runJob(await readJob(join(folder(), 'job.json')));
    const plain = JSON.parse(JSON.stringify(answerDocument(expected))) as typeof expected;
    expect(first.results).toEqual(plain.results);
    expect(first.products!.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual([
      'points points',
      'points points_egms',
      'quicklook coherence',
      'quicklook displacement',
      'raster coherence',
      'raster displacement',
      'report report',
      'stac_item stac_item',
    ]);
    for (const { path, url, bytes, sha256 } of first.products!) {
      const answer = await fetch(url!);
      const body = Buffer.from(await answer.arrayBuffer());
      expect(answer.status).toBe(200);
      expect(body.byteLength).toBe(bytes);
      expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
      expect(path).toMatch(new RegExp(`^bridges/${document.job_id}/[0-9a-f]{16}/[a-z_-]+\\.[a-z]+$`));
      expect(new URL(url!).pathname).toBe(`/results/${path}`);
      // Signed for this file only.
      const other = await fetch(url!.replace('/bridges/', '/bridges/other/'));
      expect(await other.text()).toContain('SignatureDoesNotMatch');
    }
    expect(writtenSince(0)).toEqual(first.products!.map(({ path }) => `/results/${path}`).toSorted());
  });

  it('overwrites what it stored when the job is run again, with the same rasters', async () => {
    const before = server.requests.length;
    const { output } = await posted('again');
    expect(output!.results).toEqual(first.results);
    expect(writtenSince(before)).toEqual(first.products!.map(({ path }) => `/results/${path}`).toSorted());
    const rasters = ({ products }: AnswerDocument): string[][] =>
      products!.filter(({ kind }) => kind === 'raster').map(({ path, sha256 }) => [path, sha256]);
    expect(rasters(output!)).toEqual(rasters(first));
  });

  it('answers also where its keys are wrong, with a warning', async () => {
    environment['BUCKET_SECRET_ACCESS_KEY'] = 'of-another-bucket';
    const { output } = await posted('wrong-keys');
    expect(output!.results).toEqual(first.results);
    expect(output!.products).toEqual([]);
    expect(output!.warnings).toContainEqual({
      code: 'PRODUCTS_NOT_KEPT',
      stage: 'worker',
      message: expect.stringContaining('BUCKET_ACCESS_KEY_ID') as string,
    });
    expect(JSON.stringify(output)).not.toContain('of-another-bucket');
  });

  it.each(['http://169.254.169.254', 'http://127.0.0.1', 'own'])(
    'sends nothing to an s3Config at %s, and does not begin with the job',
    async (given) => {
      const endpointUrl = given === 'own' ? server.origin : given;
      const before = server.requests.length;
      const s3Config = { accessId: 'id', accessSecret: 'of-the-job', bucketName: 'results', endpointUrl };
      const { output, error } = await posted(`s3Config at ${given}`.replaceAll(/[^a-z0-9]/gi, '-'), { s3Config });
      expect(output).toBeUndefined();
      expect(JSON.parse(error!)).toMatchObject({
        job_id: document.job_id,
        status: 'error',
        error: { code: 'ADDRESS_REFUSED', fault: 'caller' },
      });
      expect(error).not.toContain('of-the-job');
      expect(server.requests).toHaveLength(before);
    },
  );

  it('wrote neither links nor keys to its log', () => {
    const log = worker.lines.join('\n');
    expect(log).toContain('PRODUCTS_NOT_KEPT');
    for (const secret of ['X-Amz', 'of-another-bucket', 'of-the-job', S3_KEYS.secretAccessKey])
      expect(log).not.toContain(secret);
  });
});

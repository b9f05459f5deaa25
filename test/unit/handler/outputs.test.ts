import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bucketOutputs } from '../../../handler/job/bucket-outputs.ts';
import { createJobHandler } from '../../../handler/job/run-job.ts';
import { answerDocument, productFile } from '../../../src/answer/index.ts';
import type { JobFlow } from '../../../src/execute/index.ts';
import { localDataAccess } from '../../../src/fetch/index.ts';
import type { Answer, AnswerDocument } from '../../../src/job/index.ts';
import { readSettings } from '../../../src/settings/index.ts';
import { sampleAnswer } from '../../support/runpod/sample-answer.ts';
import { type S3Server, S3_KEYS, startS3Server } from '../../support/servers/s3-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { sampleJob } from '../job/sample-job.ts';

const folder = temporaryFolder();
const LOOPBACK = { allowPrivate: true, allowedHosts: [] };
/** Of it, 9 MB are some 10,000 points. */
const MANY_POINTS = 16_000;

let server: S3Server;
let s3Config: Record<string, unknown>;
let ownBucket: Record<string, string>;
let began = 0;
let written: string | undefined;

beforeAll(async () => {
  server = await startS3Server(mkdtempSync(join(folder, 's3-')), ['results', 'own']);
  s3Config = {
    ...{ accessId: S3_KEYS.accessKeyId, accessSecret: S3_KEYS.secretAccessKey },
    ...{ bucketName: 'results', endpointUrl: server.origin, objectPath: '/team/a' },
  };
  ownBucket = {
    BUCKET_ENDPOINT_URL: server.origin,
    BUCKET_NAME: 'own',
    BUCKET_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
    BUCKET_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
  };
});

beforeEach(() => {
  began = 0;
  written = undefined;
  server.requests.length = 0;
});

afterEach(() => {
  server.fault = undefined;
});

afterAll(() => server.close());

/** A job that finds an answer of so many points and, where there is a folder, writes a raster. */
function flowOf(points: number): JobFlow<AnswerDocument> {
  return async (job, { outDir, warnings }) => {
    began += 1;
    written = outDir;
    const answer = { ...sampleAnswer(job.job_id, points), warnings: [...warnings], products: [] } as unknown as Answer;
    const { detail } = job.options;
    if (outDir === undefined) return answerDocument({ ...answer, detail });
    const path = join(outDir, 'coherence.tif');
    await writeFile(path, 'a raster');
    const raster = productFile({ kind: 'raster', name: 'coherence', path, media_type: 'image/tiff' }, 'a raster');
    return answerDocument({ ...answer, detail, products: [raster] });
  };
}

interface Given {
  readonly environment?: Record<string, string>;
  readonly policy?: typeof LOOPBACK;
  readonly job?: object;
  readonly options?: object;
  readonly points?: number;
  readonly timeLimitS?: number;
  readonly signal?: AbortSignal;
}

type Output = AnswerDocument & {
  error?: string;
  answer?: { url: string; bytes: number; sha256: string; expires: string };
};

async function outputOf(given: Given): Promise<{ output: Output; log: string }> {
  const lines: string[] = [];
  const handler = createJobHandler({
    settings: readSettings({}).settings,
    warnings: [],
    rules: { allowLocalPaths: true, baseDir: '/' },
    openAccess: (warn) => Promise.resolve(localDataAccess(warn)),
    timeLimitS: given.timeLimitS ?? 60,
    flow: flowOf(given.points ?? 2),
    openOutputs: bucketOutputs(given.policy ?? LOOPBACK, given.environment ?? {}),
  });
  const options = { dem: 'dem.tif', ...given.options };
  const output = await handler(
    { id: 'id', input: sampleJob({ webhook_url: null, options }), ...given.job },
    {
      signal: given.signal ?? new AbortController().signal,
      progress: () => {},
      log: (_, message) => lines.push(message),
      retire: (reason) => lines.push(reason),
    },
  );
  return { output: output as Output, log: lines.join('\n') };
}

const codesOf = ({ warnings }: AnswerDocument): string[] => warnings.map(({ code }) => code);
const failureOf = ({ error }: Output): unknown => JSON.parse(error!) as unknown;
const putPaths = (): string[] => server.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path);

describe('files of a job', () => {
  it("go to the job's own bucket, with its own keys only", async () => {
    const ofTheWorker = { ...ownBucket, BUCKET_ACCESS_KEY_ID: 'OFTHEWORKER', BUCKET_SECRET_ACCESS_KEY: 'OFTHEWORKER' };
    const { output, log } = await outputOf({ environment: ofTheWorker, job: { s3Config } });
    const [product] = output.products!;
    expect(product!.path).toMatch(/^team\/a\/job-1\/[0-9a-f]{16}\/coherence\.tif$/);
    expect(putPaths()).toEqual([`/results/${product!.path}`]);
    expect(JSON.stringify(server.requests)).not.toContain('OFTHEWORKER');
    expect(await (await fetch(product!.url!)).text()).toBe('a raster');
    expect(codesOf(output)).toEqual([]);
    expect(log).not.toContain('X-Amz');
    expect(existsSync(written!)).toBe(false);
  });

  it("go to the worker's bucket where the job names none, under another key with other options", async () => {
    for (const options of [{}, {}, { products: ['coherence'] }])
      await outputOf({ environment: ownBucket, job: { s3Config: null }, options });
    const [first, again, other] = putPaths();
    expect(first).toMatch(/^\/own\/job-1\/[0-9a-f]{16}\/coherence\.tif$/);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('are stored too where an answer of minimal detail does not list them', async () => {
    const { output } = await outputOf({ environment: ownBucket, options: { detail: 'minimal' } });
    expect(output).not.toHaveProperty('products');
    expect(putPaths()).toEqual([expect.stringMatching(/\/coherence\.tif$/)]);
  });

  it.each([
    ['asked for by the job', { products: ['coherence'] }, ['PRODUCTS_NOT_WRITTEN']],
    ['asked for by nobody', { products: [] }, []],
    ['there by default', {}, []],
  ])('without a bucket are not written; where %s, that is said or not', async (_, options, codes) => {
    const { output } = await outputOf({ options });
    expect(written).toBeUndefined();
    expect(output.products).toEqual([]);
    expect(codesOf(output)).toEqual(codes);
  });

  it.each([
    ['forbidden', { status: 403, code: 'AccessDenied' }],
    ['no bucket', { status: 404, code: 'NoSuchBucket' }],
  ])('that cannot be stored (%s) cost the answer nothing but them', async (_, fault) => {
    server.fault = () => fault;
    const { output } = await outputOf({ job: { s3Config } });
    expect(output.results.displacement_points).toHaveLength(2);
    expect(output.products).toEqual([]);
    expect(codesOf(output)).toEqual(['PRODUCTS_NOT_KEPT']);
    expect(output.warnings[0]!.message).toContain('coherence.tif');
  });

  it('whose time is over cost the answer nothing either', async () => {
    server.fault = () => 'stall';
    const { output } = await outputOf({ job: { s3Config }, timeLimitS: 0.7 });
    expect(output.results.displacement_points).toHaveLength(2);
    expect(output.warnings).toEqual([
      { code: 'PRODUCTS_NOT_KEPT', stage: 'worker', message: expect.stringContaining('0.7 s') as string },
    ]);
  });

  it('of a job that the platform stops end with it', async () => {
    const stop = new AbortController();
    server.fault = () => {
      stop.abort(new Error('stopped by the platform'));
      return 'stall';
    };
    await expect(outputOf({ job: { s3Config }, signal: stop.signal })).rejects.toThrow('stopped by the platform');
    expect(existsSync(written!)).toBe(false);
  });
});

describe('a bucket that cannot be one', () => {
  it.each<[string, object, string]>([
    ['no object', { s3Config: 'https://s3.example.org' }, 'UPLOAD_TARGET_INVALID'],
    ['no keys', { s3Config: { bucketName: 'a', endpointUrl: 'https://s3.example.org' } }, 'UPLOAD_TARGET_INVALID'],
    ['metadata', { endpointUrl: 'http://169.254.169.254/latest' }, 'ADDRESS_REFUSED'],
    ['this machine', { endpointUrl: 'http://127.0.0.1' }, 'ADDRESS_REFUSED'],
    ['this machine in IPv6', { endpointUrl: 'http://[::ffff:127.0.0.1]' }, 'ADDRESS_REFUSED'],
    ['a path for a bucket', { bucketName: '../etc' }, 'S3_ADDRESS_INVALID'],
  ])('in s3Config (%s) is refused before the job begins', async (_, change, code) => {
    const policy = { allowPrivate: false, allowedHosts: [] };
    const elsewhere = { ...s3Config, endpointUrl: 'https://s3.example.org', ...change };
    const job = 's3Config' in change ? change : { s3Config: elsewhere };
    const { output } = await outputOf({ environment: ownBucket, policy, job });
    expect(failureOf(output)).toMatchObject({ job_id: 'job-1', status: 'error', error: { code, fault: 'caller' } });
    expect(output.error).not.toContain(S3_KEYS.secretAccessKey);
    expect(began).toBe(0);
    expect(server.requests).toEqual([]);
  });

  it("in the worker's variables is told of, and the job done without", async () => {
    const { BUCKET_SECRET_ACCESS_KEY: _, ...some } = ownBucket;
    const { output, log } = await outputOf({ environment: some });
    expect(output.results.displacement_points).toHaveLength(2);
    expect(output.warnings).toEqual([
      {
        code: 'BUCKET_UNUSABLE',
        stage: 'worker',
        message: expect.stringContaining('BUCKET_SECRET_ACCESS_KEY') as string,
      },
    ]);
    expect(log).toContain('BUCKET_UNUSABLE');
  });
});

describe('an answer that is too large to be posted', () => {
  it('is stored whole, and its statistics and a link to it are posted', async () => {
    const { output, log } = await outputOf({ environment: ownBucket, points: MANY_POINTS });
    expect(JSON.stringify(output).length).toBeLessThan(10_000);
    const { url, bytes, sha256, expires } = output.answer!;
    const body = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(body.byteLength).toBe(bytes);
    expect(bytes).toBeGreaterThan(9_000_000);
    expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
    expect(new URL(url).pathname).toMatch(/^\/own\/job-1\/[0-9a-f]{16}\/answer\.json$/);
    const days = (Date.parse(expires) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.99);
    expect(days).toBeLessThanOrEqual(7);
    const whole = JSON.parse(body.toString()) as AnswerDocument;
    expect(whole.results.displacement_points).toHaveLength(MANY_POINTS);
    expect(whole.results.statistics).toEqual(output.results.statistics);
    expect(await (await fetch(whole.products![0]!.url!)).text()).toBe('a raster');
    expect(log).not.toContain('X-Amz');
  });

  it('is reduced, with warnings, where it cannot be stored', async () => {
    server.fault = ({ path }) => (path.endsWith('answer.json') ? { status: 403, code: 'AccessDenied' } : undefined);
    const { output } = await outputOf({ environment: ownBucket, points: MANY_POINTS });
    expect(output.detail).toBe('minimal');
    expect(output.results.displacement_points).toHaveLength(MANY_POINTS);
    expect(codesOf(output).toSorted()).toEqual(['ANSWER_NOT_KEPT', 'ANSWER_REDUCED']);
    expect(JSON.stringify(output).length).toBeLessThan(9_000_000);
  });
});

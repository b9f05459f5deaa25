import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isSentryalError } from '../../../../src/errors/index.ts';
import type { Warning } from '../../../../src/model/index.ts';
import { type S3, openS3 } from '../../../../src/network/index.ts';
import {
  type UploadFile,
  type UploadOptions,
  type Uploaded,
  uploadDocument,
  uploadProducts,
} from '../../../../src/products/index.ts';
import { stateFigure } from '../../../support/figure.ts';
import {
  type S3Fault,
  type S3Server,
  S3_KEYS,
  type SeenS3Request,
  startS3Server,
} from '../../../support/servers/s3-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const MIB = 2 ** 20;
/** Far below what services take, so that faults can be many. */
const PART_BYTES = 2 ** 16;
const folder = temporaryFolder();
const target = { bucket: 'results', prefix: 'team' };
const job = { jobId: 'job-1', optionsHash: 'abc123' };
/** Three parts. */
const large = randomBytes(2 * PART_BYTES + 17);
const small = Buffer.from('id,displacement_mm\nA,1.5\n');

let server: S3Server;
let s3: S3;
let files: UploadFile[];
let warnings: Warning[] = [];

const options = (more: Partial<UploadOptions> = {}): UploadOptions => ({
  job,
  warn: (warning) => warnings.push(warning),
  ...more,
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  server = await startS3Server(mkdtempSync(join(folder, 's3-')), ['results']);
  s3 = openS3(
    { allowPrivate: true, allowedHosts: [] },
    { endpoint: server.origin, keys: S3_KEYS, firstWaitS: 0.001, stallS: 0.5, retries: 2, partBytes: PART_BYTES },
  );
  files = [
    { path: join(folder, 'displacement.tif'), name: 'displacement.tif' },
    { path: join(folder, 'points.csv'), name: 'tables/points.csv', sha256: sha256(small) },
    { path: join(folder, 'empty.log'), name: 'empty.log' },
  ];
  writeFileSync(files[0]!.path, large);
  writeFileSync(files[1]!.path, small);
  writeFileSync(files[2]!.path, '');
});

afterEach(() => {
  server.fault = undefined;
  warnings = [];
});

afterAll(async () => {
  s3.close();
  await server.close();
});

async function stored(uploaded: Uploaded): Promise<Buffer> {
  const answer = await fetch(uploaded.url);
  return Buffer.from(await answer.arrayBuffer());
}

const isPart = (seen: SeenS3Request, number?: number): boolean =>
  seen.method === 'PUT' &&
  (number === undefined ? seen.query.has('partNumber') : seen.query.get('partNumber') === String(number));

/** Lengths of the parts that were sent, by their numbers. */
const partsSince = (index: number): number[] =>
  server.requests
    .slice(index)
    .filter((seen) => isPart(seen))
    .sort((a, b) => Number(a.query.get('partNumber')) - Number(b.query.get('partNumber')))
    .map(({ bodyBytes }) => bodyBytes);

const errorOf = async (result: Promise<unknown>): Promise<{ code: string; message: string }> =>
  result.then(
    () => ({ code: 'none', message: '' }),
    (error: unknown) => (isSentryalError(error) ? error : { code: (error as Error).name, message: String(error) }),
  );

describe('products', () => {
  it('are stored whole, with their type and hash, and linked', async () => {
    const before = server.requests.length;
    const seen: [number, number][] = [];
    const uploaded = await uploadProducts(
      files,
      target,
      s3,
      options({ progress: (sent, total) => seen.push([sent, total]) }),
    );
    expect(uploaded.map(({ name, key, bytes }) => [name, key, bytes])).toEqual([
      ['displacement.tif', 'team/job-1/abc123/displacement.tif', large.byteLength],
      ['tables/points.csv', 'team/job-1/abc123/tables/points.csv', small.byteLength],
      ['empty.log', 'team/job-1/abc123/empty.log', 0],
    ]);
    const [first, second, third] = uploaded;
    expect(first!.sha256).toBe(sha256(large));
    expect(Buffer.compare(await stored(first!), large)).toBe(0);
    expect(Buffer.compare(await stored(second!), small)).toBe(0);
    expect(await stored(third!)).toHaveLength(0);
    const answer = await fetch(first!.url, { headers: { range: 'bytes=0-1' } });
    expect(answer.headers.get('content-type')).toBe('image/tiff; application=geotiff; profile=cloud-optimized');
    expect(answer.headers.get('x-amz-meta-sha256')).toBe(sha256(large));
    expect(partsSince(before)).toEqual([PART_BYTES, PART_BYTES, 17]);
    const total = large.byteLength + small.byteLength;
    expect(seen.at(-1)).toEqual([total, total]);
    expect(seen.map(([sent]) => sent)).toEqual(seen.map(([sent]) => sent).sort((a, b) => a - b));
    expect(server.openUploads.size).toBe(0);
    expect(server.mostAtOnce).toBeLessThanOrEqual(4);
  });

  it('of more than 16 MiB go in parts of that', async () => {
    const bytes = randomBytes(35 * MIB + 17);
    writeFileSync(join(folder, 'larger.tif'), bytes);
    const before = server.requests.length;
    const usual = openS3({ allowPrivate: true, allowedHosts: [] }, { endpoint: server.origin, keys: S3_KEYS });
    const file = { path: join(folder, 'larger.tif'), name: 'larger.tif' };
    const [uploaded] = await uploadProducts([file], target, usual, options());
    expect(partsSince(before)).toEqual([16 * MIB, 16 * MIB, 3 * MIB + 17]);
    expect(Buffer.compare(await stored(uploaded!), bytes)).toBe(0);
    usual.close();
  });

  it('take the same place again when they are run again', async () => {
    const [before] = await uploadProducts([files[1]!], target, s3, options());
    writeFileSync(join(folder, 'newer.csv'), 'newer');
    const newer = { path: join(folder, 'newer.csv'), name: files[1]!.name };
    const [after] = await uploadProducts([newer], target, s3, options());
    expect(after!.key).toBe(before!.key);
    expect(String(await stored(after!))).toBe('newer');
  });

  it.each([
    [undefined, 604_800],
    [3600, 3600],
    [30 * 86_400, 604_800],
  ])('are linked for %s s: %i s', async (linkS, expected) => {
    const from = Date.now();
    const document = await uploadDocument('answer.json', small, target, s3, options({ linkS }));
    expect(new URL(document.url).searchParams.get('X-Amz-Expires')).toBe(String(expected));
    expect(Math.abs(Date.parse(document.expires) - from - expected * 1000)).toBeLessThan(10_000);
    expect(Buffer.compare(await stored(document), small)).toBe(0);
  });
});

describe('faults', () => {
  it.each<[string, S3Fault]>([
    ['reset', 'reset'],
    ['lost-answer', 'lost-answer'],
    ['500', { status: 500, code: 'InternalError' }],
    ['503', { status: 503, code: 'SlowDown' }],
    ['429', { status: 429, code: 'TooManyRequests', headers: { 'retry-after': '0' } }],
    ['stall', 'stall'],
  ])('%s at the second of three parts: sent again, the same bytes', async (_, fault) => {
    let failed = false;
    server.fault = (seen) => {
      if (failed || !isPart(seen, 2)) return undefined;
      failed = true;
      return fault;
    };
    const before = server.requests.length;
    const [uploaded] = await uploadProducts([files[0]!], target, s3, options());
    expect(Buffer.compare(await stored(uploaded!), large)).toBe(0);
    expect(partsSince(before)).toEqual([PART_BYTES, PART_BYTES, PART_BYTES, 17]);
    expect(server.openUploads.size).toBe(0);
  });

  it('one at every request in turn: the same bytes, or a clear error and no parts left', async () => {
    const faults: readonly S3Fault[] = [
      'reset',
      'lost-answer',
      { status: 503, code: 'SlowDown' },
      { status: 403, code: 'AccessDenied' },
      { status: 301, code: 'PermanentRedirect' },
    ];
    const all = [files[0]!, files[1]!];
    const from = server.requests.length;
    await uploadProducts(all, target, s3, options());
    const count = server.requests.length - from;
    const tally = { tried: 0, same: 0, refused: 0 };
    for (const fault of faults)
      for (let at = 0; at < count; at++) {
        const first = server.requests.length;
        server.fault = ({ index }) => (index === first + at ? fault : undefined);
        const result = await uploadProducts(all, target, s3, options()).catch((error: unknown) => error);
        server.fault = undefined;
        tally.tried++;
        if (isSentryalError(result, 'UPLOAD_FAILED')) tally.refused++;
        else if (Buffer.compare(await stored((result as Uploaded[])[0]!), large) === 0) tally.same++;
        expect(server.openUploads.size).toBe(0);
      }
    expect(tally.same + tally.refused).toBe(tally.tried);
    stateFigure(
      `upload: wrong or lost of ${tally.tried} faults (${tally.same} stored the same, ${tally.refused} clear errors)`,
      tally.tried - tally.same - tally.refused,
      0,
    );
  });

  it('a part that fails for good ends the upload and leaves no parts', async () => {
    const before = server.requests.length;
    server.fault = (seen) => (isPart(seen, 2) ? { status: 403, code: 'AccessDenied' } : undefined);
    const error = await errorOf(uploadProducts([files[0]!], { ...target, prefix: 'gone' }, s3, options()));
    expect(error.code).toBe('UPLOAD_FAILED');
    expect(error.message).toContain('displacement.tif');
    expect(error.message).toContain('AccessDenied');
    expect(server.requests.slice(before).filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    expect(server.openUploads.size).toBe(0);
    expect(await errorOf(s3.head('results', 'gone/job-1/abc123/displacement.tif'))).toMatchObject({
      code: 'S3_OBJECT_MISSING',
    });
    expect(warnings).toEqual([]);
  });

  it('an abort ends the upload and leaves no parts', async () => {
    const stop = new AbortController();
    server.fault = (seen) => {
      if (!isPart(seen, 3)) return undefined;
      stop.abort();
      return 'stall';
    };
    const error = await errorOf(uploadProducts(files, target, s3, options({ signal: stop.signal })));
    expect(error.code).toBe('AbortError');
    expect(server.openUploads.size).toBe(0);
  });

  it('parts that cannot be removed are told of', async () => {
    server.fault = (seen) =>
      isPart(seen) || seen.method === 'DELETE' ? { status: 403, code: 'AccessDenied' } : undefined;
    expect((await errorOf(uploadProducts([files[0]!], target, s3, options()))).code).toBe('UPLOAD_FAILED');
    expect(warnings.map(({ code }) => code)).toEqual(['UPLOAD_PARTS_LEFT']);
  });

  it('an error that comes with status 200 at the end is one', async () => {
    const body = '<?xml version="1.0"?>\n<Error><Code>InternalError</Code><Message>no</Message></Error>';
    const isEnd = (seen: SeenS3Request): boolean => seen.method === 'POST' && seen.query.has('uploadId');
    let failed = false;
    server.fault = (seen) => {
      if (failed || !isEnd(seen)) return undefined;
      failed = true;
      return { status: 200, body };
    };
    const [uploaded] = await uploadProducts([files[0]!], target, s3, options());
    expect(failed).toBe(true);
    expect(Buffer.compare(await stored(uploaded!), large)).toBe(0);
  });

  it('a file that is not there is named', async () => {
    const none = { path: join(folder, 'none.tif'), name: 'none.tif' };
    const error = await errorOf(uploadProducts([files[1]!, none], target, s3, options()));
    expect(error.code).toBe('UPLOAD_FAILED');
    expect(error.message).toMatch(/none\.tif.*ENOENT/);
  });
});

describe('keys', () => {
  it('of the worker are not taken where a job gives others that are refused', async () => {
    const kept = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' });
    try {
      const keys = { accessKeyId: 'OFTHEJOB', secretAccessKey: 'secretofthejob', origin: "the job's s3Config" };
      const refused = openS3({ allowPrivate: true, allowedHosts: [] }, { endpoint: server.origin, keys, retries: 0 });
      const before = server.requests.length;
      const error = await errorOf(uploadDocument('answer.json', small, target, refused, options()));
      expect(error.code).toBe('UPLOAD_FAILED');
      expect(error.message).toContain("the job's s3Config");
      expect(error.message).not.toMatch(/OFTHEJOB|secretofthejob/);
      for (const { headers } of server.requests.slice(before))
        expect(headers.authorization).toContain('Credential=OFTHEJOB/');
    } finally {
      for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
        if (kept[name] === undefined) delete process.env[name];
        else process.env[name] = kept[name];
      }
    }
  });
});

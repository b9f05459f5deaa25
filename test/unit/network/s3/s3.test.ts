import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { S3Client } from '@aws-sdk/client-s3';
import { isSentryalError } from '../../../../src/errors/index.ts';
import { type S3, type S3Options, openS3 } from '../../../../src/network/index.ts';
import { createClient } from '../../../../src/network/s3/s3-client.ts';
import { type HttpServer, startHttpServer } from '../../../support/servers/http-server.ts';
import { type S3Fault, type S3Server, S3_KEYS, startS3Server } from '../../../support/servers/s3-server.ts';
import { stateFigure } from '../../../support/figure.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const LOOPBACK = { allowPrivate: true, allowedHosts: [] };
const BUCKET = 'scenes';
const KEY = 'Sentinel-1/a scene.SAFE/measurement/iw1.tiff';
const folder = temporaryFolder();
const content = randomBytes(300_000);
const RANGE = { offset: 1234, length: 200_000 };
const part = content.subarray(RANGE.offset, RANGE.offset + RANGE.length);

let server: S3Server;
/** Where redirects lead: it must never be asked for anything. */
let elsewhere: HttpServer;
let s3: S3;
let whole: { sizeBytes: number; etag: string };

const open = (options: S3Options = {}): S3 =>
  openS3(LOOPBACK, { endpoint: server.origin, keys: S3_KEYS, firstWaitS: 0.001, stallS: 0.3, retries: 2, ...options });

/** One fault at the next request, none after it. */
function failNext(fault: S3Fault): void {
  const next = server.requests.length;
  server.fault = (seen) => (seen.index === next ? fault : undefined);
}

async function codeOf(result: Promise<unknown>): Promise<string> {
  return result.then(
    () => 'none',
    (error: unknown) => (isSentryalError(error) ? error.code : String(error)),
  );
}

beforeAll(async () => {
  server = await startS3Server(mkdtempSync(join(folder, 's3-')), [BUCKET, 'empty']);
  elsewhere = await startHttpServer();
  s3 = open();
  await s3.put(BUCKET, KEY, content);
  whole = await s3.head(BUCKET, KEY);
});

afterEach(() => {
  server.fault = undefined;
  expect(elsewhere.requests).toEqual([]);
});

afterAll(async () => {
  s3.close();
  await server.close();
  await elsewhere.close();
});

describe('objects', () => {
  it('are read by parts, byte for byte', async () => {
    expect(whole.sizeBytes).toBe(content.byteLength);
    for (const [offset, length] of [
      [0, 2],
      [0, content.byteLength],
      [content.byteLength - 2, 2],
      [77_777, 100_000],
    ] as const) {
      const bytes = await s3.getRange(BUCKET, KEY, { offset, length }, whole);
      expect(Buffer.compare(bytes, content.subarray(offset, offset + length))).toBe(0);
    }
    const before = server.requests.length;
    expect(await s3.getRange(BUCKET, KEY, { offset: 5, length: 0 }, whole)).toHaveLength(0);
    expect(server.requests).toHaveLength(before);
  });

  it('count their bytes as they come', async () => {
    let received = 0;
    await s3.getRange(BUCKET, KEY, RANGE, whole, { received: (bytes) => void (received += bytes) });
    expect(received).toBe(RANGE.length);
  });

  it('are listed page by page', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
    await Promise.all(names.map((name) => s3.put(BUCKET, name, Buffer.from(name))));
    const before = server.requests.length;
    server.pageSize = 10;
    const listed = [];
    for await (const { key, sizeBytes } of s3.list(BUCKET, 'many/')) listed.push([key, sizeBytes]);
    server.pageSize = 1000;
    expect(listed).toEqual(names.map((name) => [name, 9]));
    expect(server.requests.length - before).toBe(3);
  });

  it('take no more connections than they may', async () => {
    await Promise.all(Array.from({ length: 20 }, () => s3.getRange(BUCKET, KEY, RANGE, whole)));
    expect(server.mostAtOnce).toBeLessThanOrEqual(4);
  });

  it('are linked for those without keys, for seven days at most', async () => {
    const url = await s3.presign(BUCKET, KEY, 60);
    const answer = await fetch(url);
    expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), content)).toBe(0);
    expect((await fetch(url.replace(/Expires=60/, 'Expires=61'))).status).toBe(403);
    const long = new URL(await s3.presign(BUCKET, KEY, 1e9));
    expect(long.searchParams.get('X-Amz-Expires')).toBe('604800');
  });
});

/** Faults of one request and what comes of them: the same bytes, or this error. */
const FAULTS: readonly (readonly [string, S3Fault, string])[] = [
  ['reset before the answer', 'reset', 'none'],
  ['answer lost', 'lost-answer', 'none'],
  ['silence', 'stall', 'none'],
  ['reset in the body', 'reset-in-body', 'none'],
  ['body cut off', 'truncated', 'none'],
  ['body that stalls', 'stall-in-body', 'none'],
  ['500', { status: 500, code: 'InternalError' }, 'none'],
  ['502 of a gateway', { status: 502, body: '<html>Bad gateway</html>' }, 'none'],
  ['503 SlowDown', { status: 503, code: 'SlowDown' }, 'none'],
  ['429', { status: 429, code: 'TooManyRequests', headers: { 'retry-after': '0' } }, 'none'],
  ['400 RequestTimeout', { status: 400, code: 'RequestTimeout' }, 'none'],
  ['another part', 'wrong-range', 'RANGE_NOT_SERVED'],
  ['the whole in place of a part', 'range-ignored', 'RANGE_NOT_SERVED'],
  ['a page to log in', 'html', 'RANGE_NOT_SERVED'],
  ['another ETag', 'changed-etag', 'RESOURCE_CHANGED'],
  ['another size', 'changed-size', 'RESOURCE_CHANGED'],
  ['412', { status: 412, code: 'PreconditionFailed' }, 'RESOURCE_CHANGED'],
  ['401', { status: 401, code: 'Unauthorized' }, 'S3_ACCESS_DENIED'],
  ['403 of keys that expired', { status: 403, code: 'ExpiredToken' }, 'S3_ACCESS_DENIED'],
  ['404 of the object', { status: 404, code: 'NoSuchKey' }, 'S3_OBJECT_MISSING'],
  ['404 of the bucket', { status: 404, code: 'NoSuchBucket' }, 'S3_BUCKET_MISSING'],
  ['400 of another region', { status: 400, code: 'AuthorizationHeaderMalformed' }, 'S3_WRONG_REGION'],
  ['400', { status: 400, code: 'InvalidRequest' }, 'S3_FAILED'],
];

describe('faults', () => {
  it.each(FAULTS)('%s', async (_, fault, code) => {
    const before = server.requests.length;
    failNext(fault);
    const reading = s3.getRange(BUCKET, KEY, RANGE, whole);
    expect(await codeOf(reading)).toBe(code);
    if (code === 'none') expect(Buffer.compare(await reading, part)).toBe(0);
    expect(server.requests.length - before).toBe(code === 'none' ? 2 : 1);
  });

  it('at every request in turn of a listing, a head and a read: the same, or a clear error', async () => {
    const run = async (): Promise<string> => {
      const found = [];
      for await (const { key } of s3.list(BUCKET, 'Sentinel-1/')) found.push(key);
      const head = await s3.head(BUCKET, found[0]!);
      return Buffer.from(await s3.getRange(BUCKET, found[0]!, RANGE, head)).toString('latin1');
    };
    const right = part.toString('latin1');
    const tally = { tried: 0, same: 0, refused: 0 };
    for (const [, fault] of FAULTS)
      for (let at = 0; at < 3; at++) {
        const first = server.requests.length;
        server.fault = (seen) => (seen.index === first + at ? fault : undefined);
        tally.tried++;
        const result = await run().catch((error: unknown) => error);
        if (isSentryalError(result)) tally.refused++;
        else if (result === right) tally.same++;
      }
    expect(tally.same + tally.refused).toBe(tally.tried);
    expect(tally.same).toBeGreaterThan(30);
    stateFigure(
      `S3: wrong or lost of ${tally.tried} faults (${tally.same} with the same bytes, ${tally.refused} clear errors)`,
      tally.tried - tally.same - tally.refused,
      0,
    );
  });

  it('go on where a body broke off, and read no byte twice that was kept', async () => {
    const before = server.requests.length;
    let received = 0;
    const breaks = 5;
    server.fault = ({ index }) => (index < before + breaks ? 'reset-in-body' : undefined);
    const patient = open({ retries: 5 });
    const options = { received: (bytes: number): void => void (received += bytes) };
    const bytes = await patient.getRange(BUCKET, KEY, RANGE, whole, options);
    expect(Buffer.compare(bytes, part)).toBe(0);
    expect(received).toBe(RANGE.length);
    const ranges = server.requests.slice(before).map(({ headers }) => headers.range);
    expect(ranges).toHaveLength(breaks + 1);
    expect(new Set(ranges.map((range) => range?.split('-')[1]))).toEqual(
      new Set([String(RANGE.offset + RANGE.length - 1)]),
    );
  });

  it('end after so many tries', async () => {
    const before = server.requests.length;
    server.fault = () => 'reset';
    expect(await codeOf(s3.head(BUCKET, KEY))).toBe('NETWORK_FAILED');
    expect(server.requests.length - before).toBe(3);
    server.fault = () => ({ status: 503, code: 'SlowDown' });
    expect(await codeOf(s3.head(BUCKET, KEY))).toBe('S3_FAILED');
  });

  it('wait as long as the service asks', async () => {
    failNext({ status: 503, code: 'SlowDown', headers: { 'retry-after': '1' } });
    const from = performance.now();
    await s3.head(BUCKET, KEY);
    expect(performance.now() - from).toBeGreaterThan(990);
  });

  it('an abort ends a read that stalls, a wait and a queue', async () => {
    const patient = open({ stallS: 30, connections: 1, firstWaitS: 30 });
    for (const fault of ['stall-in-body', 'reset'] as const) {
      const stop = new AbortController();
      server.fault = () => fault;
      const readings = [1, 2].map(() => patient.getRange(BUCKET, KEY, RANGE, whole, { signal: stop.signal }));
      setTimeout(() => stop.abort(), 100);
      for (const settled of await Promise.allSettled(readings))
        expect(settled).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
    }
  });
});

describe('keys and addresses', () => {
  it('name whose keys were refused, and never show them', async () => {
    const wrong = {
      accessKeyId: 'KEYOFSOMEBODY',
      secretAccessKey: 'SECRETOFSOMEBODY',
      sessionToken: 'TOKENOFSOMEBODY',
    };
    const stranger = open({ keys: { ...wrong, origin: 'CDSE_S3_ACCESS_KEY' } });
    const error: unknown = await stranger.head(BUCKET, KEY).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'S3_ACCESS_DENIED' });
    expect(String(error)).toContain('CDSE_S3_ACCESS_KEY');
    const { inspect } = await import('node:util');
    for (const secret of Object.values(wrong))
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
    const listing = (async () => {
      for await (const listed of stranger.list(BUCKET, '')) return listed;
      return undefined;
    })();
    const listed: unknown = await listing.catch((thrown: unknown) => thrown);
    for (const secret of Object.values(wrong))
      expect(inspect(listed, { depth: 9, showHidden: true })).not.toContain(secret);
  });

  it('are not sent where a redirect leads', async () => {
    for (const status of [301, 302, 303, 307, 308])
      for (const act of [
        () => s3.head(BUCKET, KEY),
        () => s3.getRange(BUCKET, KEY, RANGE, whole),
        () => s3.put(BUCKET, 'new', Buffer.from('new')),
      ]) {
        const headers = { location: `${elsewhere.origin}/`, 'x-amz-bucket-region': 'eu-central-1' };
        const before = server.requests.length;
        failNext({ status, code: 'TemporaryRedirect', headers });
        const error: unknown = await act().catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'S3_WRONG_REGION' });
        expect(String(error)).toContain('eu-central-1');
        expect(server.requests.length - before).toBe(1);
      }
  });

  it('without keys nothing is signed, whatever the environment has', async () => {
    const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL'] as const;
    const kept = names.map((name) => process.env[name]);
    names.forEach((name) => (process.env[name] = name === 'AWS_ENDPOINT_URL' ? elsewhere.origin : 'OFTHEWORKER'));
    try {
      await codeOf(open({ keys: undefined }).head(BUCKET, KEY));
      await open().head(BUCKET, KEY);
    } finally {
      names.forEach((name, index) => {
        if (kept[index] === undefined) delete process.env[name];
        else process.env[name] = kept[index];
      });
    }
    const [unsigned, signed] = server.requests.slice(-2).map(({ headers }) => headers);
    expect(unsigned?.authorization).toBeUndefined();
    expect(signed?.authorization).toContain(`Credential=${S3_KEYS.accessKeyId}/`);
    expect(JSON.stringify([unsigned, signed])).not.toContain('OFTHEWORKER');
  });

  it('go to public hosts only in a worker, also by a name that leads home', async () => {
    const worker = { allowPrivate: false, allowedHosts: [] };
    const { port } = new URL(server.origin);
    const before = server.requests.length;
    for (const endpoint of [
      server.origin,
      `http://localhost:${port}`,
      'http://169.254.169.254',
      'http://[::1]',
      'http://0x7f.1',
      'http://2130706433',
      'http://10.0.0.1',
      'http://[::ffff:127.0.0.1]',
    ])
      expect(
        await codeOf((async () => openS3(worker, { endpoint, keys: S3_KEYS, retries: 0 }).head(BUCKET, KEY))()),
      ).toBe('ADDRESS_REFUSED');
    expect(server.requests).toHaveLength(before);
    // A host that the settings allow, and no other.
    const some = { allowPrivate: true, allowedHosts: [`127.0.0.1:${port}`] };
    expect(await codeOf(openS3(some, { endpoint: server.origin, keys: S3_KEYS }).head(BUCKET, KEY))).toBe('none');
    expect(
      await codeOf((async () => openS3(some, { endpoint: elsewhere.origin, keys: S3_KEYS }).head(BUCKET, KEY))()),
    ).toBe('ADDRESS_REFUSED');
    expect(await codeOf(openS3(some, { keys: S3_KEYS, retries: 0 }).head(BUCKET, KEY))).toBe('ADDRESS_REFUSED');
  });

  it.each([
    ['a bucket that would be a host', 'evil.example/', 'a'],
    ['a bucket that would be a query', 'a?b', 'a'],
    ['an ARN', 'arn:aws:s3:::bucket', 'a'],
    ['an empty bucket', '', 'a'],
    ['a key that climbs', BUCKET, 'a/../b'],
    ['a key of control characters', BUCKET, 'a\nb'],
  ])('%s is refused', async (_, bucket, key) => {
    expect(await codeOf(s3.head(bucket, key))).toBe('S3_ADDRESS_INVALID');
  });

  it.each(['ftp://a', 'https://user:secret@host', 'https://host/bucket', 'https://host?x=secret', 'nothing'])(
    'an endpoint like %s is refused and not repeated',
    (endpoint) => {
      let message = '';
      try {
        open({ endpoint });
      } catch (error) {
        message = String(error);
      }
      expect(message).toContain('endpoint');
      expect(message).not.toContain('secret');
    },
  );
});

describe('regions of AWS', () => {
  it('a bucket elsewhere is asked for there, once, by the rules of AWS', async () => {
    const regions: (string | undefined)[] = [];
    const make: typeof createClient = (policy, options, connections): S3Client => {
      regions.push(options.region);
      return createClient(policy, { ...options, endpoint: server.origin }, connections);
    };
    const aws = openS3(LOOPBACK, { keys: S3_KEYS, retries: 0 }, make);
    expect(aws.address(BUCKET, KEY)).toBe(`s3://${BUCKET}/${KEY}`);
    const elsewhereHeaders = { location: elsewhere.origin, 'x-amz-bucket-region': 'eu-central-1' };
    failNext({ status: 301, code: 'PermanentRedirect', headers: elsewhereHeaders });
    expect((await aws.head(BUCKET, KEY)).sizeBytes).toBe(content.byteLength);
    expect(regions).toEqual([undefined, 'eu-central-1']);
    expect(server.requests.at(-1)?.headers.authorization).toContain('/eu-central-1/s3/');
    // Never round and round, and never to what is no region.
    server.fault = () => ({ status: 301, code: 'PermanentRedirect', headers: elsewhereHeaders });
    expect(await codeOf(aws.head(BUCKET, KEY))).toBe('S3_WRONG_REGION');
    server.fault = () => ({
      status: 301,
      code: 'PermanentRedirect',
      headers: { 'x-amz-bucket-region': 'evil.example' },
    });
    expect(await codeOf(aws.head('other', KEY))).toBe('S3_WRONG_REGION');
    expect(regions).toHaveLength(2);
  });
});

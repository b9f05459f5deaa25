import { describe, expect, it } from 'vitest';
import { isSentryalError } from '../../../../src/errors/index.ts';
import { stateFigure } from '../../../support/figure.ts';
import type { S3Fault } from '../../../support/servers/s3-server.ts';
import { BUCKET, KEY, RANGE, codeOf, part, sceneInBucket } from './scene-in-bucket.ts';

const scene = sceneInBucket();

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
    const before = scene.server.requests.length;
    scene.failNext(fault);
    const bytes: unknown = await scene.s3
      .getRange(BUCKET, KEY, RANGE, scene.whole)
      .catch((error: unknown) => (isSentryalError(error) ? error.code : error));
    expect(bytes instanceof Uint8Array ? Buffer.compare(bytes, part) : bytes).toBe(code === 'none' ? 0 : code);
    expect(scene.server.requests.length - before).toBe(code === 'none' ? 2 : 1);
  });

  it('at every request in turn of a listing, a head and a read: the same, or a clear error', async () => {
    const run = async (): Promise<string> => {
      const found = [];
      for await (const { key } of scene.s3.list(BUCKET, 'Sentinel-1/')) found.push(key);
      const head = await scene.s3.head(BUCKET, found[0]!);
      return Buffer.from(await scene.s3.getRange(BUCKET, found[0]!, RANGE, head)).toString('latin1');
    };
    const right = part.toString('latin1');
    const tally = { tried: 0, same: 0, refused: 0 };
    for (const [, fault] of FAULTS)
      for (let at = 0; at < 3; at++) {
        const first = scene.server.requests.length;
        scene.server.fault = (seen) => (seen.index === first + at ? fault : undefined);
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
    const before = scene.server.requests.length;
    let received = 0;
    const breaks = 5;
    scene.server.fault = ({ index }) => (index < before + breaks ? 'reset-in-body' : undefined);
    const patient = scene.open({ retries: 5 });
    const options = { received: (bytes: number): void => void (received += bytes) };
    const bytes = await patient.getRange(BUCKET, KEY, RANGE, scene.whole, options);
    expect(Buffer.compare(bytes, part)).toBe(0);
    expect(received).toBe(RANGE.length);
    const ranges = scene.server.requests.slice(before).map(({ headers }) => headers.range);
    expect(ranges).toHaveLength(breaks + 1);
    expect(new Set(ranges.map((range) => range?.split('-')[1]))).toEqual(
      new Set([String(RANGE.offset + RANGE.length - 1)]),
    );
  });

  it('end after so many tries', async () => {
    const before = scene.server.requests.length;
    scene.server.fault = () => 'reset';
    expect(await codeOf(scene.s3.head(BUCKET, KEY))).toBe('NETWORK_FAILED');
    expect(scene.server.requests.length - before).toBe(3);
    scene.server.fault = () => ({ status: 503, code: 'SlowDown' });
    expect(await codeOf(scene.s3.head(BUCKET, KEY))).toBe('S3_FAILED');
  });

  it('wait as long as the service asks', async () => {
    scene.failNext({ status: 503, code: 'SlowDown', headers: { 'retry-after': '1' } });
    const from = performance.now();
    await scene.s3.head(BUCKET, KEY);
    expect(performance.now() - from).toBeGreaterThan(990);
  });

  it('an abort ends a read that stalls, a wait and a queue', async () => {
    const patient = scene.open({ stallS: 30, connections: 1, firstWaitS: 30 });
    for (const fault of ['stall-in-body', 'reset'] as const) {
      const stop = new AbortController();
      scene.server.fault = () => fault;
      const readings = [1, 2].map(() => patient.getRange(BUCKET, KEY, RANGE, scene.whole, { signal: stop.signal }));
      setTimeout(() => stop.abort(), 100);
      for (const settled of await Promise.allSettled(readings))
        expect(settled).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
    }
  });
});

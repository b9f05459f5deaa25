import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isSentryalError } from '../../../../src/errors/index.ts';
import {
  type DataCache,
  ReadLedger,
  openDataCache,
  openS3Object,
  openS3Safe,
  withLedger,
} from '../../../../src/fetch/index.ts';
import { type S3, openS3 } from '../../../../src/network/index.ts';
import { type S3Server, S3_KEYS, startS3Server } from '../../../support/servers/s3-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { TINY, TINY_PATHS, tinyProduct } from '../../../support/tiny-safe.ts';

const folder = temporaryFolder();
const BUCKET = 'eodata';
const PREFIX = `Sentinel-1/SAR/IW_SLC__1S/2020/05/11/${TINY.name}.SAFE`;

let server: S3Server;
let s3: S3;
let cache: DataCache;

const files = tinyProduct();
const fileOf = (member: string): Buffer => files.get(member)!;

beforeAll(async () => {
  server = await startS3Server(mkdtempSync(join(folder, 's3-')), [BUCKET]);
  s3 = openS3(
    { allowPrivate: true, allowedHosts: [] },
    { endpoint: server.origin, keys: S3_KEYS, firstWaitS: 0.001, stallS: 0.5, region: 'default' },
  );
  for (const [path, bytes] of files) await s3.put(BUCKET, `${PREFIX}/${path}`, bytes);
  await s3.put(BUCKET, `${PREFIX.replace('_7768', '_7769')}/preview/map.kml`, Buffer.from('another product'));
});

/** A cache of its own for each test, so that what is asked for is seen. */
async function freshCache(): Promise<DataCache> {
  cache = await openDataCache({ folder: mkdtempSync(join(folder, 'cache-')), maxBytes: 2 ** 30, warn: () => {} });
  return cache;
}

afterEach(async () => {
  server.fault = undefined;
  server.pageSize = 1000;
  await cache?.close();
});

afterAll(async () => {
  s3.close();
  await server.close();
});

async function codeOf(result: Promise<unknown>): Promise<string> {
  return result.then(
    () => 'none',
    (error: unknown) => (isSentryalError(error) ? error.code : String(error)),
  );
}

describe('a SAFE folder in a bucket', () => {
  it.each([PREFIX, `${PREFIX}/`, PREFIX.slice(0, PREFIX.lastIndexOf('/'))])(
    'is found at %s, with its files over several pages',
    async (prefix) => {
      server.pageSize = 2;
      // The folder of the day holds another product too, which has no manifest.
      const product = await openS3Safe(s3, BUCKET, prefix, await freshCache());
      const listed = [...files]
        .map(([path, bytes]) => ({ path, sizeBytes: bytes.byteLength }))
        .sort((a, b) => (a.path < b.path ? -1 : 1));
      expect(product.name).toBe(TINY.name);
      expect(product.list()).toEqual(listed);
      expect(product.location).toBe(`${server.origin}/${BUCKET}/${PREFIX}`);
    },
  );

  it('gives texts and parts of measurements, and counts them once', async () => {
    const ledger = new ReadLedger();
    await withLedger(ledger, async () => {
      const product = await openS3Safe(s3, BUCKET, PREFIX, await freshCache());
      for (const member of [TINY_PATHS.manifest, TINY_PATHS.annotation])
        expect(await product.readText(member)).toBe(fileOf(member).toString('utf8'));
      const measurement = await product.open(TINY_PATHS.measurement);
      expect(measurement.sizeBytes).toBe(fileOf(TINY_PATHS.measurement).byteLength);
      const bytes = await measurement.read(TINY.byteOffset, 80);
      expect(
        Buffer.compare(bytes, fileOf(TINY_PATHS.measurement).subarray(TINY.byteOffset, TINY.byteOffset + 80)),
      ).toBe(0);
      await measurement.close();
      await product.close();
    });
    expect(ledger.texts.map(({ name }) => name)).toContain(`${TINY.name}.SAFE/${TINY_PATHS.manifest}`);
    expect(ledger.bytes).toBeGreaterThan(0);
  });

  it('is read from the cache the second time: only its listing and its versions are asked for', async () => {
    const kept = await freshCache();
    await (await openS3Safe(s3, BUCKET, PREFIX, kept)).readText(TINY_PATHS.annotation);
    const before = server.requests.length;
    await (await openS3Safe(s3, BUCKET, PREFIX, kept)).readText(TINY_PATHS.annotation);
    expect(
      server.requests.slice(before).map(({ method, path }) => `${method} ${path.length > 9 ? 'object' : 'list'}`),
    ).toEqual(['GET list', 'HEAD object']);
  });

  it('has the same bytes whatever goes wrong once, or ends in a clear error', async () => {
    const run = async (): Promise<string> => {
      const product = await openS3Safe(s3, BUCKET, PREFIX, await freshCache());
      const source = await product.open(TINY_PATHS.measurement);
      const bytes = await source.read(0, source.sizeBytes);
      return (await product.readText(TINY_PATHS.annotation)) + Buffer.from(bytes).toString('latin1');
    };
    const first = server.requests.length;
    const right = await run();
    const count = server.requests.length - first;
    expect(right).toBe(
      fileOf(TINY_PATHS.annotation).toString('utf8') + fileOf(TINY_PATHS.measurement).toString('latin1'),
    );
    const outcomes: string[] = [];
    for (const fault of [
      'reset',
      'truncated',
      'reset-in-body',
      'changed-etag',
      'wrong-range',
      { status: 503, code: 'SlowDown' },
      { status: 403, code: 'AccessDenied' },
    ] as const)
      for (let at = 0; at < count; at++) {
        const from = server.requests.length;
        server.fault = ({ index }) => (index === from + at ? fault : undefined);
        const result = await run().catch((error: unknown) => error);
        outcomes.push(
          result === right ? 'same' : isSentryalError(result) ? result.code : `wrong: ${String(result).slice(0, 80)}`,
        );
      }
    expect(outcomes.filter((outcome) => outcome.startsWith('wrong'))).toEqual([]);
    expect(new Set(outcomes)).toEqual(new Set(['same', 'RESOURCE_CHANGED', 'RANGE_NOT_SERVED', 'S3_ACCESS_DENIED']));
  });

  it('that was replaced while it was read is not mixed with what it was', async () => {
    const object = await openS3Object(s3, BUCKET, `${PREFIX}/${TINY_PATHS.measurement}`);
    expect(object.version).toMatch(/^".+"$/);
    const old = fileOf(TINY_PATHS.measurement);
    await s3.put(BUCKET, `${PREFIX}/${TINY_PATHS.measurement}`, Buffer.from(old).reverse());
    expect(await codeOf(object.read(0, 100))).toBe('RESOURCE_CHANGED');
    await s3.put(BUCKET, `${PREFIX}/${TINY_PATHS.measurement}`, old);
    expect(await codeOf(object.read(0, 100))).toBe('none');
    expect(await codeOf(object.read(old.byteLength - 10, 20))).toBe('READ_TRUNCATED');
  });

  it.each([
    ['nothing', 'Sentinel-1/none', 'PRODUCT_NOT_FOUND'],
    ['files without a manifest', `${PREFIX}/annotation`, 'PRODUCT_NOT_FOUND'],
    // The names of two products begin alike.
    ['half a name', PREFIX.slice(0, -10), 'PRODUCT_NOT_FOUND'],
  ])('is not taken for one: %s', async (_, prefix, code) => {
    expect(await codeOf(openS3Safe(s3, BUCKET, prefix, await freshCache()))).toBe(code);
  });

  it('lacks what it lacks', async () => {
    const product = await openS3Safe(s3, BUCKET, PREFIX, await freshCache());
    expect(await codeOf(product.open('measurement/none.tiff'))).toBe('PRODUCT_MEMBER_MISSING');
    expect(await codeOf(product.readText('../secret'))).toBe('PRODUCT_MEMBER_MISSING');
  });
});

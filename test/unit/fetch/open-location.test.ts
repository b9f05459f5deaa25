import { randomFillSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLocation, openProductAt } from '../../../src/fetch/index.ts';
import { openS3 } from '../../../src/network/index.ts';
import { testAccess } from '../../support/data-access.ts';
import { startHttpServer } from '../../support/servers/http-server.ts';
import { S3_KEYS, startS3Server } from '../../support/servers/s3-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { TINY } from '../../support/tiny-safe.ts';

const folder = temporaryFolder();
const bytes = randomFillSync(Buffer.alloc(5000));
const path = join(folder, 'file.bin');
writeFileSync(path, bytes);
const http = await startHttpServer({ '/file.bin': { bytes } });
const s3 = await startS3Server(join(folder, 's3'), ['eodata']);
const service = openS3({ allowPrivate: true, allowedHosts: [] }, { endpoint: s3.origin, keys: S3_KEYS });
await service.put('eodata', 'some/file.bin', bytes);
service.close();
const withCode = (code: string): unknown => expect.objectContaining({ code });

// The first mirror of the Data Space is not there.
const access = await testAccess(
  join(folder, 'cache'),
  { dataSpaceS3: [http.origin, s3.origin] },
  { dataSpaceS3: S3_KEYS, earthdata: { hosts: ['.asf.alaska.edu'], authorization: 'Bearer secret' } },
);

afterAll(async () => {
  await Promise.all([access, http, s3].map((one) => one.close()));
});

describe('openLocation', () => {
  it.each([
    ['a path', path],
    ['file://', `file://${path}`],
    ['http', `${http.origin}/file.bin`],
    ['http with a signature', `${http.origin}/file.bin?X-Amz-Signature=secret`],
    ['s3, from the second mirror', 's3://eodata/some/file.bin'],
  ])('reads %s', async (_, location) => {
    const source = await openLocation(location, access);
    expect(source.sizeBytes).toBe(bytes.byteLength);
    expect(Buffer.from(await source.read(100, 900))).toEqual(bytes.subarray(100, 1000));
    expect(source.name).not.toContain('secret');
    await source.close();
  });

  it('shows a login to its own hosts only', () => {
    expect(http.requests.some(({ path: asked }) => asked === '/file.bin')).toBe(true);
    expect(http.requests.every(({ headers }) => !(headers.authorization ?? '').startsWith('Bearer'))).toBe(true);
  });

  it('reads no path where only addresses are read, nor does openProductAt', async () => {
    const reach = { ...access, allowLocalPaths: false };
    const refused = withCode('LOCATION_LOCAL_REFUSED');
    for (const location of [path, `file://${path}`, 'file.bin', 'C:\\data']) {
      await expect(openLocation(location, reach)).rejects.toThrow(refused);
      await expect(openProductAt(location, TINY.name, reach, { cacheDir: folder })).rejects.toThrow(refused);
    }
  });

  it.each([
    ['ftp://host/x', 'LOCATION_UNSUPPORTED'],
    ['https://', 'LOCATION_UNSUPPORTED'],
    [`${http.origin}/absent`, 'HTTP_FAILED'],
    ['s3://eodata/absent', 'S3_OBJECT_MISSING'],
    [join(folder, 'absent'), 'FILE_NOT_FOUND'],
  ])('%s is refused', async (location, code) => {
    await expect(openLocation(location, access)).rejects.toThrow(withCode(code));
  });

  it('leaves when it is told to', async () => {
    const told = expect.objectContaining({ name: 'AbortError' });
    await expect(openLocation(path, access, AbortSignal.abort())).rejects.toThrow(told);
  });
});

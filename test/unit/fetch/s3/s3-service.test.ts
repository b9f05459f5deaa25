import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSentryalError } from '../../../../src/errors/index.ts';
import { type DataAccess, dataSpaceS3, s3ForBucket } from '../../../../src/fetch/index.ts';
import { type TestAccess, testAccess } from '../../../support/data-access.ts';
import { type S3Server, S3_KEYS, startS3Server } from '../../../support/servers/s3-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const folder = temporaryFolder();
const KEYS = { ...S3_KEYS, origin: 'CDSE_S3_ACCESS_KEY and CDSE_S3_SECRET_KEY' };

let server: S3Server;
let base: TestAccess;
let access: DataAccess;

beforeAll(async () => {
  server = await startS3Server(mkdtempSync(join(folder, 's3-')), ['eodata']);
  base = await testAccess(join(folder, 'cache'), { dataSpaceS3: [server.origin] });
  access = { ...base, credentials: { dataSpaceS3: KEYS } };
});

afterAll(async () => {
  await base.close();
  await server.close();
});

function codeOf(act: () => unknown): string {
  try {
    act();
    return 'none';
  } catch (error) {
    return isSentryalError(error) ? error.code : String(error);
  }
}

describe('the service of a bucket', () => {
  it('of the Data Space is signed for its region with its keys, and is one for all', async () => {
    const s3 = s3ForBucket('eodata', access);
    expect(dataSpaceS3(access)).toBe(s3);
    await s3.put('eodata', 'a', Buffer.from('abc'));
    expect((await s3.head('eodata', 'a')).sizeBytes).toBe(3);
    expect(server.requests.at(-1)?.headers.authorization).toContain(`Credential=${KEYS.accessKeyId}/`);
    expect(server.requests.at(-1)?.headers.authorization).toContain('/default/s3/aws4_request');
  });

  it('of the Data Space takes keys, and tells where they come from', async () => {
    expect(codeOf(() => s3ForBucket('eodata', base))).toBe('CREDENTIALS_MISSING');
    const before = server.requests.length;
    server.fault = () => ({ status: 403, code: 'InvalidAccessKeyId' });
    const message = await dataSpaceS3(access)
      .head('eodata', 'a')
      .catch((error: unknown) => String(error));
    server.fault = undefined;
    expect(message).toContain('CDSE_S3_ACCESS_KEY');
    expect(server.requests).toHaveLength(before + 1);
  });

  it('of any other name is AWS, never the Data Space', () => {
    const s3 = s3ForBucket('somebody', { ...access, allowLocalPaths: false });
    expect(s3).not.toBe(dataSpaceS3(access));
    expect(s3.address('somebody', 'a/b')).toBe('s3://somebody/a/b');
  });
});

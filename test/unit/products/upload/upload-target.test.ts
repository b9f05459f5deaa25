import { describe, expect, it } from 'vitest';
import { isSentryalError } from '../../../../src/errors/index.ts';
import { jobTarget, objectKey, openTarget, readS3Config, workerTarget } from '../../../../src/products/index.ts';

const CONFIG = { accessId: 'ID', accessSecret: 'SECRET', bucketName: 'results', endpointUrl: 'https://s3.example.org' };
const VARIABLES = { BUCKET_ACCESS_KEY_ID: 'ID', BUCKET_SECRET_ACCESS_KEY: 'SECRET' };

function codeOf(act: () => unknown): string {
  try {
    act();
    return 'none';
  } catch (error) {
    return isSentryalError(error) ? `${error.code} ${error.message}` : String(error);
  }
}

describe("the worker's bucket", () => {
  it.each<[string, string | undefined, string, string, string, string]>([
    [
      'https://results.s3.eu-west-1.amazonaws.com',
      undefined,
      'https://s3.eu-west-1.amazonaws.com',
      'eu-west-1',
      'results',
      '',
    ],
    ['https://results.s3.amazonaws.com', undefined, 'https://s3.amazonaws.com', 'us-east-1', 'results', ''],
    [
      'https://results.s3-eu-west-1.amazonaws.com',
      undefined,
      'https://s3-eu-west-1.amazonaws.com',
      'eu-west-1',
      'results',
      '',
    ],
    [
      'https://my.dotted.results.s3.eu-west-1.amazonaws.com',
      undefined,
      'https://s3.eu-west-1.amazonaws.com',
      'eu-west-1',
      'my.dotted.results',
      '',
    ],
    [
      'https://s3.eu-west-1.amazonaws.com/results',
      undefined,
      'https://s3.eu-west-1.amazonaws.com',
      'eu-west-1',
      'results',
      '',
    ],
    [
      'https://s3.eu-west-1.amazonaws.com/results/a/b/',
      undefined,
      'https://s3.eu-west-1.amazonaws.com',
      'eu-west-1',
      'results',
      'a/b',
    ],
    ['https://s3.eu-west-1.amazonaws.com', 'results', 'https://s3.eu-west-1.amazonaws.com', 'eu-west-1', 'results', ''],
    [
      'https://s3.eu-west-1.amazonaws.com/results',
      'results',
      'https://s3.eu-west-1.amazonaws.com',
      'eu-west-1',
      'results',
      '',
    ],
    [
      'https://results.s3.us-west-004.backblazeb2.com',
      undefined,
      'https://s3.us-west-004.backblazeb2.com',
      'us-west-004',
      'results',
      '',
    ],
    [
      'https://results.fra1.digitaloceanspaces.com',
      undefined,
      'https://fra1.digitaloceanspaces.com',
      'fra1',
      'results',
      '',
    ],
    ['https://fra1.digitaloceanspaces.com', 'results', 'https://fra1.digitaloceanspaces.com', 'fra1', 'results', ''],
    ['https://s3api-eu-ro-1.runpod.io', 'volume1', 'https://s3api-eu-ro-1.runpod.io', 'EU-RO-1', 'volume1', ''],
    ['https://abc.r2.cloudflarestorage.com', 'results', 'https://abc.r2.cloudflarestorage.com', 'auto', 'results', ''],
    ['https://minio.example.org:9000', 'results', 'https://minio.example.org:9000', 'us-east-1', 'results', ''],
    ['https://minio.example.org:9000/results', '', 'https://minio.example.org:9000', 'us-east-1', 'results', ''],
    ['http://10.0.0.1:9000/results', undefined, 'http://10.0.0.1:9000', 'us-east-1', 'results', ''],
  ])('%s with the name %s', (BUCKET_ENDPOINT_URL, BUCKET_NAME, endpoint, region, bucket, prefix) => {
    const target = workerTarget({ ...VARIABLES, BUCKET_ENDPOINT_URL, BUCKET_NAME });
    expect(target).toMatchObject({ endpoint, region, bucket, prefix });
    expect(target?.keys).toMatchObject({ accessKeyId: 'ID', secretAccessKey: 'SECRET' });
  });

  it('is none where no variable is set, and an error where some are', () => {
    expect(workerTarget({})).toBeUndefined();
    expect(workerTarget({ BUCKET_ENDPOINT_URL: ' ' })).toBeUndefined();
    const all = { ...VARIABLES, BUCKET_ENDPOINT_URL: 'https://s3.example.org', BUCKET_NAME: 'results' };
    for (const name of ['BUCKET_ENDPOINT_URL', 'BUCKET_ACCESS_KEY_ID', 'BUCKET_SECRET_ACCESS_KEY'] as const) {
      const message = codeOf(() => workerTarget({ ...all, [name]: undefined }));
      expect(message).toMatch(/^UPLOAD_TARGET_INVALID/);
      expect(message).toContain(name);
    }
    expect(codeOf(() => workerTarget({ ...all, BUCKET_NAME: undefined }))).toMatch(/no bucket is named/);
  });
});

describe("a job's bucket", () => {
  it('is what s3Config says', () => {
    const { keys, ...place } = jobTarget({ ...CONFIG, objectPath: '/team/a/' });
    expect(place).toEqual({
      endpoint: 'https://s3.example.org',
      region: 'us-east-1',
      bucket: 'results',
      prefix: 'team/a',
    });
    expect(keys).toMatchObject({ accessKeyId: 'ID', secretAccessKey: 'SECRET' });
  });

  it.each([
    ['no keys', { accessId: '' }],
    ['no secret', { accessSecret: ' ' }],
    ['no URL', { endpointUrl: 'results' }],
    ['another scheme', { endpointUrl: 'file:///etc' }],
    ['a user in its address', { endpointUrl: 'https://me:hidden@s3.example.org' }],
    ['a query in its address', { endpointUrl: 'https://s3.example.org?key=hidden' }],
    ['no bucket', { bucketName: '' }],
  ])('with %s is refused, and nothing secret repeated', (_, change) => {
    const message = codeOf(() => jobTarget({ ...CONFIG, ...change }));
    expect(message).toMatch(/^UPLOAD_TARGET_INVALID/);
    expect(message).not.toMatch(/hidden|SECRET|\bID\b/);
  });

  it.each([
    'http://127.0.0.1:9000',
    'http://localhost',
    'http://169.254.169.254',
    'http://[::1]',
    'http://[fd00:ec2::254]',
    'http://0x7f000001',
    'http://192.168.1.1',
    'https://s3.example.org:8443',
  ])('at %s is not connected to by a worker', (endpointUrl) => {
    const worker = { allowPrivate: false, allowedHosts: [] };
    expect(codeOf(() => openTarget(worker, jobTarget({ ...CONFIG, endpointUrl })))).toMatch(/^ADDRESS_REFUSED/);
  });
});

describe('keys of objects', () => {
  const job = { jobId: 'job-1', optionsHash: 'abc123' };

  it('hold prefix, job, options and file', () => {
    expect(objectKey('team/a', job, 'displacement.tif')).toBe('team/a/job-1/abc123/displacement.tif');
    expect(objectKey('', job, 'quicklooks/a.png')).toBe('job-1/abc123/quicklooks/a.png');
  });

  it.each(['../../etc', '..', '.', 'a/b', 'ä ö', `${'x'.repeat(500)}.`, 'a\nb', '%2e%2e', ' '])(
    'stay below their folders for a job called %j, and no two meet',
    (jobId) => {
      const key = objectKey('p', { ...job, jobId }, 'a.tif');
      expect(key).toMatch(/^p\/[A-Za-z0-9._=-]{1,130}\/abc123\/a\.tif$/);
      expect(key.split('/')).not.toContain('..');
      expect(key).toBe(objectKey('p', { ...job, jobId }, 'a.tif'));
      expect(key).not.toBe(objectKey('p', { ...job, jobId: jobId.replaceAll(/[^A-Za-z0-9]/g, '_') }, 'a.tif'));
    },
  );

  it.each([
    ['text', 'https://hidden', 'is not an object'],
    ['a list', [], 'is not an object'],
    ['nothing in it', {}, 'accessId is missing'],
    ['a number for a key', { ...CONFIG, accessSecret: 12_345 }, 'accessSecret is not text'],
    ['an object for an address', { ...CONFIG, endpointUrl: { hidden: 1 } }, 'endpointUrl is not text'],
    ['a list for folders', { ...CONFIG, objectPath: ['hidden'] }, 'objectPath is not text'],
  ])('that is %s is refused, and nothing secret repeated', (_, config, reason) => {
    const message = codeOf(() => readS3Config(config));
    expect(message).toMatch(/^UPLOAD_TARGET_INVALID/);
    expect(message).toContain(reason);
    expect(message).not.toMatch(/hidden|SECRET|12.?345/);
  });

  it('may leave out what need not be there, and carry more', () => {
    const { accessId, accessSecret, endpointUrl } = CONFIG;
    const needed = { accessId, accessSecret, endpointUrl };
    expect(readS3Config({ ...needed, bucketName: null, objectPath: '', other: 1 })).toEqual(needed);
    expect(readS3Config({ ...CONFIG, objectPath: 'a' })).toEqual({ ...CONFIG, objectPath: 'a' });
  });

  it.each([
    ['a bucket that would be a path', { bucketName: 'a/b' }],
    ['a bucket that would be a host', { bucketName: 'evil.example#' }],
    ['folders beyond what a key holds', { objectPath: 'folder/'.repeat(150) }],
  ])('with %s is refused before anything is sent', (_, change) => {
    const worker = { allowPrivate: false, allowedHosts: [] };
    expect(codeOf(() => openTarget(worker, jobTarget({ ...CONFIG, ...change })))).toMatch(/^S3_ADDRESS_INVALID/);
  });

  it('whose address is wrongly encoded is refused', () => {
    expect(codeOf(() => jobTarget({ ...CONFIG, endpointUrl: 'https://s3.example.org/%zz' }))).toMatch(
      /^UPLOAD_TARGET_INVALID/,
    );
  });
});

import { inspect } from 'node:util';
import type { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { openS3 } from '../../../../src/network/index.ts';
import { createClient } from '../../../../src/network/s3/s3-client.ts';
import { S3_KEYS } from '../../../support/servers/s3-server.ts';
import { BUCKET, KEY, LOOPBACK, RANGE, codeOf, content, sceneInBucket } from './scene-in-bucket.ts';

const scene = sceneInBucket();

const OF_THE_WORKER = {
  AWS_ACCESS_KEY_ID: 'OFTHEWORKER',
  AWS_SECRET_ACCESS_KEY: 'OFTHEWORKER',
  AWS_SESSION_TOKEN: 'OFTHEWORKER',
};

/** Runs something with variables set, and puts back what they were. */
async function withEnvironment(variables: Readonly<Record<string, string>>, run: () => Promise<void>): Promise<void> {
  const kept = { ...process.env };
  Object.assign(process.env, variables);
  try {
    await run();
  } finally {
    for (const name of Object.keys(variables)) {
      if (kept[name] === undefined) delete process.env[name];
      else process.env[name] = kept[name];
    }
  }
}

describe('keys and addresses', () => {
  it('name whose keys were refused, and never show them', async () => {
    const wrong = {
      accessKeyId: 'KEYOFSOMEBODY',
      secretAccessKey: 'SECRETOFSOMEBODY',
      sessionToken: 'TOKENOFSOMEBODY',
    };
    const stranger = scene.open({ keys: { ...wrong, origin: 'CDSE_S3_ACCESS_KEY' } });
    const error: unknown = await stranger.head(BUCKET, KEY).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'S3_ACCESS_DENIED' });
    expect(String(error)).toContain('CDSE_S3_ACCESS_KEY');
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

  it('are those of the AWS tools where they are asked for', async () => {
    await withEnvironment({ ...OF_THE_WORKER, AWS_REGION: 'eu-west-1' }, async () => {
      const error: unknown = await scene
        .open({ keys: 'chain' })
        .head(BUCKET, KEY)
        .catch((thrown: unknown) => thrown);
      expect(String(error)).toContain('the AWS keys of this machine');
    });
    expect(scene.server.requests.at(-1)?.headers.authorization).toMatch(
      /Credential=OFTHEWORKER\/\d{8}\/eu-west-1\/s3\//,
    );
  });

  it('are not sent where a redirect leads', async () => {
    for (const status of [301, 302, 303, 307, 308])
      for (const act of [
        () => scene.s3.head(BUCKET, KEY),
        () => scene.s3.getRange(BUCKET, KEY, RANGE, scene.whole),
        () => scene.s3.put(BUCKET, 'new', Buffer.from('new')),
      ]) {
        const headers = { location: `${scene.elsewhere.origin}/`, 'x-amz-bucket-region': 'eu-central-1' };
        const before = scene.server.requests.length;
        scene.failNext({ status, code: 'TemporaryRedirect', headers });
        const error: unknown = await act().catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: 'S3_WRONG_REGION' });
        expect(String(error)).toContain('eu-central-1');
        expect(scene.server.requests.length - before).toBe(1);
      }
    expect(scene.elsewhere.requests).toEqual([]);
  });

  it('without keys nothing is signed, whatever the environment has', async () => {
    await withEnvironment({ ...OF_THE_WORKER, AWS_ENDPOINT_URL: scene.elsewhere.origin }, async () => {
      await codeOf(scene.open({ keys: undefined }).head(BUCKET, KEY));
      await scene.open().head(BUCKET, KEY);
    });
    const [unsigned, signed] = scene.server.requests.slice(-2).map(({ headers }) => headers);
    expect(unsigned?.authorization).toBeUndefined();
    expect(signed?.authorization).toContain(`Credential=${S3_KEYS.accessKeyId}/`);
    expect(JSON.stringify([unsigned, signed])).not.toContain('OFTHEWORKER');
  });

  it('go to public hosts only in a worker, also by a name that leads home', async () => {
    const worker = { allowPrivate: false, allowedHosts: [] };
    const { port } = new URL(scene.server.origin);
    const before = scene.server.requests.length;
    for (const endpoint of [
      scene.server.origin,
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
    expect(scene.server.requests).toHaveLength(before);
    // A host that the settings allow, and no other.
    const some = { allowPrivate: true, allowedHosts: [`127.0.0.1:${port}`] };
    expect(await codeOf(openS3(some, { endpoint: scene.server.origin, keys: S3_KEYS }).head(BUCKET, KEY))).toBe('none');
    expect(
      await codeOf((async () => openS3(some, { endpoint: scene.elsewhere.origin, keys: S3_KEYS }).head(BUCKET, KEY))()),
    ).toBe('ADDRESS_REFUSED');
    expect(await codeOf(openS3(some, { keys: S3_KEYS, retries: 0 }).head(BUCKET, KEY))).toBe('ADDRESS_REFUSED');
  });

  it('go nowhere where a name leads to this machine, whenever it does', async () => {
    const { port } = new URL(scene.server.origin);
    const worker = { allowPrivate: false, allowedHosts: [`rebinding.example:${port}`] };
    const answers = [['127.0.0.1'], ['169.254.169.254', '10.1.2.3'], ['::1', 'fd00:ec2::254'], ['::ffff:127.0.0.1']];
    const before = scene.server.requests.length;
    for (const addresses of answers) {
      const resolve = async (): Promise<{ address: string; family: number }[]> =>
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      const make: typeof createClient = (...given) => createClient(given[0], given[1], given[2], resolve);
      const endpoint = `http://rebinding.example:${port}`;
      const s3 = openS3(worker, { endpoint, keys: S3_KEYS, retries: 0 }, make);
      expect(await codeOf(s3.head(BUCKET, KEY))).toBe('ADDRESS_REFUSED');
    }
    expect(scene.server.requests).toHaveLength(before);
  });

  it.each([
    ['a bucket that would be a host', 'evil.example/', 'a'],
    ['a bucket that would be a query', 'a?b', 'a'],
    ['an ARN', 'arn:aws:s3:::bucket', 'a'],
    ['an empty bucket', '', 'a'],
    ['a key that climbs', BUCKET, 'a/../b'],
    ['a key of control characters', BUCKET, 'a\nb'],
  ])('%s is refused', async (_, bucket, key) => {
    expect(await codeOf(scene.s3.head(bucket, key))).toBe('S3_ADDRESS_INVALID');
  });

  it.each(['ftp://a', 'https://user:secret@host', 'https://host/bucket', 'https://host?x=secret', 'nothing'])(
    'an endpoint like %s is refused and not repeated',
    (endpoint) => {
      let message = '';
      try {
        scene.open({ endpoint });
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
    const make: typeof createClient = (policy, options, connections): Promise<S3Client> => {
      regions.push(options.region);
      return createClient(policy, { ...options, endpoint: scene.server.origin }, connections);
    };
    const aws = openS3(LOOPBACK, { keys: S3_KEYS, retries: 0 }, make);
    expect(aws.address(BUCKET, KEY)).toBe(`s3://${BUCKET}/${KEY}`);
    const elsewhereHeaders = { location: scene.elsewhere.origin, 'x-amz-bucket-region': 'eu-central-1' };
    scene.failNext({ status: 301, code: 'PermanentRedirect', headers: elsewhereHeaders });
    expect((await aws.head(BUCKET, KEY)).sizeBytes).toBe(content.byteLength);
    expect(regions).toEqual([undefined, 'eu-central-1']);
    expect(scene.server.requests.at(-1)?.headers.authorization).toContain('/eu-central-1/s3/');
    // Never round and round, and never to what is no region.
    scene.server.fault = () => ({ status: 301, code: 'PermanentRedirect', headers: elsewhereHeaders });
    expect(await codeOf(aws.head(BUCKET, KEY))).toBe('S3_WRONG_REGION');
    scene.server.fault = () => ({
      status: 301,
      code: 'PermanentRedirect',
      headers: { 'x-amz-bucket-region': 'evil.example' },
    });
    expect(await codeOf(aws.head('other', KEY))).toBe('S3_WRONG_REGION');
    expect(regions).toHaveLength(2);
  });
});

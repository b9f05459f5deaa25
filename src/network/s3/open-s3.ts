import type { S3Client } from '@aws-sdk/client-s3';
import { SentryalError } from '../../errors/index.ts';
import type { NetworkPolicy } from '../policy.ts';
import { requireAllowed } from '../require-allowed.ts';
import type { S3, S3Options } from './s3.ts';
import { s3Attempts } from './s3-attempts.ts';
import { type CreateClient, createClient } from './s3-client.ts';
import { type S3Subject, credentialName, s3Failure } from './s3-failure.ts';
import { checkObjectName, endpointOrigin } from './s3-names.ts';
import { readRange } from './s3-range.ts';
import { putBytes, putFile } from './s3-upload.ts';
import { loadPresigner, loadSdk } from './sdk.ts';

/** Longest that a signature may be valid: Signature Version 4. */
export const MAX_LINK_S = 7 * 86_400;

/** More objects than this below a prefix are no product. */
const MAX_LISTED = 1_000_000;

/**
 * An S3 service within a policy. Only the given keys sign: the environment's are used where `chain` asks for them. A bucket of AWS
 * in another region than asked is asked for there.
 * @param create makes the client of a region
 * @throws SentryalError S3_ADDRESS_INVALID, ADDRESS_REFUSED where the endpoint is not one
 */
export function openS3(policy: NetworkPolicy, options: S3Options = {}, create: CreateClient = createClient): S3 {
  const connections = options.connections ?? 4;
  const origin = options.endpoint === undefined ? undefined : endpointOrigin(options.endpoint);
  if (origin !== undefined) requireAllowed(policy, origin);
  const clients = new Map<string, Promise<S3Client>>();
  const regions = new Map<string, string>();
  const clientOf = (bucket: string): Promise<S3Client> => {
    const region = regions.get(bucket) ?? options.region;
    const client = clients.get(region ?? '') ?? create(policy, { ...options, region }, connections);
    clients.set(region ?? '', client);
    return client;
  };
  // Only AWS knows other regions by rule: nowhere does an answer say which host is asked next.
  const attempts = s3Attempts(connections, options, (bucket, region) => {
    if (origin === undefined) regions.set(bucket, region);
    return origin === undefined;
  });
  const access = { clientOf, attempts, partBytes: options.partBytes };
  const address = (bucket: string, key: string): string =>
    origin === undefined ? `s3://${bucket}/${key}` : `${origin}/${bucket}/${key}`;
  const subjectOf = (bucket: string, key: string): S3Subject => {
    checkObjectName(bucket, key);
    const endpoint = origin ?? `AWS${options.region === undefined ? '' : ` (${options.region})`}`;
    return { address: address(bucket, key), bucket, endpoint, credential: credentialName(options.keys) };
  };
  const sending = (signal: AbortSignal | undefined): { abortSignal?: AbortSignal } =>
    signal === undefined ? {} : { abortSignal: signal };
  return {
    address,
    async head(bucket, key, signal) {
      const subject = subjectOf(bucket, key);
      const { HeadObjectCommand } = await loadSdk();
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
      const head = await attempts.run(subject, signal, async () =>
        (await clientOf(bucket)).send(command, sending(signal)),
      );
      // A page to log in has a length too, but no version.
      if (head.ContentLength === undefined || (head.ETag === undefined && head.LastModified === undefined))
        throw new SentryalError('S3_FAILED', { address: subject.address, reason: 'its answer is not one of S3' });
      return {
        sizeBytes: head.ContentLength,
        etag: head.ETag ?? '',
        lastModified: head.LastModified?.toISOString() ?? '',
        metadata: head.Metadata ?? {},
      };
    },
    async getRange(bucket, key, range, expected, { signal, received } = {}) {
      return readRange(access, subjectOf(bucket, key), { bucket, key, range, expected, signal, received });
    },
    async *list(bucket, prefix, signal) {
      const subject = subjectOf(bucket, prefix);
      const { ListObjectsV2Command } = await loadSdk();
      let listed = 0;
      for (let next: string | undefined = ''; next !== undefined;) {
        const token: string = next;
        const page = await attempts.run(subject, signal, async () =>
          (await clientOf(bucket)).send(
            new ListObjectsV2Command({
              Bucket: bucket,
              Prefix: prefix,
              ...(token === '' ? {} : { ContinuationToken: token }),
            }),
            sending(signal),
          ),
        );
        for (const { Key, Size, ETag } of page.Contents ?? [])
          if (Key !== undefined) yield { key: Key, sizeBytes: Size ?? 0, etag: ETag ?? '' };
        listed += page.Contents?.length ?? 0;
        next = page.IsTruncated === true ? page.NextContinuationToken : undefined;
        const isStuck = page.IsTruncated === true && (next === undefined || next === token);
        if (isStuck || listed > MAX_LISTED)
          throw new SentryalError('S3_FAILED', { address: subject.address, reason: 'its listing does not end' });
      }
    },
    async put(bucket, key, bytes, putOptions = {}) {
      await putBytes(access, { bucket, key, subject: subjectOf(bucket, key) }, bytes, putOptions);
    },
    async putFile(bucket, key, path, putOptions = {}) {
      await putFile(access, { bucket, key, subject: subjectOf(bucket, key) }, path, putOptions);
    },
    async presign(bucket, key, expiresS) {
      const subject = subjectOf(bucket, key);
      const expiresIn = Math.max(1, Math.min(MAX_LINK_S, Math.round(expiresS)));
      try {
        const [{ GetObjectCommand }, { getSignedUrl }] = await Promise.all([loadSdk(), loadPresigner()]);
        const command = new GetObjectCommand({ Bucket: bucket, Key: key });
        return await getSignedUrl(await clientOf(bucket), command, { expiresIn });
      } catch (error) {
        throw s3Failure(error, subject, undefined).error;
      }
    },
    close() {
      for (const opening of clients.values())
        opening.then(
          (client) => client.destroy(),
          () => {},
        );
    },
  };
}

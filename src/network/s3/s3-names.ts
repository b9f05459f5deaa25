import { SentryalError, redactUrl } from '../../errors/index.ts';

/** Letters that every service takes in the name of a bucket; it becomes part of a host or of a path. */
const BUCKET_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/;

/** @throws SentryalError S3_ADDRESS_INVALID */
export function checkObjectName(bucket: string, key: string): void {
  const invalid = (reason: string): SentryalError =>
    new SentryalError('S3_ADDRESS_INVALID', { address: redactUrl(`s3://${bucket}/${key}`), reason });
  if (!BUCKET_PATTERN.test(bucket) || bucket.includes('..')) throw invalid('its bucket is not the name of one');
  if (Buffer.byteLength(key) > 1024) throw invalid('its key is longer than 1024 bytes');
  if (Array.from(key).some((letter) => letter < ' ' || letter === '\x7f'))
    throw invalid('its key contains control characters');
  // A client or a server on the way may resolve them: the object would be another one.
  if (key.split('/').some((part) => part === '.' || part === '..'))
    throw invalid('its key contains . or .. as a folder');
}

/**
 * Bucket and key of `s3://bucket/key`. The key is taken as it stands: S3 addresses are not percent-encoded.
 * @throws SentryalError S3_ADDRESS_INVALID
 */
export function parseS3Address(address: string): { readonly bucket: string; readonly key: string } {
  const [, bucket, key = ''] = /^s3:\/\/([^/]*)(?:\/(.*))?$/is.exec(address) ?? [];
  if (bucket === undefined)
    throw new SentryalError('S3_ADDRESS_INVALID', {
      address: redactUrl(address),
      reason: 'it does not begin with s3://',
    });
  checkObjectName(bucket, key);
  return { bucket, key };
}

/** The origin of an endpoint, which is all that is used of it. @throws SentryalError S3_ADDRESS_INVALID */
export function endpointOrigin(endpoint: string): string {
  const invalid = (reason: string): SentryalError =>
    new SentryalError('S3_ADDRESS_INVALID', { address: redactUrl(endpoint), reason });
  if (!URL.canParse(endpoint)) throw invalid('its endpoint is not a URL');
  const url = new URL(endpoint);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalid('its endpoint is not http or https');
  if (url.username !== '' || url.password !== '') throw invalid('its endpoint carries a user or a password');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw invalid('its endpoint is more than a scheme, a host and a port');
  return url.origin;
}

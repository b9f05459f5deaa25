import type { S3 } from '../../network/index.ts';
import type { RemoteObject } from '../remote-object.ts';
import { checkRange } from './file-source.ts';
import { noteBytes } from './read-ledger.ts';

/** An object of a bucket whose length and version are known. */
export function s3Object(
  s3: S3,
  bucket: string,
  key: string,
  known: { readonly sizeBytes: number; readonly etag: string; readonly lastModified?: string },
): RemoteObject {
  const address = s3.address(bucket, key);
  const { sizeBytes, etag } = known;
  return {
    name: address,
    address,
    sizeBytes,
    version: etag === '' ? (known.lastModified ?? '') : etag,
    async read(offset, length, options) {
      checkRange(address, sizeBytes, offset, length);
      const received = { received: noteBytes, signal: options?.signal };
      return s3.getRange(bucket, key, { offset, length }, { etag, sizeBytes }, received);
    },
    // Connections belong to the service, not to one of its objects.
    async close() {},
  };
}

/**
 * An object of a bucket as it is now; each read is one request, or as many as it takes to come to its end.
 * @throws SentryalError S3_OBJECT_MISSING, S3_ACCESS_DENIED and what {@link S3} throws
 */
export async function openS3Object(s3: S3, bucket: string, key: string, signal?: AbortSignal): Promise<RemoteObject> {
  return s3Object(s3, bucket, key, await s3.head(bucket, key, signal));
}

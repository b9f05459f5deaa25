import type { S3 } from '../network/index.ts';
import type { DataAccess } from './data-access.ts';
import { DATA_SPACE_BUCKET, dataSpaceS3, s3ForBucket } from './source/s3-service.ts';

/**
 * The services that have a bucket, in the order they are tried: the mirrors of the Data Space for its own, else one.
 * @throws SentryalError CREDENTIALS_MISSING
 */
export function s3Mirrors(bucket: string, access: DataAccess): S3[] {
  if (bucket !== DATA_SPACE_BUCKET) return [s3ForBucket(bucket, access)];
  const [first, ...others] = access.services.dataSpaceS3;
  return [dataSpaceS3(access, first), ...others.map((endpoint) => dataSpaceS3(access, endpoint))];
}

/** Tries mirrors, of which there is at least one, in turn; the last failure is told where none succeeds. An abort ends it at once. */
export async function firstOf<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal | undefined,
  attempt: (item: Item) => Promise<Result>,
): Promise<Result> {
  let failure: unknown;
  for (const item of items) {
    signal?.throwIfAborted();
    try {
      return await attempt(item);
    } catch (error) {
      signal?.throwIfAborted();
      failure = error;
    }
  }
  throw failure;
}

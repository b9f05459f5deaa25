import type { CatalogueEntry } from '../catalogue-entry.ts';

export const uploadErrors = {
  UPLOAD_TARGET_INVALID: {
    stage: 'products',
    fault: 'caller',
    message: 'The bucket for the products cannot be used: {reason}.',
    remedy:
      "Give endpoint, bucket and both keys: in the job's s3Config (endpointUrl, bucketName, accessId, accessSecret) or in BUCKET_ENDPOINT_URL, BUCKET_NAME, BUCKET_ACCESS_KEY_ID and BUCKET_SECRET_ACCESS_KEY.",
  },
  UPLOAD_FAILED: {
    stage: 'products',
    fault: 'upstream',
    message: '{file} was not stored in the bucket {bucket}: {reason}',
    remedy: 'Check that the keys may write to that bucket, then run again: what is there already is overwritten.',
  },
} as const satisfies Record<string, CatalogueEntry>;

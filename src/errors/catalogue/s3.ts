import type { CatalogueEntry } from '../catalogue-entry.ts';

export const s3Errors = {
  S3_ADDRESS_INVALID: {
    stage: 'fetch',
    fault: 'caller',
    message: '{address} is not an object of an S3 service: {reason}.',
    remedy: 'Give s3://BUCKET/KEY, with the name of a bucket (not an ARN) and no query.',
  },
  S3_ACCESS_DENIED: {
    stage: 'fetch',
    fault: 'caller',
    message: '{address} is refused to {credential}: {reason}.',
    remedy:
      'Check that these keys are current, belong to that service and may use that bucket; keys of the Copernicus Data Space come from https://eodata-s3keysmanager.dataspace.copernicus.eu.',
  },
  S3_OBJECT_MISSING: {
    stage: 'fetch',
    fault: 'caller',
    message: 'There is nothing at {address}.',
    remedy: 'Check bucket, key and endpoint; keys tell small letters from capital ones.',
  },
  S3_BUCKET_MISSING: {
    stage: 'fetch',
    fault: 'caller',
    message: 'There is no bucket {bucket} at {endpoint}.',
    remedy: 'Check the name of the bucket and the endpoint of the service that has it.',
  },
  S3_WRONG_REGION: {
    stage: 'fetch',
    fault: 'caller',
    message: 'The bucket {bucket} is not served by {endpoint}: {reason}.',
    remedy: "Give the bucket's own endpoint and region (on the command line AWS_REGION); redirects are not followed.",
  },
  S3_FAILED: {
    stage: 'fetch',
    fault: 'upstream',
    message: 'The S3 service did not give or take {address}: {reason}.',
    remedy: 'Check that the endpoint is an S3 service; when it has a problem of its own, run again later.',
  },
} as const satisfies Record<string, CatalogueEntry>;

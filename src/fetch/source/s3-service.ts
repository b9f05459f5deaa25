import { type S3, openS3 } from '../../network/index.ts';
import { requireCredential } from '../credentials/read-credentials.ts';
import type { DataAccess } from '../data-access.ts';

/** The Data Space's bucket of products. */
export const DATA_SPACE_BUCKET = 'eodata';

/** The Data Space's requests are signed for a region of this name. */
const DATA_SPACE_REGION = 'default';

/** One client for each service, so that all readers of a process share its few connections. */
const services = new WeakMap<DataAccess['network'], Map<string, S3>>();

function shared(access: DataAccess, name: string, make: () => S3): S3 {
  const made = services.get(access.network) ?? new Map<string, S3>();
  services.set(access.network, made);
  const service = made.get(name) ?? make();
  made.set(name, service);
  return service;
}

/**
 * The S3 service of the Copernicus Data Space.
 * @param endpoint one of its mirrors; the first where not given
 * @throws SentryalError CREDENTIALS_MISSING
 */
export function dataSpaceS3(access: DataAccess, endpoint: string = access.services.dataSpaceS3[0] ?? ''): S3 {
  const keys = requireCredential(access.credentials, 'dataSpaceS3');
  return shared(access, endpoint, () =>
    openS3(access.network.policy, { endpoint, keys, region: DATA_SPACE_REGION, forcePathStyle: true }),
  );
}

/**
 * The service that has a bucket: the Data Space for `eodata`, else AWS, with the machine's own keys on the command line and
 * without keys in a worker, where an address comes from somebody else.
 * @throws SentryalError CREDENTIALS_MISSING
 */
export function s3ForBucket(bucket: string, access: DataAccess): S3 {
  if (bucket === DATA_SPACE_BUCKET) return dataSpaceS3(access);
  const keys = access.network.policy.allowPrivate ? 'chain' : undefined;
  return shared(access, 'AWS', () => openS3(access.network.policy, { keys }));
}

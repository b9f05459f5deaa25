import { SentryalError } from '../../errors/index.ts';

/** `s3Config` of a RunPod job. */
export interface S3Config {
  readonly accessId: string;
  readonly accessSecret: string;
  /** May be missing where the endpoint contains it. */
  readonly bucketName?: string | undefined;
  readonly endpointUrl: string;
  /** Folders before those of the job. */
  readonly objectPath?: string | undefined;
}

const FIELDS = { accessId: true, accessSecret: true, endpointUrl: true, bucketName: false, objectPath: false } as const;

/**
 * What a job carries as `s3Config`, checked; its values, keys among them, are never repeated.
 * @throws SentryalError UPLOAD_TARGET_INVALID
 */
export function readS3Config(value: unknown): S3Config {
  const invalid = (reason: string): SentryalError => new SentryalError('UPLOAD_TARGET_INVALID', { reason });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('s3Config is not an object');
  const given = value as Record<string, unknown>;
  for (const [name, isNeeded] of Object.entries(FIELDS)) {
    const field = given[name];
    if (field === undefined || field === null || field === '') {
      if (isNeeded) throw invalid(`s3Config.${name} is missing`);
    } else if (typeof field !== 'string') throw invalid(`s3Config.${name} is not text`);
  }
  const { accessId, accessSecret, endpointUrl, bucketName, objectPath } = given as Record<keyof S3Config, string>;
  return {
    ...{ accessId, accessSecret, endpointUrl },
    ...(bucketName ? { bucketName } : {}),
    ...(objectPath ? { objectPath } : {}),
  };
}

import { SentryalError } from '../../errors/index.ts';
import { type NetworkPolicy, type S3, type S3Keys, checkObjectName, openS3, redactUrl } from '../../network/index.ts';
import { objectKey } from './object-key.ts';
import type { S3Config } from './s3-config.ts';

/** A bucket for products, and the only keys that may write there. */
export interface UploadTarget {
  /** `https://host[:port]`. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Folders before those of the job, without slashes at its ends; empty for none. */
  readonly prefix: string;
  readonly keys: S3Keys;
}

/** RunPod's variables of a worker, as they are in its environment. */
export interface BucketVariables {
  readonly BUCKET_ENDPOINT_URL?: string | undefined;
  readonly BUCKET_ACCESS_KEY_ID?: string | undefined;
  readonly BUCKET_SECRET_ACCESS_KEY?: string | undefined;
  readonly BUCKET_NAME?: string | undefined;
}

interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
}

const invalid = (reason: string): SentryalError => new SentryalError('UPLOAD_TARGET_INVALID', { reason });

/** Hosts that begin with a bucket: `bucket.s3.region.amazonaws.com`, and services that follow it. */
const BUCKET_HOST = /^(?<bucket>[a-z0-9][a-z0-9.-]*?)\.(?<service>s3(?:[.-][a-z0-9-]+)*\.[a-z0-9.-]+)$/;
const SPACES_HOST = /^(?<bucket>[a-z0-9][a-z0-9-]*)\.(?<service>[a-z0-9]+\.digitaloceanspaces\.com)$/;

/** What requests to a service are signed for, where its host tells. */
function regionOf(host: string): string {
  const [, aws] = /(?:^|\.)s3[.-](?!dualstack)([a-z0-9-]+)\.[a-z0-9-]+\.[a-z0-9.-]+$/.exec(host) ?? [];
  const [, spaces] = /^([a-z0-9]+)\.digitaloceanspaces\.com$/.exec(host) ?? [];
  const [, volume] = /^s3api-([a-z0-9-]+)\.runpod\.io$/.exec(host) ?? [];
  if (host.endsWith('.r2.cloudflarestorage.com')) return 'auto';
  return volume?.toUpperCase() ?? spaces ?? aws ?? 'us-east-1';
}

/** The path as it is meant. */
function pathOf({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw invalid('the path of its endpoint is wrongly encoded');
  }
}

/** The bucket that an address leads to: in its path, in its host, or named beside it. */
function placeOf(endpointUrl: string, bucketName: string | undefined): Place {
  if (!URL.canParse(endpointUrl)) throw invalid(`its endpoint ${redactUrl(endpointUrl)} is not a URL`);
  const url = new URL(endpointUrl);
  const shown = redactUrl(endpointUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalid(`its endpoint ${shown} is not https`);
  if (url.username !== '' || url.password !== '') throw invalid('its endpoint carries a user or a password');
  if (url.search !== '' || url.hash !== '') throw invalid('its endpoint carries a query');
  const folders = pathOf(url).split('/').filter(Boolean);
  const named = bucketName?.trim() === '' ? undefined : bucketName?.trim();
  const { bucket: before, service } = (BUCKET_HOST.exec(url.hostname) ?? SPACES_HOST.exec(url.hostname))?.groups ?? {};
  // A host with the bucket's name in front is the bucket's; without a name a host of that form is taken for one.
  const isBucketHost = before !== undefined && service !== undefined && (named === undefined || named === before);
  const bucket = isBucketHost ? before : (named ?? folders.shift());
  if (bucket === undefined) throw invalid(`no bucket is named and ${shown} contains none`);
  if (!isBucketHost && named !== undefined && folders[0] === named) folders.shift();
  const host = isBucketHost ? service : url.hostname;
  const endpoint = `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}`;
  return { endpoint, region: regionOf(host), bucket, prefix: folders.join('/') };
}

/**
 * The bucket of a job's `s3Config`. Only what stands in it is used: no key of the worker ever goes to an address of a job.
 * @throws SentryalError UPLOAD_TARGET_INVALID
 */
export function jobTarget(config: S3Config): UploadTarget {
  const accessKeyId = config.accessId?.trim();
  const secretAccessKey = config.accessSecret?.trim();
  if (!accessKeyId || !secretAccessKey) throw invalid('s3Config lacks accessId or accessSecret');
  const { prefix, ...place } = placeOf(config.endpointUrl, config.bucketName);
  const folders = [prefix, ...(config.objectPath ?? '').split('/')].filter(Boolean).join('/');
  return { ...place, prefix: folders, keys: { accessKeyId, secretAccessKey, origin: "the job's s3Config" } };
}

/**
 * The bucket of RunPod's variables; undefined where none of them is set. `BUCKET_ENDPOINT_URL` may contain the bucket, in its host or
 * in its path.
 * @throws SentryalError UPLOAD_TARGET_INVALID where some are missing
 */
export function workerTarget(variables: BucketVariables): UploadTarget | undefined {
  const endpointUrl = variables.BUCKET_ENDPOINT_URL?.trim();
  const accessKeyId = variables.BUCKET_ACCESS_KEY_ID?.trim();
  const secretAccessKey = variables.BUCKET_SECRET_ACCESS_KEY?.trim();
  if (!endpointUrl && !accessKeyId && !secretAccessKey && !variables.BUCKET_NAME?.trim()) return undefined;
  if (!endpointUrl) throw invalid('BUCKET_ENDPOINT_URL is not set');
  if (!accessKeyId) throw invalid('BUCKET_ACCESS_KEY_ID is not set');
  if (!secretAccessKey) throw invalid('BUCKET_SECRET_ACCESS_KEY is not set');
  const origin = 'BUCKET_ACCESS_KEY_ID and BUCKET_SECRET_ACCESS_KEY';
  return { ...placeOf(endpointUrl, variables.BUCKET_NAME), keys: { accessKeyId, secretAccessKey, origin } };
}

/** As long as the job's own part of a key can be. */
const LONGEST_JOB = { jobId: 'j'.repeat(128), optionsHash: 'h'.repeat(64) };

/**
 * The service of a target, within the policy. Nothing is sent yet.
 * @throws SentryalError ADDRESS_REFUSED, S3_ADDRESS_INVALID
 */
export function openTarget(policy: NetworkPolicy, target: UploadTarget): S3 {
  const { endpoint, region, keys } = target;
  checkObjectName(target.bucket, objectKey(target.prefix, LONGEST_JOB, 'f'.repeat(120)));
  return openS3(policy, { endpoint, region, keys, forcePathStyle: true });
}

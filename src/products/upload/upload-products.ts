import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { SentryalError } from '../../errors/index.ts';
import type { Warn } from '../../model/index.ts';
import type { S3 } from '../../network/index.ts';
import { contentTypeOf } from './content-type.ts';
import { type UploadedJob, objectKey } from './object-key.ts';
import type { UploadTarget } from './upload-target.ts';

/** A product on disk. */
export interface UploadFile {
  readonly path: string;
  /** Below the job's folder, with forward slashes: `displacement.tif`. */
  readonly name: string;
  /** Of its content, hexadecimal; computed where not given. */
  readonly sha256?: string | undefined;
}

/** A product in a bucket. */
export interface Uploaded {
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Reads it without keys until `expires`: to be handed to the caller, never logged. */
  readonly url: string;
  /** ISO 8601, UTC. */
  readonly expires: string;
}

export interface UploadOptions {
  readonly job: UploadedJob;
  /** How long links are good, at most seven days; seven days where not given. */
  readonly linkS?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly warn: Warn;
  /** Told of bytes that are stored, and of all that are to be. */
  readonly progress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

const LONGEST_LINK_S = 7 * 86_400;

/** Files that are read and sent at a time; the service's client bounds its requests. */
const FILES_AT_ONCE = 4;

type Place = Pick<UploadTarget, 'bucket' | 'prefix'>;

async function sha256Of(path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal });
  return hash.digest('hex');
}

/** What stopped an upload, as one error that says which file; aborts pass through. */
function uploadError(file: string, bucket: string, error: unknown): Error {
  if (error instanceof Error && error.name === 'AbortError') return error;
  if (error instanceof SentryalError && error.code === 'UPLOAD_FAILED') return error;
  const reason =
    error instanceof SentryalError ? error.message : String((error as NodeJS.ErrnoException).code ?? error);
  return new SentryalError('UPLOAD_FAILED', { file, bucket, reason }, { cause: error });
}

async function link(s3: S3, bucket: string, key: string, linkS: number): Promise<Pick<Uploaded, 'url' | 'expires'>> {
  const from = Date.now();
  return {
    url: await s3.presign(bucket, key, linkS),
    expires: new Date(from + linkS * 1000).toISOString(),
  };
}

function linkSeconds({ linkS = LONGEST_LINK_S }: UploadOptions): number {
  return Math.max(60, Math.min(LONGEST_LINK_S, Math.round(linkS)));
}

/**
 * Stores products in a bucket under `<prefix>/<job id>/<options hash>/`, large ones in parts, each with its SHA-256 as metadata.
 * @returns one entry for each file, in their order
 * @throws SentryalError UPLOAD_FAILED: what was stored before stays and is overwritten by the next run
 */
export async function uploadProducts(
  files: readonly UploadFile[],
  target: Place,
  s3: S3,
  options: UploadOptions,
): Promise<Uploaded[]> {
  const { bucket } = target;
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const sizes = await Promise.all(
    files.map(async ({ path, name }) => {
      const status = await stat(path).catch((error: unknown) => {
        throw uploadError(name, bucket, error);
      });
      return status.size;
    }),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  const sent = (bytes: number): void => options.progress?.((done += bytes), total);
  const upload = async ({ path, name, ...given }: UploadFile, bytes: number): Promise<Uploaded> => {
    const key = objectKey(target.prefix, options.job, name);
    try {
      const sha256 = given.sha256 ?? (await sha256Of(path, signal));
      const about = { contentType: contentTypeOf(name), metadata: { sha256 } };
      await s3.putFile(bucket, key, path, { ...about, signal, sent, warn: options.warn });
      return { name, bucket, key, bytes, sha256, ...(await link(s3, bucket, key, linkSeconds(options))) };
    } catch (error) {
      throw uploadError(name, bucket, error);
    }
  };
  const uploaded: Uploaded[] = [];
  let failure: { error: unknown } | undefined;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < files.length && failure === undefined; index = next++) {
      try {
        uploaded[index] = await upload(files[index]!, sizes[index]!);
      } catch (error) {
        failure ??= { error };
        stop.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(FILES_AT_ONCE, files.length) }, work));
  if (failure !== undefined) throw failure.error as Error;
  return uploaded;
}

/**
 * Stores a document that is at hand, for an answer too large to be sent.
 * @throws SentryalError UPLOAD_FAILED
 */
export async function uploadDocument(
  name: string,
  bytes: Uint8Array,
  target: Place,
  s3: S3,
  options: UploadOptions,
): Promise<Uploaded> {
  const { bucket } = target;
  const key = objectKey(target.prefix, options.job, name);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    const about = { contentType: contentTypeOf(name), metadata: { sha256 }, signal: options.signal };
    await s3.put(bucket, key, bytes, about);
    options.progress?.(bytes.byteLength, bytes.byteLength);
    return {
      name,
      bucket,
      key,
      bytes: bytes.byteLength,
      sha256,
      ...(await link(s3, bucket, key, linkSeconds(options))),
    };
  } catch (error) {
    throw uploadError(name, bucket, error);
  }
}

import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { SentryalError } from '../../errors/index.ts';
import type { Warn } from '../../model/index.ts';
import type { S3PutOptions } from './s3.ts';
import type { S3Access } from './s3-attempts.ts';
import { type S3Subject, s3Failure } from './s3-failure.ts';
import { loadSdk } from './sdk.ts';

const PART_BYTES = 16 * 2 ** 20;

const MAX_PARTS = 10_000;

/** Parts of one file that are read and sent, or wait for their turn. */
const PARTS_AT_ONCE = 4;

/** Time in which a part that was cut off on its way may still be stored. */
const LATE_PART_MS = 500;

/** Time for telling the service to forget the parts of an upload. */
const ABORT_MS = 15_000;

export interface UploadPlace {
  readonly bucket: string;
  readonly key: string;
  readonly subject: S3Subject;
}

const sending = (signal: AbortSignal | undefined): { abortSignal?: AbortSignal } =>
  signal === undefined ? {} : { abortSignal: signal };

const describing = ({
  contentType,
  metadata,
}: S3PutOptions): { ContentType?: string; Metadata?: Record<string, string> } => ({
  ...(contentType === undefined ? {} : { ContentType: contentType }),
  ...(metadata === undefined ? {} : { Metadata: { ...metadata } }),
});

export async function putBytes(
  { clientOf, attempts }: S3Access,
  { bucket, key, subject }: UploadPlace,
  bytes: Uint8Array,
  options: S3PutOptions,
): Promise<void> {
  const { signal, sent } = options;
  const { PutObjectCommand } = await loadSdk();
  await attempts.run(subject, signal, async () =>
    (await clientOf(bucket)).send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ...describing(options) }),
      sending(signal),
    ),
  );
  sent?.(bytes.byteLength);
}

function unreadable(path: string, error: unknown): SentryalError {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new SentryalError('FILE_UNREADABLE', { path, reason }, { cause: error });
}

async function readPart(file: FileHandle, path: string, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    if (bytesRead === 0)
      throw new SentryalError('FILE_UNREADABLE', { path, reason: 'it became shorter while it was read' });
    done += bytesRead;
  }
  return bytes;
}

/**
 * Tells the service to forget an upload; what it keeps costs its owner, who is told.
 * @param isCut whether parts may still be on their way: then it is told again
 */
async function forget(
  { clientOf, attempts }: S3Access,
  { bucket, key, subject }: UploadPlace,
  uploadId: string,
  isCut: boolean,
  warn: Warn | undefined,
): Promise<void> {
  const { AbortMultipartUploadCommand } = await loadSdk();
  const signal = AbortSignal.timeout(ABORT_MS);
  const command = { Bucket: bucket, Key: key, UploadId: uploadId };
  const tell = async (): Promise<void> => {
    await attempts.run(subject, signal, async () => {
      try {
        await (await clientOf(bucket)).send(new AbortMultipartUploadCommand(command), sending(signal));
      } catch (error) {
        // It is unknown where it was completed or forgotten before.
        if (!(error instanceof Error && error.name === 'NoSuchUpload')) throw error;
      }
    });
  };
  try {
    await tell();
    if (!isCut) return;
    await wait(LATE_PART_MS);
    await tell();
  } catch (error) {
    warn?.({
      code: 'UPLOAD_PARTS_LEFT',
      stage: 'products',
      message: `Parts of the upload of ${subject.address} that failed may still be kept by the service: ${(error as Error).message} Remove unfinished uploads of that bucket.`,
    });
  }
}

/** Whether an object is there as it was sent: an answer that was lost may have been a good one. */
async function isThere(
  { clientOf, attempts }: S3Access,
  { bucket, key, subject }: UploadPlace,
  sizeBytes: number,
  options: S3PutOptions,
): Promise<boolean> {
  const { HeadObjectCommand } = await loadSdk();
  const head = await attempts
    .run(subject, options.signal, async () =>
      (await clientOf(bucket)).send(new HeadObjectCommand({ Bucket: bucket, Key: key }), sending(options.signal)),
    )
    .catch(() => undefined);
  const sha256 = options.metadata?.['sha256'];
  return head?.ContentLength === sizeBytes && sha256 !== undefined && head.Metadata?.['sha256'] === sha256;
}

async function putParts(
  access: S3Access,
  place: UploadPlace,
  file: FileHandle,
  path: string,
  sizeBytes: number,
  options: S3PutOptions & { warn?: Warn },
): Promise<void> {
  const { CompleteMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand } = await loadSdk();
  const { clientOf, attempts } = access;
  const { bucket, key, subject } = place;
  const created = await attempts.run(subject, options.signal, async () =>
    (await clientOf(bucket)).send(
      new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ...describing(options) }),
      sending(options.signal),
    ),
  );
  const uploadId = created.UploadId;
  if (uploadId === undefined)
    throw new SentryalError('S3_FAILED', { address: subject.address, reason: 'it began no upload in parts' });
  const partBytes = Math.max(access.partBytes ?? PART_BYTES, Math.ceil(sizeBytes / MAX_PARTS));
  const count = Math.ceil(sizeBytes / partBytes);
  // One failed part lets no other begin; those on their way come to their end, or they might be stored after the service was told to
  // forget them.
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const sendPart = async (index: number): Promise<{ PartNumber: number; ETag: string | undefined }> => {
    const offset = index * partBytes;
    const length = Math.min(partBytes, sizeBytes - offset);
    // Read within the attempt, so that no more parts are in memory than are on their way.
    const answer = await attempts.run(subject, signal, async () => {
      const Body = await readPart(file, path, offset, length);
      const part = { Bucket: bucket, Key: key, UploadId: uploadId, PartNumber: index + 1, Body };
      return (await clientOf(bucket)).send(new UploadPartCommand(part), sending(options.signal));
    });
    options.sent?.(length);
    return { PartNumber: index + 1, ETag: answer.ETag };
  };
  try {
    let failure: { error: unknown } | undefined;
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let index = next++; index < count && failure === undefined; index = next++) {
        try {
          Parts[index] = await sendPart(index);
        } catch (error) {
          failure ??= { error };
          stop.abort();
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(count, PARTS_AT_ONCE) }, work));
    if (failure !== undefined) throw s3Failure(failure.error, subject, options.signal).error;
    const whole = { Bucket: bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts } };
    await attempts
      .run(subject, options.signal, async () =>
        (await clientOf(bucket)).send(new CompleteMultipartUploadCommand(whole), sending(options.signal)),
      )
      .catch(async (error: unknown) => {
        if (options.signal?.aborted === true || !(await isThere(access, place, sizeBytes, options))) throw error;
        await forget(access, place, uploadId, false, options.warn);
      });
  } catch (error) {
    await forget(access, place, uploadId, options.signal?.aborted === true, options.warn);
    throw error;
  }
}

/** Sends a file, in parts where it is larger than one. */
export async function putFile(
  access: S3Access,
  place: UploadPlace,
  path: string,
  options: S3PutOptions & { warn?: Warn },
): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    const { size } = await file.stat();
    if (size > (access.partBytes ?? PART_BYTES)) await putParts(access, place, file, path, size, options);
    else await putBytes(access, place, await readPart(file, path, 0, size), options);
  } finally {
    await file.close();
  }
}

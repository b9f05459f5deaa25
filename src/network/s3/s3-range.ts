import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { SentryalError } from '../../errors/index.ts';
import { parseContentRange } from '../content-range.ts';
import type { ByteRange } from '../network.ts';
import type { S3Expected } from './s3.ts';
import type { S3Access } from './s3-attempts.ts';
import type { S3Subject } from './s3-failure.ts';
import { loadSdk } from './sdk.ts';

/** Bytes that an attempt has to bring for the next one not to count as one more failure. */
const PROGRESS_BYTES = 2 ** 16;

export interface RangeRequest {
  readonly bucket: string;
  readonly key: string;
  readonly range: ByteRange;
  readonly expected: S3Expected;
  readonly signal: AbortSignal | undefined;
  readonly received: ((bytes: number) => void) | undefined;
}

/** Refuses an answer that is not the asked part of the expected object. */
function checkAnswer(answer: GetObjectCommandOutput, first: number, request: RangeRequest, subject: S3Subject): void {
  const { expected, range } = request;
  const last = range.offset + range.length - 1;
  const changed = (reason: string): SentryalError =>
    new SentryalError('RESOURCE_CHANGED', { url: subject.address, reason });
  if (expected.etag !== '' && answer.ETag !== undefined && answer.ETag !== expected.etag)
    throw changed('its ETag is another one');
  const wrong = (reason: string): SentryalError =>
    new SentryalError('RANGE_NOT_SERVED', { url: subject.address, first, last, reason });
  if (answer.ContentRange === undefined) {
    const isWhole = first === 0 && range.length === expected.sizeBytes && answer.ContentLength === expected.sizeBytes;
    if (!isWhole) throw wrong('the service sends the whole object');
    return;
  }
  const part = parseContentRange(answer.ContentRange);
  if (part?.wholeBytes !== undefined && part.wholeBytes !== expected.sizeBytes)
    throw changed(`it has ${part.wholeBytes} bytes instead of ${expected.sizeBytes}`);
  if (part?.offset !== first || part.length !== last - first + 1) throw wrong('the service sends another part');
}

/** Reads a range to its end, going on where a body broke off. */
export async function readRange(
  { clientOf, attempts }: S3Access,
  subject: S3Subject,
  request: RangeRequest,
): Promise<Uint8Array> {
  const { bucket, key, range, expected, signal, received } = request;
  const bytes = new Uint8Array(range.length);
  if (range.length === 0) return bytes;
  const { GetObjectCommand } = await loadSdk();
  let done = 0;
  let before = 0;
  const attempt = async (): Promise<Uint8Array> => {
    before = done;
    const first = range.offset + done;
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      Range: `bytes=${first}-${range.offset + range.length - 1}`,
      ...(expected.etag === '' ? {} : { IfMatch: expected.etag }),
    });
    const client = await clientOf(bucket);
    const answer = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
    const body = answer.Body as (AsyncIterable<Uint8Array> & { destroy(): void }) | undefined;
    try {
      checkAnswer(answer, first, request, subject);
      for await (const chunk of body ?? []) {
        received?.(chunk.byteLength);
        if (done + chunk.byteLength > range.length)
          throw new SentryalError('RESPONSE_TOO_LARGE', { url: subject.address, limit: range.length });
        bytes.set(chunk, done);
        done += chunk.byteLength;
      }
    } catch (error) {
      // The rest of a body is not read: its connection goes.
      body?.destroy();
      throw error;
    }
    if (done < range.length)
      throw new SentryalError('NETWORK_FAILED', {
        url: subject.address,
        reason: `its body ended ${range.length - done} bytes early`,
      });
    return bytes;
  };
  return attempts.run(subject, signal, attempt, () => done - before >= PROGRESS_BYTES);
}

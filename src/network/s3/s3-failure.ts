import { type ErrorDetails, SentryalError, redactUrl } from '../../errors/index.ts';
import { retryAfterMs } from '../retry.ts';
import type { S3Options } from './s3.ts';

/** What a request was about, for messages. */
export interface S3Subject {
  /** Without secrets. */
  readonly address: string;
  readonly bucket: string;
  readonly endpoint: string;
  /** Whose keys, in words. */
  readonly credential: string;
}

/** A failure as a coded error, and whether it may pass by itself. */
export interface S3Failure {
  readonly error: Error;
  readonly mayPass: boolean;
  /** What the service asks to wait; undefined where it does not. */
  readonly waitMs: number | undefined;
  /** Where AWS says that the bucket is, in place of the region that was asked. */
  readonly region?: string | undefined;
}

/** Shape of what the SDK throws. */
interface SdkError extends Error {
  readonly Code?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>>; readonly statusCode?: number };
}

const PASSING_STATUSES: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/** Codes of S3 that stand for a moment, whatever their status. */
const PASSING_CODES: readonly string[] = [
  'InternalError',
  'OperationAborted',
  'RequestTimeTooSkewed',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequests',
];

/** Failures of connections that do not pass: a certificate stays what it is. */
const LASTING_CONNECTION = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|EPROTO|ERR_INVALID/;

export function credentialName(keys: S3Options['keys']): string {
  if (keys === undefined) return 'requests without keys';
  if (keys === 'chain') return 'the AWS keys of this machine';
  return keys.origin === undefined ? 'the keys that were given' : `the keys of ${keys.origin}`;
}

/** A coded error that lies below what was thrown: the guard of connections speaks through the SDK. */
function codedCause(thrown: unknown): SentryalError | undefined {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 6; error = error.cause, depth++)
    if (error instanceof SentryalError) return error;
  return undefined;
}

/** The answer's own words where they say something and give nothing away. */
function wordsOf(error: SdkError, status: number): string {
  const code = error.Code ?? error.name;
  const isTelling = /^[A-Za-z][A-Za-z0-9]{0,59}$/.test(code) && !['Error', 'Unknown', 'UnknownError'].includes(code);
  return isTelling ? `status ${status} (${code})` : `status ${status}`;
}

/** The region that an answer names, where it has the form of one: it becomes part of a host. */
function regionOf(error: SdkError): string | undefined {
  const region = error.$response?.headers?.['x-amz-bucket-region'];
  return region !== undefined && /^[a-z]{2}(-[a-z]+){1,3}-\d{1,2}$/.test(region) ? region : undefined;
}

/** An error of the SDK without what services repeat in it: keys, and what was signed. */
function plainCause(error: SdkError): Error {
  const cause = new Error(error.code ?? 'as the client said it');
  cause.name = error.name;
  return cause;
}

function serviceFailure(error: SdkError, status: number, subject: S3Subject): SentryalError {
  const { address, bucket, endpoint, credential } = subject;
  const code = error.Code ?? error.name;
  const coded = (
    name: 'S3_ACCESS_DENIED' | 'S3_OBJECT_MISSING' | 'S3_BUCKET_MISSING' | 'S3_WRONG_REGION' | 'S3_FAILED',
    details: ErrorDetails,
  ): SentryalError => new SentryalError(name, details, { cause: plainCause(error) });
  const reason = wordsOf(error, status);
  const region = regionOf(error);
  const isElsewhere =
    code === 'PermanentRedirect' ||
    code === 'AuthorizationHeaderMalformed' ||
    code === 'IllegalLocationConstraintException';
  if ((status >= 300 && status < 400 && status !== 304) || isElsewhere) {
    const where = region === undefined ? reason : `it is in the region ${region}`;
    return coded('S3_WRONG_REGION', { bucket, endpoint, reason: where });
  }
  if (code === 'NoSuchBucket') return coded('S3_BUCKET_MISSING', { bucket, endpoint });
  if (status === 412 || code === 'PreconditionFailed')
    return new SentryalError(
      'RESOURCE_CHANGED',
      { url: address, reason: 'its ETag is another one' },
      { cause: plainCause(error) },
    );
  if (status === 404 && code !== 'NoSuchUpload') return coded('S3_OBJECT_MISSING', { address });
  if (status === 401 || status === 403) return coded('S3_ACCESS_DENIED', { address, credential, reason });
  return coded('S3_FAILED', { address, reason });
}

/** What the SDK, a socket or a body threw. Aborts pass through. */
export function s3Failure(thrown: unknown, subject: S3Subject, signal: AbortSignal | undefined): S3Failure {
  const lasting = (error: Error): S3Failure => ({ error, mayPass: false, waitMs: undefined });
  if (signal?.aborted === true) return lasting(abortError(signal));
  const coded = codedCause(thrown);
  if (coded !== undefined) return { error: coded, mayPass: coded.code === 'NETWORK_FAILED', waitMs: undefined };
  const error = (thrown instanceof Error ? thrown : new TypeError(String(thrown))) as SdkError;
  const status = error.$metadata?.httpStatusCode ?? error.$response?.statusCode;
  if (status !== undefined && (status < 200 || status >= 300)) {
    const mayPass = PASSING_STATUSES.includes(status) || PASSING_CODES.includes(error.Code ?? error.name);
    const waitMs = retryAfterMs(error.$response?.headers?.['retry-after'], Date.now());
    return { error: serviceFailure(error, status, subject), mayPass, waitMs, region: regionOf(error) };
  }
  if (error.name === 'CredentialsProviderError') {
    const { address, credential } = subject;
    const reason = 'no keys were found where the AWS tools look for them';
    return lasting(
      new SentryalError('S3_ACCESS_DENIED', { address, credential, reason }, { cause: plainCause(error) }),
    );
  }
  if (error.message === 'Region is missing') {
    const { bucket, endpoint } = subject;
    return lasting(new SentryalError('S3_WRONG_REGION', { bucket, endpoint, reason: 'no region is set' }));
  }
  if (error.code === undefined && error.name !== 'TimeoutError') {
    const reason = status === undefined ? redactUrl(error.message) : `its answer is not one of S3 (status ${status})`;
    const failed = new SentryalError('S3_FAILED', { address: subject.address, reason }, { cause: plainCause(error) });
    return { error: failed, mayPass: status !== undefined, waitMs: undefined };
  }
  const reason = error.code ?? 'it sent nothing for too long';
  return {
    error: new SentryalError('NETWORK_FAILED', { url: subject.address, reason }, { cause: plainCause(error) }),
    mayPass: !LASTING_CONNECTION.test(reason),
    waitMs: undefined,
  };
}

/** What an aborted signal throws, always of the name by which aborts are known. */
export function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error && signal.reason.name === 'AbortError'
    ? signal.reason
    : new DOMException('The operation was aborted.', 'AbortError');
}

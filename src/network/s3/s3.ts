import type { Warn } from '../../model/index.ts';
import type { ByteRange } from '../network.ts';

/** Keys of an S3 service. */
export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** Where they were found, for messages: `CDSE_S3_ACCESS_KEY`. */
  readonly origin?: string | undefined;
}

export interface S3Options {
  /** `https://host[:port]` of the service; AWS where not given. */
  readonly endpoint?: string | undefined;
  /** Region that requests are signed for; us-east-1 where not given. */
  readonly region?: string | undefined;
  /** Requests are not signed where not given; `chain` looks where the AWS tools do, for the command line only. */
  readonly keys?: S3Keys | 'chain' | undefined;
  /** Bucket in the path instead of the host; true with an endpoint of one's own where not given. */
  readonly forcePathStyle?: boolean | undefined;
  /** Requests at a time; 4 where not given, as many as the Data Space grants. */
  readonly connections?: number | undefined;
  /** Times that a failure that may pass is tried again; 5 where not given. */
  readonly retries?: number | undefined;
  /** Wait before the first of them, doubled each time; 0.5 s where not given. */
  readonly firstWaitS?: number | undefined;
  /** Files up to this size go in one request, larger ones in parts of it; 16 MiB where not given, services take no less than 5 MiB. */
  readonly partBytes?: number | undefined;
  /** Time without a byte after which a request is given up; 30 s where not given. */
  readonly stallS?: number | undefined;
}

/** An object as it is now. */
export interface S3Head {
  readonly sizeBytes: number;
  /** Empty where the service gives none. */
  readonly etag: string;
  /** Empty where the service gives none. */
  readonly lastModified: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface S3Listed {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
}

/** What a part of an object has to be part of. */
export interface S3Expected {
  /** ETag; empty where there is none to compare. */
  readonly etag: string;
  readonly sizeBytes: number;
}

export interface S3PutOptions {
  readonly contentType?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of bytes that the service has taken. */
  readonly sent?: ((bytes: number) => void) | undefined;
}

/**
 * Objects of one S3 service. Requests go where the policy allows and nowhere else: redirects are errors. Failures that
 * may pass are tried again.
 * @throws SentryalError ADDRESS_REFUSED, S3_ADDRESS_INVALID, S3_ACCESS_DENIED, S3_OBJECT_MISSING, S3_BUCKET_MISSING,
 * S3_WRONG_REGION, S3_FAILED, NETWORK_FAILED from every request
 */
export interface S3 {
  /** Where an object is, without secrets: `s3://bucket/key` on AWS, else below the endpoint. */
  address(bucket: string, key: string): string;
  head(bucket: string, key: string, signal?: AbortSignal): Promise<S3Head>;
  /**
   * Exactly the bytes of a range. A body that breaks off is gone on with where it ended.
   * @param received is told of bytes as they come
   * @throws SentryalError RESOURCE_CHANGED, RANGE_NOT_SERVED
   */
  getRange(
    bucket: string,
    key: string,
    range: ByteRange,
    expected: S3Expected,
    options?: { signal?: AbortSignal | undefined; received?: ((bytes: number) => void) | undefined },
  ): Promise<Uint8Array>;
  /** Every object whose key begins with a prefix, in the order of their keys. */
  list(bucket: string, prefix: string, signal?: AbortSignal): AsyncIterable<S3Listed>;
  put(bucket: string, key: string, bytes: Uint8Array, options?: S3PutOptions): Promise<void>;
  /**
   * A file, in parts where it is large; an upload that fails or is aborted leaves no parts behind.
   * @throws SentryalError FILE_UNREADABLE
   */
  putFile(bucket: string, key: string, path: string, options?: S3PutOptions & { warn?: Warn }): Promise<void>;
  /** A link that reads an object without keys, for at most seven days. */
  presign(bucket: string, key: string, expiresS: number): Promise<string>;
  close(): void;
}

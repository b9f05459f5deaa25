import type { NetworkPolicy } from './policy.ts';

/** What proves who asks, and the hosts that may see it: each a name, or `.example.org` for a domain and what is below it. */
export interface Login {
  readonly hosts: readonly string[];
  /** Value of the header `Authorization`. */
  readonly authorization: string;
}

/** A part of an object. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

export interface HttpRequest {
  readonly url: string;
  /** GET when left out. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Asked for with `Range`; an answer that is not exactly this part is refused. */
  readonly range?: ByteRange;
  /** Sent only to its own hosts, at every redirect anew. */
  readonly login?: Login | undefined;
  /** Value of `If-Range` or of a former ETag: an answer with another is RESOURCE_CHANGED. */
  readonly etag?: string | undefined;
  /** Statuses besides 2xx that the caller understands: they are returned, not thrown and not tried again. */
  readonly accept?: readonly number[];
  /** Times that a failure that may pass is tried again; 4 when left out. */
  readonly retries?: number;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose status was asked for. Its body has to be read or dropped. */
export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Where the answer came from after redirects; may carry a secret: for requests, never for messages. */
  readonly url: string;
  /** The body as it arrives; it stalls for a bounded time only. */
  stream(): AsyncIterable<Uint8Array>;
  /** @throws SentryalError RESPONSE_TOO_LARGE beyond `maxBytes` */
  bytes(maxBytes: number): Promise<Uint8Array>;
  text(maxBytes: number): Promise<string>;
  /** Leaves the body unread and the connection usable. */
  drop(): Promise<void>;
}

/**
 * Requests within one policy: addresses are checked when a connection is made and at every redirect, failures that may
 * pass are tried again, connections to one origin are bounded.
 */
export interface Network {
  readonly policy: NetworkPolicy;
  /**
   * User-info in the URL is shown to its host, as a login is.
   * @throws SentryalError ADDRESS_REFUSED, REDIRECT_REFUSED, LOGIN_REFUSED, LOGIN_PAGE, RESOURCE_CHANGED, RANGE_NOT_SERVED,
   * HTTP_FAILED, NETWORK_FAILED; what it was aborted with
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}

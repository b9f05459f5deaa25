import type { Dispatcher } from 'undici';
import { SentryalError, redactUrl } from '../errors/index.ts';
import type { Proof } from './login.ts';
import type { HttpRequest } from './network.ts';
import type { NetworkPolicy } from './policy.ts';
import { requireAllowed } from './require-allowed.ts';

/** The client and its limits of time. */
export interface Wire {
  readonly policy: NetworkPolicy;
  readonly dispatcher: Dispatcher;
  readonly headTimeoutMs: number;
  readonly stallTimeoutMs: number;
}

/** A head that arrived, and its body on the way. */
export interface Exchange {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly url: URL;
  /** Whether redirects led to another host than the one asked. */
  readonly isElsewhere: boolean;
  readonly body: Dispatcher.ResponseData['body'];
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MAX_HOPS = 10;
/** As much of an unwanted body is read, so that the connection can be used again. */
const DROPPED_BYTES = 64 * 1024;
const BUFFERED_BYTES = 512 * 1024;
/** Not sent on to another origin. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** Leaves a body unread: a short one is read to its end, a long one closes its connection. */
export async function dropBody(body: Exchange['body']): Promise<void> {
  await body.dump({ limit: DROPPED_BYTES }).catch(() => {});
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

function ownHeaders(request: HttpRequest, sameOrigin: boolean): Record<string, string> {
  const entries = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const headers: Record<string, string> = Object.fromEntries(
    entries.filter(([name]) => sameOrigin || !OWN_HEADERS.has(name)),
  );
  headers['accept-encoding'] = 'identity';
  const { range, etag } = request;
  if (range !== undefined) {
    headers['range'] = `bytes=${range.offset}-${range.offset + range.length - 1}`;
    // A weak tag promises no equal bytes and may not be sent here; it is compared with that of the answer.
    if (etag !== undefined && !etag.startsWith('W/')) headers['if-range'] = etag;
  }
  return headers;
}

/** Where a redirect leads. */
function nextUrl(policy: NetworkPolicy, url: URL, location: string | undefined, hops: number, hasBody: boolean): URL {
  const refuse = (target: string, reason: string): SentryalError =>
    new SentryalError('REDIRECT_REFUSED', { url: redactUrl(url), target, reason });
  if (location === undefined || !URL.canParse(location, url.href)) throw refuse('nowhere', 'it names no address');
  const next = new URL(location, url);
  const target = redactUrl(next);
  if (hops >= MAX_HOPS) throw refuse(target, `it is the redirect after ${MAX_HOPS} others`);
  if (url.protocol === 'https:' && next.protocol === 'http:') throw refuse(target, 'it is no longer encrypted');
  if (hasBody && next.host !== url.host) throw refuse(target, 'what was to be sent is not sent to another host');
  return requireAllowed(policy, next);
}

/**
 * Sends a request and follows its redirects, each checked like the first and shown only what its host may see. Nothing is
 * tried again and no status is judged.
 */
export async function exchange(wire: Wire, request: HttpRequest, proof: Proof): Promise<Exchange> {
  const first = requireAllowed(wire.policy, request.url);
  let url = first;
  let { method = 'GET', body } = request;
  for (let hops = 0; ; hops++) {
    const answer = await wire.dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: { ...ownHeaders(request, url.origin === first.origin), ...proof.headers(url) },
      body: body ?? null,
      signal: request.signal ?? null,
      headersTimeout: wire.headTimeoutMs,
      bodyTimeout: wire.stallTimeoutMs,
      highWaterMark: BUFFERED_BYTES,
    });
    // A body that fails before anyone reads it is told when it is read.
    answer.body.on('error', () => {});
    const { statusCode: status } = answer;
    const headers = flatten(answer.headers);
    const cookies = answer.headers['set-cookie'] ?? [];
    proof.keep(url, typeof cookies === 'string' ? [cookies] : cookies);
    if (!REDIRECTS.has(status) || request.accept?.includes(status) === true)
      return { status, headers, url, isElsewhere: url.hostname !== first.hostname, body: answer.body };
    await dropBody(answer.body);
    if (method !== 'HEAD' && (status === 303 || (status <= 302 && method === 'POST'))) {
      method = 'GET';
      body = undefined;
    }
    url = nextUrl(wire.policy, url, headers['location'], hops, body !== undefined);
  }
}

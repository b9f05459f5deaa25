import { type ErrorCode, type ErrorDetails, SentryalError, redactUrl } from '../errors/index.ts';
import { parseContentRange, parseLength } from './content-range.ts';
import type { Exchange } from './exchange.ts';
import { type Failure, timesTried } from './failure.ts';
import type { Proof } from './login.ts';
import type { HttpRequest } from './network.ts';
import { retryAfterMs } from './retry.ts';

/** Statuses that may be gone at the next try, besides those of 5xx. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);
/** Of 5xx, those that say what the server cannot do at all. */
const LASTING: ReadonlySet<number> = new Set([501, 505]);
/** What a link says that has expired. */
const EXPIRED: ReadonlySet<number> = new Set([400, 401, 403]);

function failure(again: Failure['again'], code: ErrorCode, details: ErrorDetails, waitMs?: number): Failure {
  return { again, waitMs, error: (tries) => new SentryalError(code, { ...details, attempts: timesTried(tries) }) };
}

const isGood = (status: number): boolean => status >= 200 && status < 300;

/** What tells versions apart in an answer: its ETag, else the time of its last change. */
export function versionOf(headers: Exchange['headers']): string | undefined {
  return headers['etag'] ?? headers['last-modified'];
}

/** Why the answer is of another version than `wanted`; undefined where it is not. */
function changed(wanted: string, headers: Exchange['headers']): string | undefined {
  const isTag = /^(W\/)?"/.test(wanted);
  const found = isTag ? headers['etag'] : headers['last-modified'];
  // A server may leave out the time of an answer to If-Range, never the tag.
  if (found === undefined) return isTag ? 'its answer no longer says which version it is' : undefined;
  return found === wanted ? undefined : 'its version is another';
}

function wrongRange(request: HttpRequest, answer: Exchange): Failure | undefined {
  const { range, accept = [] } = request;
  const { status, headers } = answer;
  if (range === undefined) {
    if (status !== 206 || accept.includes(206)) return undefined;
    return failure('later', 'HTTP_FAILED', { url: redactUrl(request.url), status });
  }
  const refuse = (again: Failure['again'], reason: string): Failure => {
    const [first, last] = [range.offset, range.offset + range.length - 1];
    return failure(again, 'RANGE_NOT_SERVED', { url: redactUrl(request.url), first, last, reason });
  };
  if (status !== 206) return accept.includes(status) ? undefined : refuse('no', `its answer was ${status}, not a part`);
  const part = parseContentRange(headers['content-range']);
  if (part === undefined) return refuse('later', 'its answer does not say which part it is');
  const { offset, length } = part;
  if (offset !== range.offset || length !== range.length)
    return refuse('later', `it gave bytes ${offset} to ${offset + length - 1}`);
  const sentBytes = parseLength(headers['content-length']);
  if (sentBytes !== undefined && sentBytes !== length) return refuse('later', `it sends ${sentBytes} bytes`);
  return undefined;
}

/** Checks an answer whose status was asked for. */
function faultOfGood(request: HttpRequest, answer: Exchange, proof: Proof): Failure | undefined {
  const { status, headers } = answer;
  const url = redactUrl(answer.url);
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  const takesPages = /text\/html/i.test(request.headers?.['accept'] ?? '');
  if (isGood(status) && type === 'text/html' && !takesPages)
    return failure(answer.isElsewhere || proof.hasCookies() ? 'fresh' : 'no', 'LOGIN_PAGE', { url, type });
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (isGood(status) && encoding !== '' && encoding !== 'identity')
    return failure('later', 'NETWORK_FAILED', { url, reason: 'it was sent compressed, which was not asked for' });
  const change = request.etag !== undefined && isGood(status) ? changed(request.etag, headers) : undefined;
  if (change !== undefined) return failure('no', 'RESOURCE_CHANGED', { url, reason: change });
  return wrongRange(request, answer);
}

/** Whether an answer can be given to the caller: undefined, or what is wrong with it. */
export function judge(request: HttpRequest, answer: Exchange, proof: Proof): Failure | undefined {
  const { status, headers } = answer;
  if (isGood(status) || request.accept?.includes(status) === true) return faultOfGood(request, answer, proof);
  const url = redactUrl(answer.url);
  if (PASSING.has(status) || (status >= 500 && !LASTING.has(status)))
    return failure('later', 'HTTP_FAILED', { url, status }, retryAfterMs(headers['retry-after'], Date.now()));
  const covered = proof.covers(answer.url);
  const again = (answer.isElsewhere || proof.hasCookies()) && EXPIRED.has(status) ? 'fresh' : 'no';
  if (status === 401 || status === 403) {
    const reason = covered
      ? 'the credentials shown were not accepted'
      : 'it asks for credentials that it was not shown';
    return failure(again, 'LOGIN_REFUSED', { url, status, reason });
  }
  if (status === 416 && request.range !== undefined) {
    const { offset, length } = request.range;
    const reason = 'it ends before';
    return failure('no', 'RANGE_NOT_SERVED', { url, first: offset, last: offset + length - 1, reason });
  }
  if (status === 412) return failure('no', 'RESOURCE_CHANGED', { url, reason: 'its version is another' });
  return failure(again, 'HTTP_FAILED', { url, status });
}

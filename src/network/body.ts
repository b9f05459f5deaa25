import { SentryalError, isSentryalError, redactUrl } from '../errors/index.ts';
import { parseLength } from './content-range.ts';
import { type Exchange, dropBody } from './exchange.ts';
import { endedEarly, failureOf } from './failure.ts';
import { versionOf } from './judge.ts';
import type { HttpRequest, HttpResponse } from './network.ts';

/** How a body that broke off is asked for again. */
export interface Again {
  readonly retries: number;
  /** A checked answer to a request. */
  send(request: HttpRequest): Promise<Exchange>;
  /** Waits before try number `tries` + 2. */
  wait(tries: number): Promise<void>;
}

/** After so many bytes a failure counts as the first again. */
const PROGRESS_BYTES = 2 ** 20;

/** Bytes that the body has to have; undefined where nobody said. */
function expectedBytes(request: HttpRequest, answer: Exchange): number | undefined {
  if (request.method === 'HEAD' || answer.status === 204 || answer.status === 304) return 0;
  if (request.range !== undefined && answer.status === 206) return request.range.length;
  return parseLength(answer.headers['content-length']);
}

/** The rest of what broke off after `done` bytes, as a request; undefined where it cannot be asked for. */
function restOf(request: HttpRequest, answer: Exchange, done: number, expected: number | undefined) {
  const { status, headers } = answer;
  const version = versionOf(headers);
  const isSafe = (request.method ?? 'GET') === 'GET' && (status === 200 || status === 206);
  if (!isSafe || expected === undefined || version === undefined || version.startsWith('W/')) return undefined;
  if (headers['accept-ranges']?.trim().toLowerCase() === 'none') return undefined;
  const range = { offset: (request.range?.offset ?? 0) + done, length: expected - done };
  return { ...request, range, etag: version, accept: [] };
}

/** The whole again, of the same version. */
function wholeOf(request: HttpRequest, answer: Exchange): HttpRequest {
  const version = request.etag ?? versionOf(answer.headers);
  return version === undefined ? request : { ...request, etag: version };
}

interface Part {
  /** Where in the body: 0 again where it was begun anew. */
  readonly offset: number;
  readonly chunk: Uint8Array;
}

/**
 * The body in order, taken up where it broke off: by asking for the rest of the same version, or where that is not possible
 * and `mayRestart`, from its start.
 */
async function* parts(request: HttpRequest, first: Exchange, again: Again, mayRestart: boolean): AsyncGenerator<Part> {
  const url = redactUrl(request.url);
  let answer = first;
  let expected = expectedBytes(request, first);
  let [offset, gained, tries] = [0, 0, 0];
  for (;;) {
    let failure = endedEarly(url);
    try {
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        if (expected !== undefined && offset + chunk.byteLength > expected)
          throw new SentryalError('RESPONSE_TOO_LARGE', { url, limit: expected });
        yield { offset, chunk };
        offset += chunk.byteLength;
        gained += chunk.byteLength;
      }
      if (expected === undefined || offset === expected) return;
    } catch (error) {
      request.signal?.throwIfAborted();
      failure = failureOf(url, error);
    }
    if (gained >= PROGRESS_BYTES) tries = 0;
    gained = 0;
    if (failure.again === 'no' || tries >= again.retries) throw failure.error(tries + 1);
    await again.wait(tries++);
    const rest = restOf(request, first, offset, expected);
    if (rest !== undefined && rest.range.length > 0) {
      try {
        answer = await again.send(rest);
        continue;
      } catch (error) {
        if (!isSentryalError(error, 'RANGE_NOT_SERVED')) throw error;
      }
    }
    if (!mayRestart && offset > 0) throw failure.error(tries);
    answer = await again.send(wholeOf(request, first));
    expected = expectedBytes(request, answer);
    offset = 0;
  }
}

/** An answer whose body is whole or an error. */
export function responseOf(request: HttpRequest, answer: Exchange, again: Again): HttpResponse {
  const tooLarge = (limit: number): SentryalError =>
    new SentryalError('RESPONSE_TOO_LARGE', { url: redactUrl(request.url), limit });

  async function* stream(): AsyncGenerator<Uint8Array> {
    for await (const { chunk } of parts(request, answer, again, false)) yield chunk;
  }

  const bytes = async (maxBytes: number): Promise<Uint8Array> => {
    const expected = expectedBytes(request, answer);
    if (expected !== undefined && expected > maxBytes) {
      await dropBody(answer.body);
      throw tooLarge(maxBytes);
    }
    let content = new Uint8Array(expected ?? 0);
    let length = 0;
    for await (const { offset, chunk } of parts(request, answer, again, true)) {
      length = offset + chunk.byteLength;
      if (length > maxBytes) throw tooLarge(maxBytes);
      if (length > content.byteLength) {
        const grown = new Uint8Array(Math.min(maxBytes, Math.max(length, 2 * content.byteLength)));
        grown.set(content.subarray(0, offset));
        content = grown;
      }
      content.set(chunk, offset);
    }
    return length === content.byteLength ? content : content.slice(0, length);
  };

  return {
    status: answer.status,
    headers: answer.headers,
    url: answer.url.href,
    stream,
    bytes,
    text: async (maxBytes) => new TextDecoder().decode(await bytes(maxBytes)),
    drop: () => dropBody(answer.body),
  };
}

import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { gunzipSync, inflateSync } from 'node:zlib';

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** Ends the request as long as no answer has begun; one that has is read to its end. */
  readonly signal?: AbortSignal;
  /** The signal ends it even then: nobody needs the answer. */
  readonly dropsAnswer?: boolean;
}

/** An answer, or why there was none. */
export type Response =
  | { readonly status: number; readonly contentType: string; readonly body: string }
  | { readonly status: 'failed'; readonly reason: 'time-out' | 'aborted' | 'network'; readonly message: string };

/** Jobs carry 20 MB at most; this is for a batch of them. */
const LARGEST_ANSWER_BYTES = 256 * 2 ** 20;

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) } as const;

/** One attempt, also of a request that cannot even be made. */
async function attempt(request: Request): Promise<Response | 'stale'> {
  try {
    return await exchange(request);
  } catch (error) {
    return { status: 'failed', reason: 'network', message: error instanceof Error ? error.message : String(error) };
  }
}

/** One request; it never throws. A connection that was kept alive and proves dead is replaced once, at once. */
export async function send(request: Request): Promise<Response> {
  const first = await attempt(request);
  if (first !== 'stale') return first;
  const second = await attempt(request);
  // The next connection of the pool can be as dead as the first.
  return second === 'stale' ? { status: 'failed', reason: 'network', message: 'connections were closed' } : second;
}

function decoded(bytes: Buffer, encoding: string | undefined): string {
  if (encoding === 'gzip') return gunzipSync(bytes).toString('utf8');
  if (encoding === 'deflate') return inflateSync(bytes).toString('utf8');
  return bytes.toString('utf8');
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer) {
    parts.push(part as Buffer);
    bytes += (part as Buffer).length;
    if (bytes > LARGEST_ANSWER_BYTES) answer.destroy();
  }
  return decoded(Buffer.concat(parts), answer.headers['content-encoding']);
}

function exchange({
  method,
  url,
  headers,
  body,
  timeoutMs,
  signal,
  dropsAnswer = false,
}: Request): Promise<Response | 'stale'> {
  return new Promise((resolve) => {
    let reason: 'time-out' | 'aborted' | 'network' = 'network';
    let hasBegun = false;
    const address = new URL(url);
    const isHttps = address.protocol === 'https:';
    const options = { method, headers, agent: agents[isHttps ? 'https:' : 'http:'] };
    const outgoing = (isHttps ? httpsRequest : httpRequest)(address, options);
    const timer = setTimeout(() => {
      reason = 'time-out';
      outgoing.destroy();
    }, timeoutMs);
    const abort = (): void => {
      if (hasBegun && !dropsAnswer) return;
      reason = 'aborted';
      outgoing.destroy();
    };
    const finish = (response: Response | 'stale'): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      resolve(response);
    };
    const fail = (error?: NodeJS.ErrnoException): void => {
      const isStale = outgoing.reusedSocket && error?.code === 'ECONNRESET' && reason === 'network' && !hasBegun;
      finish(isStale ? 'stale' : { status: 'failed', reason, message: error?.message ?? 'the connection was closed' });
    };
    outgoing.on('response', (answer) => {
      hasBegun = true;
      readBody(answer).then(
        (text) =>
          finish({ status: answer.statusCode ?? 0, contentType: answer.headers['content-type'] ?? '', body: text }),
        fail,
      );
    });
    outgoing.on('error', fail);
    outgoing.on('close', () => {
      if (!hasBegun) fail();
    });
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort);
    outgoing.end(body);
  });
}

/** What a response says, in a few words for logs. */
export function describeResponse(response: Response): string {
  return response.status === 'failed' ? `${response.reason} (${response.message})` : `HTTP ${response.status}`;
}

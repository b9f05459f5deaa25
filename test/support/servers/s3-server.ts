import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import S3rver from '@20minutes/s3rver';
import { sendBody } from './send-body.ts';

/** Keys that the server knows: it answers 403 to what others sign. */
export const S3_KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } as const;

export interface SeenS3Request {
  /** Of this server, from 0. */
  readonly index: number;
  readonly method: string;
  /** Path without query, decoded: `/bucket/key`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly bodyBytes: number;
}

/** What goes wrong with one request; the service itself sees it unless it says so. */
export type S3Fault =
  /** Before the service sees it. */
  | 'reset'
  | 'stall'
  /** After the service has done it. */
  | 'lost-answer'
  | 'reset-in-body'
  | 'truncated'
  | 'stall-in-body'
  | 'wrong-range'
  | 'range-ignored'
  | 'changed-etag'
  | 'changed-size'
  | 'html'
  | {
      readonly status: number;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

export interface S3Server {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly requests: SeenS3Request[];
  /** Uploads of which parts are kept: neither completed nor aborted. One without parts takes no place. */
  readonly openUploads: ReadonlySet<string>;
  /** Bytes of bodies sent so far. */
  readonly bodyBytes: number;
  /** Largest number of requests that were answered at the same time. */
  readonly mostAtOnce: number;
  /** Objects in one page of a listing. */
  pageSize: number;
  /** Decides what goes wrong; nothing when left unset. */
  fault: ((seen: SeenS3Request) => S3Fault | undefined) | undefined;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer;
}

async function wholeOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function errorAnswer(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>no</Message></Error>`,
  );
  return { status, headers: { 'content-type': 'application/xml', ...headers }, body };
}

/** One page of a listing: the service gives its first page only, in whole. */
function pageOf(listing: Answer, token: string | null, pageSize: number): Answer {
  const from = Number(token ?? 0);
  const text = listing.body.toString('utf8');
  const entries = text.match(/<Contents>.*?<\/Contents>/gs) ?? [];
  const isLast = from + pageSize >= entries.length;
  const rest = text
    .replaceAll(/<Contents>.*?<\/Contents>/gs, '')
    .replace(/<IsTruncated>\w+<\/IsTruncated>/, '')
    .replace(/<\/ListBucketResult>\s*$/, '');
  const next = isLast ? '' : `<NextContinuationToken>${from + pageSize}</NextContinuationToken>`;
  const page = `${entries.slice(from, from + pageSize).join('')}<IsTruncated>${!isLast}</IsTruncated>${next}`;
  return { ...listing, body: Buffer.from(`${rest}${page}</ListBucketResult>`) };
}

/** Sends a request on as it came, so that its signature stays good. */
async function forward(port: number, message: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method, headers } = message;
  // What a proxy must not hand on.
  const { expect: _expect, connection: _connection, ...kept } = headers;
  return new Promise((resolve, reject) => {
    const onward = request(
      { host: '127.0.0.1', port, path: message.url, method, headers: kept, agent: false },
      (answer) => {
        wholeOf(answer).then(
          (whole) =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers as Record<string, string>,
              body: whole,
            }),
          reject,
        );
      },
    );
    onward.on('error', reject);
    onward.end(body);
  });
}

/** An answer as a fault leaves it. */
function spoil(fault: S3Fault | undefined, answer: Answer): Answer {
  if (typeof fault === 'object') {
    const failed = errorAnswer(fault.status, fault.code ?? `Status${fault.status}`, fault.headers);
    return fault.body === undefined ? failed : { ...failed, body: Buffer.from(fault.body) };
  }
  const { headers, body } = answer;
  if (fault === 'html')
    return { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<!doctype html><p>Log in<br>') };
  const range = String(headers['content-range'] ?? '');
  if (fault === 'wrong-range') {
    const shifted = range.replace(/(\d+)-(\d+)/, (_, a, b) => `${Number(a) + 1}-${Number(b) + 1}`);
    return { ...answer, headers: { ...headers, 'content-range': shifted } };
  }
  if (fault === 'range-ignored') {
    const { 'content-range': _range, ...others } = headers;
    return { status: 200, headers: others, body };
  }
  if (fault === 'changed-etag') return { ...answer, headers: { ...headers, etag: '"another"' } };
  if (fault === 'changed-size')
    return {
      ...answer,
      headers: { ...headers, 'content-range': range.replace(/\d+$/, (size) => `${Number(size) + 1}`) },
    };
  return answer;
}

function send(response: ServerResponse, answer: Answer, fault: S3Fault | undefined, hasBody: boolean): number {
  const { status, body } = answer;
  const headers: Record<string, string | string[]> = { ...answer.headers };
  delete headers['transfer-encoding'];
  if (hasBody) headers['content-length'] = String(body.byteLength);
  response.writeHead(status, headers);
  if (hasBody) return sendBody(response, body, fault);
  response.end();
  return 0;
}

/**
 * A real S3 service on loopback, with a proxy before it that writes requests down, adds what the service lacks (If-Match, pages of
 * listings, aborting uploads in parts), and lets any request go wrong.
 * @param directory empty folder for the service's objects
 */
export async function startS3Server(directory: string, buckets: readonly string[]): Promise<S3Server> {
  const configureBuckets = buckets.map((name) => ({ name }));
  const common = { address: '127.0.0.1', port: 0, directory, silent: true };
  const service = new S3rver({ ...common, configureBuckets });
  const { port: servicePort } = await service.run();
  // It takes `/bucket/`, as clients of AWS sign it, for `/bucket`, and finds the signature wrong: a second one looks over that, and over
  // pages asked for anew.
  const lenient = new S3rver({ ...common, configureBuckets: [], allowMismatchedSignatures: true });
  const { port: lenientPort } = await lenient.run();
  const requests: SeenS3Request[] = [];
  const begunUploads = new Set<string>();
  const openUploads = new Set<string>();
  const state = { bodyBytes: 0, atOnce: 0, mostAtOnce: 0 };

  /** What the service answers, with what it lacks. */
  const serve = async (message: IncomingMessage, seen: SeenS3Request, body: Buffer): Promise<Answer> => {
    const uploadId = seen.query.get('uploadId') ?? '';
    if (seen.method === 'DELETE' && uploadId !== '') {
      openUploads.delete(uploadId);
      const known = begunUploads.delete(uploadId);
      return known ? { status: 204, headers: {}, body: Buffer.alloc(0) } : errorAnswer(404, 'NoSuchUpload');
    }
    if (uploadId !== '' && !begunUploads.has(uploadId)) return errorAnswer(404, 'NoSuchUpload');
    if (seen.query.get('list-type') === '2') {
      message.url = `${new URL(message.url!, 'http://server').pathname}?list-type=2&prefix=${encodeURIComponent(seen.query.get('prefix') ?? '')}`;
      const listing = await forward(lenientPort, message, body);
      return listing.status === 200 ? pageOf(listing, seen.query.get('continuation-token'), server.pageSize) : listing;
    }
    const answer = await forward(servicePort, message, body);
    const wanted = seen.headers['if-match'];
    if (wanted !== undefined && answer.status < 300 && answer.headers['etag'] !== wanted)
      return errorAnswer(412, 'PreconditionFailed');
    const begun = /<UploadId>([^<]+)</.exec(answer.body.toString('latin1'))?.[1];
    if (seen.query.has('uploads') && begun !== undefined) begunUploads.add(begun);
    if (seen.method === 'PUT' && uploadId !== '') openUploads.add(uploadId);
    if (seen.method === 'POST' && uploadId !== '' && answer.status === 200) {
      begunUploads.delete(uploadId);
      openUploads.delete(uploadId);
    }
    return answer;
  };

  const answerTo = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(message.url ?? '/', 'http://server');
    const index = requests.length;
    const seen: SeenS3Request = {
      index,
      method: message.method ?? '',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: message.headers,
      bodyBytes: 0,
    };
    requests.push(seen);
    const body = await wholeOf(message);
    const whole = { ...seen, bodyBytes: body.byteLength };
    requests[index] = whole;
    const fault = server.fault?.(whole);
    if (fault === 'reset') return void message.socket.resetAndDestroy();
    if (fault === 'stall') return;
    const isAnswered = typeof fault === 'object';
    const clean = isAnswered ? errorAnswer(500, 'InternalError') : await serve(message, whole, body);
    if (fault === 'lost-answer') return void message.socket.resetAndDestroy();
    state.bodyBytes += send(response, spoil(fault, clean), fault, seen.method !== 'HEAD');
  };

  const sockets = new Set<Socket>();
  const proxy = createServer((message, response) => {
    state.mostAtOnce = Math.max(state.mostAtOnce, ++state.atOnce);
    response.once('close', () => state.atOnce--);
    answerTo(message, response).catch(() => response.destroy());
  });
  proxy.keepAliveTimeout = 60_000;
  proxy.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const server: S3Server = {
    origin: `http://127.0.0.1:${port}`,
    requests,
    openUploads,
    get bodyBytes() {
      return state.bodyBytes;
    },
    get mostAtOnce() {
      return state.mostAtOnce;
    },
    pageSize: 1000,
    fault: undefined,
    async close() {
      const closed = new Promise<void>((resolve) => proxy.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      await service.close();
      await lenient.close();
    },
  };
  return server;
}

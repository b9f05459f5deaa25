import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { sendBody } from './send-body.ts';

/** A file as a server gives it: ranges, ETag and If-Range as the standard says. */
export interface ServedFile {
  readonly bytes: Uint8Array;
  /** `"…"`; none with null; of its content when left out. */
  readonly etag?: string | null;
  readonly lastModified?: string;
  /** Media type; application/octet-stream when left out. */
  readonly type?: string;
  /** False: every request gets the whole file. */
  readonly ranges?: boolean;
}

export interface SeenRequest {
  /** Of this server, from 0. */
  readonly index: number;
  readonly method: string;
  /** Path without query, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** What a server does at a path: a file, an address to go to, or anything else. */
export type Route =
  | ServedFile
  | { readonly redirect: string; readonly status?: number }
  | ((request: SeenRequest, response: ServerResponse) => void | Promise<void>);

/** What goes wrong with one request. */
export type Fault =
  | 'reset'
  | 'reset-in-body'
  | 'stall'
  | 'stall-in-body'
  | 'truncated'
  | 'wrong-range'
  | 'short-body'
  | 'range-ignored'
  | 'changed-etag'
  | 'html'
  | 'compressed'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly redirect: string };

export interface HttpServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The same server under another name; names below `.localhost` need a resolver that knows them. */
  at(host: string): string;
  readonly routes: Map<string, Route>;
  readonly requests: SeenRequest[];
  /** Connections made so far. */
  readonly connections: number;
  /** Bytes of bodies sent so far. */
  readonly bodyBytes: number;
  /** Largest number of requests that were answered at the same time. */
  readonly mostAtOnce: number;
  /** Decides what goes wrong; nothing when left unset. */
  fault: ((request: SeenRequest) => Fault | undefined) | undefined;
  close(): Promise<void>;
}

const PAGE = '<!doctype html><html><head><title>Log in</title></head><body><form></form></body></html>';

/** FNV-1a of a content, as an ETag. */
function etagOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `"${hash.toString(16)}-${bytes.byteLength}"`;
}

async function bodyOf(message: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The part that is asked for; undefined: the whole; null: outside of the file. */
function partOf(header: string | undefined, size: number): { first: number; last: number } | undefined | null {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first > last || first >= size ? null : { first, last };
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

function answerFile(file: ServedFile, etag: string | null, request: SeenRequest, ranges: boolean): Answer {
  const { bytes } = file;
  const headers: Record<string, string> = { 'content-type': file.type ?? 'application/octet-stream' };
  if (etag !== null) headers['etag'] = etag;
  if (file.lastModified !== undefined) headers['last-modified'] = file.lastModified;
  const condition = request.headers['if-range'];
  const unchanged = condition === undefined || condition === etag || condition === file.lastModified;
  const part = ranges && unchanged ? partOf(request.headers['range'], bytes.byteLength) : undefined;
  if (ranges) headers['accept-ranges'] = 'bytes';
  if (part === null)
    return {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${bytes.byteLength}` },
      body: new Uint8Array(),
    };
  if (part === undefined) return { status: 200, headers, body: bytes };
  headers['content-range'] = `bytes ${part.first}-${part.last}/${bytes.byteLength}`;
  return { status: 206, headers, body: bytes.subarray(part.first, part.last + 1) };
}

/** An answer as a fault leaves it. */
function spoil(fault: Fault, answer: Answer): Answer {
  if (typeof fault === 'object') {
    if ('redirect' in fault) return { status: 302, headers: { location: fault.redirect }, body: new Uint8Array() };
    return { status: fault.status, headers: { ...fault.headers }, body: Buffer.from('no') };
  }
  const { headers } = answer;
  if (fault === 'html')
    return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(PAGE) };
  if (fault === 'compressed') return { ...answer, headers: { ...headers, 'content-encoding': 'gzip' } };
  const shifted = (headers['content-range'] ?? '').replace(
    /(\d+)-(\d+)/,
    (_, a, b) => `${Number(a) + 1}-${Number(b) + 1}`,
  );
  if (fault === 'wrong-range' && shifted !== '')
    return { ...answer, headers: { ...headers, 'content-range': shifted } };
  // One byte less than the range has.
  if (fault === 'short-body') return { ...answer, body: answer.body.subarray(1) };
  return answer;
}

function send(response: ServerResponse, answer: Answer, fault: Fault | undefined, hasBody: boolean): number {
  const { status, headers, body } = answer;
  response.writeHead(status, { 'content-length': String(body.byteLength), ...headers });
  if (hasBody) return sendBody(response, body, fault);
  response.end();
  return 0;
}

/** A server on loopback whose requests are written down, and any of which can go wrong. */
export async function startHttpServer(routes: Readonly<Record<string, Route>> = {}): Promise<HttpServer> {
  const sockets = new Set<Socket>();
  const etags = new WeakMap<Uint8Array, string>();
  const state = { connections: 0, bodyBytes: 0, atOnce: 0, mostAtOnce: 0 };
  const table = new Map(Object.entries(routes));
  const requests: SeenRequest[] = [];

  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(message.url ?? '/', 'http://server');
    const request: SeenRequest = {
      index: requests.length,
      method: message.method ?? '',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: message.headers,
      body: new Uint8Array(),
    };
    requests.push(request);
    const full = { ...request, body: await bodyOf(message) };
    requests[request.index] = full;
    const fault = server.fault?.(full);
    if (fault === 'reset') return void message.socket.resetAndDestroy();
    if (fault === 'stall') return;
    const route = table.get(full.path);
    if (typeof route === 'function' && fault === undefined) return await route(full, response);
    const hasBody = full.method !== 'HEAD';
    let clean: Answer = { status: 404, headers: {}, body: Buffer.from('nothing here') };
    if (route !== undefined && 'redirect' in route)
      clean = { status: route.status ?? 302, headers: { location: route.redirect }, body: new Uint8Array() };
    else if (route !== undefined && 'bytes' in route) {
      if (!etags.has(route.bytes)) etags.set(route.bytes, etagOf(route.bytes));
      const etag = route.etag === undefined ? etags.get(route.bytes)! : route.etag;
      const changed = fault === 'changed-etag';
      // What is new under the same address has other bytes.
      const file = changed ? { ...route, bytes: route.bytes.map((byte) => byte ^ 0xff) } : route;
      clean = answerFile(file, changed ? '"another"' : etag, full, route.ranges !== false && fault !== 'range-ignored');
    }
    state.bodyBytes += send(response, fault === undefined ? clean : spoil(fault, clean), fault, hasBody);
  };

  const http = createServer((message, response) => {
    state.mostAtOnce = Math.max(state.mostAtOnce, ++state.atOnce);
    response.once('close', () => state.atOnce--);
    answer(message, response).catch(() => response.destroy());
  });
  http.keepAliveTimeout = 60_000;
  http.on('connection', (socket: Socket) => {
    state.connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const server: HttpServer = {
    port,
    origin: `http://127.0.0.1:${port}`,
    at: (host) => `http://${host}:${port}`,
    routes: table,
    requests,
    get connections() {
      return state.connections;
    },
    get bodyBytes() {
      return state.bodyBytes;
    },
    get mostAtOnce() {
      return state.mostAtOnce;
    },
    fault: undefined,
    async close() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return server;
}

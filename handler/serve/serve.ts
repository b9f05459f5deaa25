import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LocalQueue } from './local-queue.ts';
import { type LocalReply, route } from './routes.ts';

/** RunPod's limits of a request's body, bytes. */
const MAX_BODY_BYTES = { run: 10e6, runsync: 20e6 } as const;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;

/** Whether a host name is that of this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host) || host === '::1';
}

export interface ServeOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** A local service that listens. */
export interface LocalService {
  readonly address: string;
  close(): Promise<void>;
}

class BodyFault extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function readBody(message: IncomingMessage, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new BodyFault(413, `The body is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new BodyFault(400, 'The body is not JSON.');
  }
}

/**
 * A page in a browser can reach this machine's services: what names another origin, or reached us under a name that is
 * not this machine's, is refused where only this machine may ask.
 */
function refusal({ headers }: IncomingMessage, host: string): string | undefined {
  if (!isLoopback(host)) return undefined;
  if (headers.origin !== undefined && !LOOPBACK.test(headers.origin.replace(/^https?:\/\//, '')))
    return 'Requests from pages of other sites are refused.';
  return LOOPBACK.test(headers.host ?? '') ? undefined : 'Ask under the name localhost.';
}

async function reply(
  queue: LocalQueue,
  message: IncomingMessage,
  host: string,
  gone: AbortSignal,
): Promise<LocalReply> {
  const refused = refusal(message, host);
  if (refused !== undefined) return { status: 403, body: { error: refused } };
  const { pathname, searchParams } = new URL(message.url ?? '/', 'http://localhost');
  const limit = pathname.endsWith('runsync') ? MAX_BODY_BYTES.runsync : MAX_BODY_BYTES.run;
  const body = await readBody(message, limit);
  return route(queue, { method: message.method ?? 'GET', path: pathname, query: searchParams, body, signal: gone });
}

/** Listens for RunPod's requests on this machine. */
export async function serve(queue: LocalQueue, { host, port }: ServeOptions): Promise<LocalService> {
  const server: Server = createServer((message, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    reply(queue, message, host, gone.signal)
      .catch((error: unknown): LocalReply => {
        const status = error instanceof BodyFault ? error.status : 500;
        return { status, body: { error: error instanceof Error ? error.message : String(error) } };
      })
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      })
      // Whoever asked has gone.
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await queue.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

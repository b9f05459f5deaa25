import { afterEach, describe, expect, it } from 'vitest';
import { type HttpRequest, type NetworkOptions, openNetwork } from '../../../src/network/index.ts';
import { type HttpServer, type Route, startHttpServer } from '../../support/servers/http-server.ts';

/** Names that all lie on this machine. */
const resolve = async (): Promise<{ address: string; family: number }[]> => [{ address: '127.0.0.1', family: 4 }];
const QUICK: NetworkOptions = {
  firstDelayMs: 1,
  maxDelayMs: 20,
  headTimeoutMs: 300,
  stallTimeoutMs: 300,
  connectTimeoutMs: 1000,
  resolve,
};
const HERE = { allowPrivate: true, allowedHosts: [] };

const bytes = Uint8Array.from({ length: 300_000 }, (_, n) => (n * 7 + (n >> 8)) & 0xff);
const open: { close(): Promise<void> }[] = [];

async function serve(routes: Readonly<Record<string, Route>> = { '/a': { bytes } }): Promise<HttpServer> {
  const server = await startHttpServer(routes);
  open.push(server);
  return server;
}

function network(options: NetworkOptions = {}, policy = HERE) {
  const opened = openNetwork(policy, { ...QUICK, ...options });
  open.push(opened);
  return opened;
}

async function get(request: HttpRequest, options: NetworkOptions = {}): Promise<Uint8Array> {
  return (await network(options).request(request)).bytes(2 ** 20);
}

const coded = (code: string) => expect.objectContaining({ code });

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

describe('a request', () => {
  it('gives what is there, uncompressed', async () => {
    const server = await serve();
    expect(await get({ url: `${server.origin}/a` })).toEqual(bytes);
    expect(server.requests[0]!.headers['accept-encoding']).toBe('identity');
  });

  it('gives exactly the part asked for', async () => {
    const server = await serve();
    const range = { offset: 1000, length: 2000 };
    expect(await get({ url: `${server.origin}/a`, range })).toEqual(bytes.slice(1000, 3000));
    expect(server.bodyBytes).toBe(2000);
  });

  it('streams, and stops when its reader does', async () => {
    const server = await serve({ '/a': { bytes: new Uint8Array(40_000_000) } });
    const response = await network().request({ url: `${server.origin}/a` });
    let read = 0;
    for await (const chunk of response.stream()) if ((read += chunk.byteLength) > 100_000) break;
    expect(read).toBeLessThan(1_000_000);
  });

  it('sends a body', async () => {
    const server = await serve({ '/a': (request, response) => void response.end(request.body) });
    const sent = new TextEncoder().encode('{"a":1}');
    const headers = { 'Content-Type': 'application/json' };
    expect(await get({ url: `${server.origin}/a`, method: 'POST', headers, body: sent })).toEqual(sent);
    expect(server.requests[0]!.headers['content-type']).toBe('application/json');
  });

  it('gives statuses that the caller understands, at once', async () => {
    const server = await serve();
    server.fault = () => ({ status: 202 });
    const response = await network().request({ url: `${server.origin}/a`, accept: [202, 404, 503] });
    expect(response.status).toBe(202);
    await response.drop();
    server.fault = () => ({ status: 503 });
    expect((await network().request({ url: `${server.origin}/a`, accept: [503] })).status).toBe(503);
    expect(server.requests).toHaveLength(2);
  });

  it('ends when it is aborted: before, while waiting, in the body', async () => {
    const server = await serve();
    const url = `${server.origin}/a`;
    await expect(get({ url, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.requests).toHaveLength(0);
    for (const fault of ['stall', 'stall-in-body', { status: 503, headers: { 'retry-after': '60' } }] as const) {
      server.fault = () => fault;
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 50);
      const options = { headTimeoutMs: 60_000, stallTimeoutMs: 60_000, maxDelayMs: 60_000 };
      await expect(get({ url, signal: stop.signal }, options)).rejects.toMatchObject({ name: 'AbortError' });
    }
  });

  it('never has more connections to one origin than allowed', async () => {
    const server = await serve({
      '/a': ({ query }, response) => void setTimeout(() => response.end(query.get('n')), 10),
    });
    const opened = network({ connectionsPerOrigin: 3 });
    const all = Array.from({ length: 20 }, async (_, n) =>
      (await opened.request({ url: `${server.origin}/a?n=${n}` })).text(10),
    );
    expect(await Promise.all(all)).toEqual(all.map((_, n) => String(n)));
    expect(server.mostAtOnce).toBe(3);
    expect(server.connections).toBe(3);
  });

  it('refuses more bytes than it was told', async () => {
    const server = await serve({
      '/a': { bytes },
      '/b': (_, response) => {
        response.write(bytes);
        response.end(bytes);
      },
    });
    for (const path of ['a', 'b']) {
      const response = await network().request({ url: `${server.origin}/${path}` });
      await expect(response.bytes(1000)).rejects.toThrow(coded('RESPONSE_TOO_LARGE'));
    }
  });

  it('shows no secret when it fails', async () => {
    const server = await serve();
    const secret = 'hush';
    server.fault = ({ index }) => (index === 0 ? { redirect: `/b?sig=${secret}` } : undefined);
    const url = `http://user:${secret}@127.0.0.1:${server.port}/a?token=${secret}#${secret}`;
    const error: unknown = await get({ url }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'HTTP_FAILED', message: `${server.origin}/b answered 404.` });
    expect(JSON.stringify(error)).not.toContain(secret);
    expect(server.requests[0]!.headers['authorization']).toBe(`Basic ${btoa(`user:${secret}`)}`);
  });
});

describe('what may pass', () => {
  const date = (): string => new Date(Date.now() - 5000).toUTCString();
  it.each([
    ['reset', 'reset'],
    ['no answer', 'stall'],
    ['reset in the body', 'reset-in-body'],
    ['stall in the body', 'stall-in-body'],
    ['truncated', 'truncated'],
    ['wrong range', 'wrong-range'],
    ['a byte too few', 'short-body'],
    ['compressed', 'compressed'],
    ['408', { status: 408 }],
    ['429 with seconds', { status: 429, headers: { 'retry-after': '0' } }],
    ['429 with a date', { status: 429, headers: { 'retry-after': date() } }],
    ['500', { status: 500 }],
    ['503', { status: 503 }],
  ] as const)('%s: tried again, the same bytes', async (_, fault) => {
    const server = await serve();
    const times = typeof fault === 'string' && fault.startsWith('stall') ? 1 : 2;
    server.fault = ({ index }) => (index < times ? fault : undefined);
    const range = { offset: 10_000, length: 200_000 };
    expect(await get({ url: `${server.origin}/a`, range })).toEqual(bytes.slice(10_000, 210_000));
    expect(server.requests).toHaveLength(times + 1);
  });

  it.each([
    ['reset', 'NETWORK_FAILED'],
    ['stall', 'NETWORK_FAILED'],
    ['truncated', 'NETWORK_FAILED'],
    ['wrong-range', 'RANGE_NOT_SERVED'],
    [{ status: 503 }, 'HTTP_FAILED'],
  ] as const)('%j for ever: an error after as many tries as allowed', async (fault, code) => {
    const server = await serve();
    server.fault = () => fault;
    const request = { url: `${server.origin}/a`, range: { offset: 1, length: 1000 }, retries: 1 };
    await expect(get(request)).rejects.toThrow(coded(code));
    await expect(get({ ...request, retries: 0 })).rejects.toThrow(coded(code));
  });

  it('says how often it tried', async () => {
    const server = await serve();
    server.fault = () => ({ status: 503 });
    await expect(get({ url: `${server.origin}/a`, retries: 2 })).rejects.toThrow('/a answered 503 (3 tries).');
    expect(server.requests).toHaveLength(3);
  });

  it('takes a stream up where it broke off, of the same version only', async () => {
    const server = await serve();
    server.fault = ({ index }) => (index < 2 ? 'truncated' : undefined);
    const chunks: Uint8Array[] = [];
    const response = await network().request({ url: `${server.origin}/a` });
    for await (const chunk of response.stream()) chunks.push(chunk);
    expect(new Uint8Array(Buffer.concat(chunks))).toEqual(bytes);
    expect(server.requests.map(({ headers }) => headers['range'])).toEqual([
      undefined,
      'bytes=150000-299999',
      'bytes=225000-299999',
    ]);
    expect(server.requests[1]!.headers['if-range']).toBe(response.headers['etag']);
  });

  it('does not go on with another version', async () => {
    const server = await serve();
    server.fault = ({ index }) => (index === 0 ? 'truncated' : 'changed-etag');
    await expect(get({ url: `${server.origin}/a` })).rejects.toThrow(coded('RESOURCE_CHANGED'));
  });

  it('begins anew where nobody says which version it is, but not in the middle of a stream', async () => {
    const server = await serve({ '/a': { bytes, etag: null } });
    server.fault = ({ index }) => (index === 0 ? 'truncated' : undefined);
    expect(await get({ url: `${server.origin}/a` })).toEqual(bytes);
    server.fault = () => 'truncated';
    const response = await network().request({ url: `${server.origin}/a` });
    const reading = (async () => {
      for await (const _ of response.stream());
    })();
    await expect(reading).rejects.toThrow(coded('NETWORK_FAILED'));
  });
});

describe('what will not pass', () => {
  it.each([
    ['404', { status: 404 }, 'HTTP_FAILED'],
    ['501', { status: 501 }, 'HTTP_FAILED'],
    ['304', { status: 304 }, 'HTTP_FAILED'],
    ['401', { status: 401 }, 'LOGIN_REFUSED'],
    ['403', { status: 403 }, 'LOGIN_REFUSED'],
    ['412', { status: 412 }, 'RESOURCE_CHANGED'],
    ['416', { status: 416 }, 'RANGE_NOT_SERVED'],
    ['a range ignored', 'range-ignored', 'RANGE_NOT_SERVED'],
    ['another version', 'changed-etag', 'RESOURCE_CHANGED'],
    ['a page to log in', 'html', 'LOGIN_PAGE'],
    ['a redirect to nowhere', { status: 302 }, 'REDIRECT_REFUSED'],
    ['a redirect to a file', { redirect: 'file:///etc/passwd' }, 'ADDRESS_REFUSED'],
    ['a redirect to itself', { redirect: '/a' }, 'REDIRECT_REFUSED'],
  ] as const)('%s', async (_, fault, code) => {
    const server = await serve({ '/a': { bytes, etag: '"first"' } });
    server.fault = () => fault;
    const request = { url: `${server.origin}/a`, range: { offset: 0, length: 100 }, etag: '"first"' };
    await expect(get(request)).rejects.toThrow(coded(code));
    expect(server.requests.length).toBe(code === 'REDIRECT_REFUSED' && 'redirect' in (fault as object) ? 11 : 1);
  });

  it('an unasked part', async () => {
    const server = await serve({ '/a': (_, response) => void response.writeHead(206).end('part') });
    await expect(get({ url: `${server.origin}/a`, retries: 0 })).rejects.toThrow(coded('HTTP_FAILED'));
  });

  it('a name without an address, at once', async () => {
    const error = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    const unknown = { resolve: () => Promise.reject(error) };
    await expect(get({ url: 'http://nowhere.localhost/' }, unknown)).rejects.toThrow(/its name has no address\.$/);
  });
});

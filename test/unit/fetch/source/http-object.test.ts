import { afterEach, describe, expect, it } from 'vitest';
import { ReadLedger, withLedger } from '../../../../src/fetch/index.ts';
import { openHttpObject } from '../../../../src/fetch/source/http-object.ts';
import { openNetwork } from '../../../../src/network/index.ts';
import { type HttpServer, type Route, startHttpServer } from '../../../support/servers/http-server.ts';

const open: { close(): Promise<void> }[] = [];
const bytes = Uint8Array.from({ length: 100_000 }, (_, n) => (n * 13 + (n >> 8)) & 0xff);
const resolve = async (): Promise<{ address: string; family: number }[]> => [{ address: '127.0.0.1', family: 4 }];

async function serve(routes: Readonly<Record<string, Route>> = { '/a': { bytes } }): Promise<HttpServer> {
  const server = await startHttpServer(routes);
  open.push(server);
  return server;
}

function network() {
  const opened = openNetwork({ allowPrivate: true, allowedHosts: [] }, { firstDelayMs: 1, maxDelayMs: 10, resolve });
  open.push(opened);
  return opened;
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

describe('openHttpObject', () => {
  it('reads parts, and counts them', async () => {
    const server = await serve();
    const ledger = new ReadLedger();
    await withLedger(ledger, async () => {
      const object = await openHttpObject(`${server.origin}/a`, network());
      expect(object.sizeBytes).toBe(bytes.byteLength);
      expect(object.version).toMatch(/^"[0-9a-f]+-100000"$/);
      expect(object.name).toBe(`${server.origin}/a`);
      expect(await object.read(5000, 100)).toEqual(bytes.slice(5000, 5100));
      expect(await object.read(99_999, 1)).toEqual(bytes.slice(99_999));
      expect(await object.read(100_000, 0)).toEqual(new Uint8Array());
      await expect(object.read(99_999, 2)).rejects.toMatchObject({ code: 'READ_TRUNCATED' });
    });
    expect(ledger.bytes).toBe(101);
    expect(server.bodyBytes).toBe(102);
  });

  it('is of one version: what changed is an error, by tag, by time, by length', async () => {
    const lastModified = 'Wed, 21 Oct 2015 07:28:00 GMT';
    const later = 'Wed, 21 Oct 2015 07:28:01 GMT';
    const longer = Uint8Array.from([...bytes, 1]);
    const cases: [Route, Route][] = [
      [{ bytes }, { bytes: bytes.map((byte) => byte ^ 1) }],
      [
        { bytes, etag: 'W/"1"' },
        { bytes: longer, etag: 'W/"2"' },
      ],
      [
        { bytes, etag: null, lastModified },
        { bytes: longer, etag: null, lastModified: later },
      ],
      [
        { bytes, etag: null },
        { bytes: longer, etag: null },
      ],
    ];
    for (const [before, after] of cases) {
      const server = await serve({ '/a': before });
      const object = await openHttpObject(`${server.origin}/a`, network());
      expect(await object.read(10, 10)).toEqual(bytes.slice(10, 20));
      server.routes.set('/a', after);
      await expect(object.read(20, 10)).rejects.toMatchObject({ code: 'RESOURCE_CHANGED' });
    }
  });

  it('reads a small file whole where the server gives no parts, and refuses a large one', async () => {
    const server = await serve({
      '/a': { bytes, ranges: false },
      '/large': { bytes: new Uint8Array(64 * 2 ** 20 + 1), ranges: false },
      '/empty': { bytes: new Uint8Array() },
    });
    const object = await openHttpObject(`${server.origin}/a`, network());
    expect(await object.read(70_000, 3)).toEqual(bytes.slice(70_000, 70_003));
    expect(server.requests).toHaveLength(1);
    await expect(openHttpObject(`${server.origin}/large`, network())).rejects.toMatchObject({
      code: 'RANGE_NOT_SERVED',
    });
    expect((await openHttpObject(`${server.origin}/empty`, network())).sizeBytes).toBe(0);
  });

  it('uses the link that a redirect gave until it expires, also in the middle of a read', async () => {
    const store = await serve();
    const server = await serve();
    let links = 0;
    server.routes.set('/a', (_, response) => {
      response.writeHead(302, { location: `${store.at('store.localhost')}/a?X-Amz-Signature=${++links}` }).end();
    });
    const login = { hosts: ['127.0.0.1'], authorization: 'Bearer token' };
    const object = await openHttpObject(`${server.origin}/a`, network(), { login });
    for (let n = 0; n < 3; n++) expect(await object.read(n, 2)).toEqual(bytes.slice(n, n + 2));
    expect([server.requests.length, store.requests.length]).toEqual([1, 4]);
    store.fault = ({ query }) => (query.get('X-Amz-Signature') === '1' ? { status: 403 } : undefined);
    expect(await object.read(50, 2)).toEqual(bytes.slice(50, 52));
    expect(await object.read(60, 2)).toEqual(bytes.slice(60, 62));
    expect([server.requests.length, store.requests.length]).toEqual([2, 7]);
    let cut = false;
    store.fault = ({ query }) => {
      if (query.get('X-Amz-Signature') !== '2') return undefined;
      if (cut) return { status: 403 };
      cut = true;
      return 'truncated';
    };
    expect(await object.read(100, 50_000)).toEqual(bytes.slice(100, 50_100));
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual(Array(3).fill('Bearer token'));
    for (const { headers } of store.requests) expect(headers['authorization']).toBeUndefined();
  });

  it('has an address without secrets, and versions that tell the files of one address apart', async () => {
    const server = await serve({ '/a': { bytes, etag: '"same"' } });
    const at = async (query: string): Promise<string> => {
      const object = await openHttpObject(`http://user:pass@127.0.0.1:${server.port}/a${query}`, network());
      expect(object.address).toBe(`${server.origin}/a`);
      expect(object.name).toBe(`${server.origin}/a`);
      return object.version;
    };
    expect(await at('?X-Amz-Signature=secret&Expires=1')).toBe('"same"');
    expect(await at('?file=1')).not.toBe(await at('?file=2'));
    expect(await at('?file=1&Signature=secret')).toBe(await at('?file=1'));
    expect(await at('?file=secret')).not.toContain('secret');
  });

  it.each([
    [{ status: 404 }, 'HTTP_FAILED'],
    [{ status: 416 }, 'RANGE_NOT_SERVED'],
    ['html', 'LOGIN_PAGE'],
    [{ status: 401 }, 'LOGIN_REFUSED'],
  ] as const)('%j is no object', async (fault, code) => {
    const server = await serve();
    server.fault = () => fault;
    await expect(openHttpObject(`${server.origin}/a`, network())).rejects.toMatchObject({ code });
  });
});

import { MockAgent } from 'undici';
import { describe, expect, it } from 'vitest';
import { exchange } from '../../../src/network/exchange.ts';
import { LoginBook } from '../../../src/network/login.ts';
import { type HttpRequest, openNetwork } from '../../../src/network/index.ts';
import { FORGED } from '../../support/forged-addresses.ts';
import { startHttpServer } from '../../support/servers/http-server.ts';

const WORKER = { allowPrivate: false, allowedHosts: [] };

/** A request whose answers are made up, so that hosts of the internet can be named without being asked. */
async function made(answers: Readonly<Record<string, { status: number; location?: string }>>, request: HttpRequest) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const seen: { url: string; method: string; headers: Record<string, string>; body: unknown }[] = [];
  for (const [url, { status, location }] of Object.entries(answers)) {
    const { origin, pathname } = new URL(url);
    for (const method of ['GET', 'POST', 'PUT', 'HEAD']) {
      const matched = agent.get(origin).intercept({ path: pathname, method });
      matched.reply((options) => {
        seen.push({ url, method, headers: options.headers as Record<string, string>, body: options.body });
        return {
          statusCode: status,
          data: '',
          responseOptions: { headers: location === undefined ? {} : { location } },
        };
      });
    }
  }
  const wire = { policy: WORKER, dispatcher: agent, headTimeoutMs: 1000, stallTimeoutMs: 1000 };
  const proof = new LoginBook(WORKER).proof(request.login, new URL(request.url));
  const status = await exchange(wire, request, proof).then(
    (answer) => answer.status,
    (error: unknown) => error,
  );
  return { status, seen };
}

describe('exchange in a worker', () => {
  it.each(FORGED.filter((url) => /^(?!\/|$|s3|http:1|http:\\).*:/.test(url)))(
    'follows no redirect to %s',
    async (location) => {
      const start = 'https://example.org/a';
      const { status, seen } = await made({ [start]: { status: 302, location } }, { url: start });
      expect(['ADDRESS_REFUSED', 'REDIRECT_REFUSED']).toContain((status as { code: string }).code);
      expect(seen).toHaveLength(1);
      const plain = 'http://example.org/a';
      const other = await made({ [plain]: { status: 307, location } }, { url: plain });
      // What a header cannot carry is not understood.
      expect(['ADDRESS_REFUSED', 'REDIRECT_REFUSED']).toContain((other.status as { code: string }).code);
      expect(other.seen).toHaveLength(1);
    },
  );

  it('does not leave encryption', async () => {
    const start = 'https://example.org/a';
    const answers = {
      [start]: { status: 302, location: 'http://example.org/b' },
      'http://example.org/b': { status: 200 },
    };
    expect((await made(answers, { url: start })).status).toMatchObject({ code: 'REDIRECT_REFUSED' });
  });

  it('shows a login to its hosts only, encrypted only, and own headers to their origin only', async () => {
    const login = { hosts: ['.asf.edu', 'urs.example.gov'], authorization: 'Bearer token' };
    const headers = { Authorization: 'own', Cookie: 'own', Accept: 'x/y' };
    const hops = [
      'http://data.asf.edu/a',
      'https://data.asf.edu/a',
      'https://urs.example.gov/a',
      'https://asf.edu/a',
      'https://evilasf.edu/a',
      'https://asf.edu.evil.org/a',
      'https://data.asf.edu/b',
    ];
    const answers = Object.fromEntries(
      hops.map((url, n) => [
        url,
        hops[n + 1] === undefined ? { status: 200 } : { status: 302, location: hops[n + 1]! },
      ]),
    );
    const { status, seen } = await made(answers, { url: hops[0]!, login, headers });
    expect(status).toBe(200);
    expect(seen.map(({ headers: sent }) => sent['authorization'])).toEqual([
      'own',
      'Bearer token',
      'Bearer token',
      'Bearer token',
      undefined,
      undefined,
      'Bearer token',
    ]);
    expect(seen.map(({ headers: sent }) => sent['cookie'])).toEqual(['own', ...Array(6).fill(undefined)]);
    expect(seen.map(({ headers: sent }) => sent['accept'])).toEqual(Array(7).fill('x/y'));
  });

  it('sends a body on to its own host only', async () => {
    const start = 'https://example.org/a';
    const request: HttpRequest = { url: start, method: 'PUT', body: 'sent' };
    const here = 'https://example.org/b';
    const { seen } = await made({ [start]: { status: 307, location: here }, [here]: { status: 200 } }, request);
    expect(seen.map(({ method, body }) => [method, body])).toEqual([
      ['PUT', 'sent'],
      ['PUT', 'sent'],
    ]);
    const there = 'https://example.net/b';
    const answers = { [start]: { status: 307, location: there }, [there]: { status: 200 } };
    expect((await made(answers, request)).status).toMatchObject({ code: 'REDIRECT_REFUSED' });
    const asked = { [start]: { status: 303, location: there }, [there]: { status: 200 } };
    const post = await made(asked, { ...request, method: 'POST' });
    expect(post.seen.map(({ method, body }) => [method, body ?? null])).toEqual([
      ['POST', 'sent'],
      ['GET', null],
    ]);
  });
});

describe('openNetwork in a worker', () => {
  it('connects to no address of this machine, written out or behind a name', async () => {
    const server = await startHttpServer({ '/a': { bytes: new Uint8Array(1) } });
    const policy = { allowPrivate: false, allowedHosts: [`*.example.org:${server.port}`, `127.0.0.1:${server.port}`] };
    for (const addresses of [['127.0.0.1'], ['::ffff:127.0.0.1'], ['169.254.169.254', '127.0.0.1']]) {
      const resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      const network = openNetwork(policy, { resolve });
      for (const host of ['a.example.org', '127.0.0.1', '0x7f.1']) {
        const asked = network.request({ url: `${server.at(host)}/a` });
        await expect(asked).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
      }
      await network.close();
    }
    const network = openNetwork(WORKER);
    for (const url of FORGED) await expect(network.request({ url })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    await network.close();
    expect(server.connections).toBe(0);
    await server.close();
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { CookieJar } from '../../../src/network/cookie-jar.ts';
import { type Login, openNetwork } from '../../../src/network/index.ts';
import { type HttpServer, type Route, startHttpServer } from '../../support/servers/http-server.ts';

const open: { close(): Promise<void> }[] = [];
const bytes = new Uint8Array(5000).fill(7);
const LOGIN: Login = { hosts: ['archive.localhost', 'users.localhost'], authorization: 'Bearer token' };
const resolve = async (): Promise<{ address: string; family: number }[]> => [{ address: '127.0.0.1', family: 4 }];

async function serve(routes: Readonly<Record<string, Route>> = {}): Promise<HttpServer> {
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

/** An archive that sends those it does not know to another host to log in, and those it knows to a store. */
async function archive() {
  const store = await serve({ '/a': { bytes } });
  const users = await serve();
  const data = await serve();
  const state = { session: 'one', link: 1 };
  data.routes.set('/a', ({ headers, query }, response) => {
    const known = headers.cookie === `session=${state.session}`;
    if (known) response.writeHead(302, { location: `${store.at('store.localhost')}/a?sig=${state.link}` }).end();
    else if (query.has('code'))
      response
        .writeHead(302, {
          location: '/a',
          'set-cookie': [`session=${state.session}; Path=/; HttpOnly`, 'x=y; Max-Age=0'],
        })
        .end();
    else response.writeHead(302, { location: `${users.at('users.localhost')}/login` }).end();
  });
  users.routes.set('/login', ({ headers }, response) => {
    if (headers.authorization === LOGIN.authorization)
      response.writeHead(302, { location: `${data.at('archive.localhost')}/a?code=1`, 'set-cookie': 'user=u' }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>');
  });
  return { store, users, data, state, url: `${data.at('archive.localhost')}/a` };
}

describe('a login', () => {
  it('goes the way over the host that knows users, once, and no other host sees it', async () => {
    const { store, users, data, url } = await archive();
    const opened = network();
    for (let n = 0; n < 3; n++) {
      const response = await opened.request({ url, login: LOGIN });
      expect(await response.bytes(5000)).toEqual(bytes);
    }
    expect([data.requests.length, users.requests.length, store.requests.length]).toEqual([5, 1, 3]);
    for (const { headers } of store.requests) {
      expect(headers.authorization).toBeUndefined();
      expect(headers.cookie).toBeUndefined();
    }
  });

  it('is named where it is missing or wrong: the page is not taken for data', async () => {
    const { url, store } = await archive();
    const opened = network();
    await expect(opened.request({ url })).rejects.toMatchObject({ code: 'LOGIN_PAGE' });
    const wrong = { ...LOGIN, authorization: 'Bearer other' };
    await expect(opened.request({ url, login: wrong })).rejects.toMatchObject({
      code: 'LOGIN_PAGE',
      remedy: expect.stringContaining('EARTHDATA_TOKEN') as string,
    });
    expect(store.requests).toHaveLength(0);
  });

  it('leaves cookies to itself: who asks without it, or with another, shows none', async () => {
    const { url, data } = await archive();
    const opened = network();
    await (await opened.request({ url, login: LOGIN })).drop();
    const before = data.requests.length;
    await expect(opened.request({ url })).rejects.toMatchObject({ code: 'LOGIN_PAGE' });
    const other = { ...LOGIN, authorization: 'Bearer other' };
    await expect(opened.request({ url, login: other })).rejects.toMatchObject({ code: 'LOGIN_PAGE' });
    for (const { headers } of data.requests.slice(before)) expect(headers.cookie).toBeUndefined();
  });

  it('is renewed once where its session or the link to the store has expired', async () => {
    const { url, users, store, state } = await archive();
    const opened = network();
    await (await opened.request({ url, login: LOGIN })).drop();
    state.session = 'two';
    expect(await (await opened.request({ url, login: LOGIN })).bytes(5000)).toEqual(bytes);
    expect(users.requests).toHaveLength(2);
    // The first link is refused, the next works; then none does.
    let refused = 0;
    store.fault = () => (refused++ === 0 ? { status: 403 } : undefined);
    expect(await (await opened.request({ url, login: LOGIN })).bytes(5000)).toEqual(bytes);
    store.fault = () => ({ status: 403 });
    const before = store.requests.length;
    await expect(opened.request({ url, login: LOGIN })).rejects.toMatchObject({ code: 'LOGIN_REFUSED' });
    expect(store.requests.length - before).toBe(2);
  });

  it('is told to be wrong where it is shown and refused', async () => {
    const server = await serve();
    server.fault = () => ({ status: 401 });
    const asked = network().request({ url: `${server.at('archive.localhost')}/a`, login: LOGIN });
    await expect(asked).rejects.toThrow(/\/a answered 401: the credentials shown were not accepted\.$/);
    expect(server.requests).toHaveLength(1);
  });
});

describe('CookieJar', () => {
  const at = (url: string): URL => new URL(url);
  const jarOf = (url: string, ...lines: string[]): CookieJar => {
    const jar = new CookieJar();
    jar.store(at(url), lines);
    return jar;
  };

  it('keeps a cookie to its host, or to its domain', () => {
    const host = jarOf('https://a.example.org/x', 'k=v');
    expect(host.header(at('https://a.example.org/'))).toBe('k=v');
    expect(host.header(at('https://b.a.example.org/'))).toBeUndefined();
    const domain = jarOf('https://a.example.org/x', 'k=v; Domain=.Example.org');
    expect(domain.header(at('https://example.org/'))).toBe('k=v');
    expect(domain.header(at('https://b.example.org/'))).toBe('k=v');
    expect(domain.header(at('https://evilexample.org/'))).toBeUndefined();
    expect(jarOf('https://a.example.org/', 'k=v; Domain=example.net').isEmpty).toBe(true);
  });

  it('keeps to path, encryption and time', () => {
    const jar = jarOf(
      'https://h/',
      'p=1; Path=/a',
      's=2; Secure',
      'old=3; Max-Age=0',
      'past=4; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    );
    expect(jar.header(at('https://h/a/b'))).toBe('p=1; s=2');
    expect(jar.header(at('https://h/ab'))).toBe('s=2');
    expect(jar.header(at('http://h/a'))).toBe('p=1');
  });

  it('replaces a cookie of the same name, and forgets one that is taken back', () => {
    const jar = jarOf('https://h/', 'k=1', 'k=2');
    expect(jar.header(at('https://h/'))).toBe('k=2');
    jar.store(at('https://h/'), ['k=; Max-Age=-1']);
    expect(jar.isEmpty).toBe(true);
  });

  it('passes over what is no cookie', () => {
    expect(jarOf('https://h/', '', '=', ';', 'novalue').isEmpty).toBe(true);
  });
});

import type { LookupAddress } from 'node:dns';
import { type Agent, createServer, get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedAgents, openNetwork } from '../../../src/network/index.ts';
import { guardedLookup } from '../../../src/network/guarded-connection.ts';

const PUBLIC: LookupAddress = { address: '93.184.215.14', family: 4 };
const LOOPBACK: LookupAddress = { address: '127.0.0.1', family: 4 };
const LINK_LOCAL: LookupAddress = { address: '169.254.169.254', family: 4 };
const MAPPED: LookupAddress = { address: '::ffff:127.0.0.1', family: 6 };

function lookUp(answers: readonly LookupAddress[][], all = true): () => Promise<unknown> {
  let call = 0;
  const lookup = guardedLookup({ allowPrivate: false, allowedHosts: [] }, async () => answers[call++]!);
  return () =>
    new Promise((resolve, reject) => {
      lookup('host.example.org', { all }, (error, address) => (error ? reject(error) : resolve(address)));
    });
}

describe('guardedLookup', () => {
  it('gives only the public addresses of a name', async () => {
    expect(await lookUp([[LOOPBACK, PUBLIC, MAPPED, LINK_LOCAL]])()).toEqual([PUBLIC]);
    expect(await lookUp([[LOOPBACK, PUBLIC]], false)()).toBe(PUBLIC.address);
  });

  it('refuses a name that answers public first and private second', async () => {
    const lookup = lookUp([[PUBLIC], [LOOPBACK]]);
    expect(await lookup()).toEqual([PUBLIC]);
    await expect(lookup()).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it.each([[[LOOPBACK]], [[LINK_LOCAL]], [[MAPPED]], [[LOOPBACK, LINK_LOCAL]]])('refuses %j', async (answer) => {
    await expect(lookUp([answer])()).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it('says when a name has no address', async () => {
    await expect(lookUp([[]])()).rejects.toMatchObject({ code: 'NETWORK_FAILED' });
  });
});

describe('guardedAgents', () => {
  let connections = 0;
  const server = createServer((_, response) => response.end('here'));
  server.on('connection', () => connections++);
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => void server.close());

  const ask = (get: typeof httpGet, agent: Agent, host: string, to: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const request = get({ host, port: to, agent, path: '/' }, (response) => {
        response.resume();
        response.on('end', () => resolve(String(response.statusCode)));
      });
      request.on('error', reject);
    });

  it('reach this machine where that is allowed', async () => {
    const agents = guardedAgents({ allowPrivate: true, allowedHosts: [] });
    expect(await ask(httpGet, agents.http, '127.0.0.1', port)).toBe('200');
    expect(await ask(httpGet, agents.http, 'localhost', port)).toBe('200');
    agents.http.destroy();
  });

  it('reach an IPv6 address that is written out, where that is allowed', async ({ skip }) => {
    const sixth = createServer((_, response) => response.end('here'));
    const listens = await new Promise<boolean>((resolve) => {
      sixth.once('error', () => resolve(false)).listen(0, '::1', () => resolve(true));
    });
    skip(!listens, 'this machine has no IPv6');
    const at = (sixth.address() as AddressInfo).port;
    const policy = { allowPrivate: true, allowedHosts: ['[::1]'] };
    const agents = guardedAgents(policy);
    expect(await ask(httpGet, agents.http, '::1', at)).toBe('200');
    agents.http.destroy();
    const network = openNetwork(policy);
    expect(await (await network.request({ url: `http://[::1]:${at}/` })).text(10)).toBe('here');
    await network.close();
    sixth.close();
  });

  it('refuse every address of this machine in a worker, however written, and never connect', async () => {
    const before = connections;
    // Every port is allowed, so that nothing but the address is left to refuse.
    const policy = { allowPrivate: false, allowedHosts: [`*.example.org:${port}`] };
    const everywhere = { allowPrivate: false, allowedHosts: [] };
    const resolve = async (): Promise<LookupAddress[]> => [LOOPBACK, MAPPED];
    const named = guardedAgents(policy, { resolve });
    await expect(ask(httpGet, named.http, 'a.example.org', port)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    await expect(ask(httpsGet, named.https, 'a.example.org', port)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    const agents = guardedAgents(everywhere, { resolve });
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '::1',
      '[::1]',
      '::ffff:127.0.0.1',
      'localhost',
    ]) {
      await expect(ask(httpGet, agents.http, host, 80), host).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
      await expect(ask(httpsGet, agents.https, host, 443), host).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    }
    const socket = { agent: agents.http, socketPath: '/var/run/any.sock', path: '/' };
    const refused = new Promise((resolve, reject) => httpGet(socket, resolve).on('error', reject));
    await expect(refused).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(connections).toBe(before);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSentryalError } from '../../../src/errors/index.ts';
import { openHttpObject } from '../../../src/fetch/source/http-object.ts';
import { type Login, openNetwork } from '../../../src/network/index.ts';
import { type Fault, type HttpServer, type SeenRequest, startHttpServer } from '../../support/servers/http-server.ts';

const bytes = Uint8Array.from({ length: 120_000 }, (_, n) => (n * 31 + (n >> 7)) & 0xff);
const LOGIN: Login = { hosts: ['archive.localhost'], authorization: 'Bearer token' };
const resolve = async (): Promise<{ address: string; family: number }[]> => [{ address: '127.0.0.1', family: 4 }];
const READS: readonly (readonly [offset: number, length: number])[] = [
  [119_000, 1000],
  [0, 10],
  [5000, 90_000],
];

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const hashes = (content: Uint8Array): string[] =>
  [...READS.map(([offset, length]) => content.slice(offset, offset + length)), content].map(sha256);
const WANTED = hashes(bytes);
/** What the server has where it has another version. */
const OTHER = hashes(bytes.map((byte) => byte ^ 0xff));

/** A pair of servers as an archive is: one that knows its users and sends them to a store; and one that is nobody's. */
async function servers(fault: (index: number, request: SeenRequest, stranger: string) => Fault | undefined) {
  const [archive, store, stranger] = await Promise.all([startHttpServer(), startHttpServer(), startHttpServer()]);
  let count = 0;
  const link = `${store.at('store.localhost')}/zip?X-Amz-Signature=hush`;
  archive.routes.set('/zip', { redirect: link });
  store.routes.set('/zip', { bytes });
  stranger.routes.set('/page', { bytes: new TextEncoder().encode('<html></html>'), type: 'text/html' });
  for (const server of [archive, store])
    server.fault = (request) => fault(count++, request, stranger.at('stranger.localhost'));
  return { archive, store, stranger, total: () => count };
}

/** Reads parts of the file and then all of it; the hashes of what came, or the code of the error. */
async function download(archive: HttpServer): Promise<string[] | string> {
  const network = openNetwork(
    { allowPrivate: true, allowedHosts: [] },
    { firstDelayMs: 1, maxDelayMs: 5, headTimeoutMs: 200, stallTimeoutMs: 200, resolve },
  );
  try {
    const url = `${archive.at('archive.localhost')}/zip`;
    const object = await openHttpObject(url, network, { login: LOGIN });
    const got: string[] = [];
    for (const [offset, length] of READS) got.push(sha256(await object.read(offset, length)));
    const range = { offset: 0, length: object.sizeBytes };
    const response = await network.request({ url, login: LOGIN, range, etag: object.version });
    const hash = createHash('sha256');
    for await (const chunk of response.stream()) hash.update(chunk);
    return [...got, hash.digest('hex')];
  } catch (error) {
    if (!isSentryalError(error)) throw error;
    return error.message.includes('hush') ? 'a secret was shown' : error.code;
  } finally {
    await network.close();
  }
}

/** What goes wrong, and what may come of it besides the right bytes; nothing: it must pass. */
const FAULTS: readonly (readonly [name: string, fault: (stranger: string) => Fault, errors: readonly string[]])[] = [
  ['reset', () => 'reset', []],
  ['reset in the body', () => 'reset-in-body', []],
  ['no answer', () => 'stall', []],
  ['stall in the body', () => 'stall-in-body', []],
  ['truncated body', () => 'truncated', []],
  ['wrong range', () => 'wrong-range', []],
  ['a byte too few', () => 'short-body', []],
  ['compressed', () => 'compressed', []],
  ['429 with Retry-After', () => ({ status: 429, headers: { 'retry-after': '1' } }), []],
  ['500', () => ({ status: 500 }), []],
  ['503', () => ({ status: 503, headers: { 'retry-after': new Date().toUTCString() } }), []],
  ['408', () => ({ status: 408 }), []],
  ['403 of an expired link', () => ({ status: 403 }), ['LOGIN_REFUSED']],
  ['404', () => ({ status: 404 }), ['HTTP_FAILED']],
  ['range ignored', () => 'range-ignored', ['RANGE_NOT_SERVED']],
  ['another version', () => 'changed-etag', ['RESOURCE_CHANGED']],
  ['a page to log in', () => 'html', ['LOGIN_PAGE']],
  ['302 to another host', (stranger) => ({ redirect: `${stranger}/none` }), ['HTTP_FAILED']],
  ['302 to a page of another host', (stranger) => ({ redirect: `${stranger}/page` }), ['LOGIN_PAGE']],
];

interface Case {
  readonly name: string;
  readonly at: number;
  readonly forEver: boolean;
  readonly fault: (stranger: string) => Fault;
  readonly errors: readonly string[];
}

async function tryCase({ at, forEver, fault }: Case) {
  const { archive, store, stranger } = await servers((index, _, host) =>
    index === at || (forEver && index > at) ? fault(host) : undefined,
  );
  try {
    const outcome = await download(archive);
    const foreign = [...store.requests, ...stranger.requests];
    const leaks = foreign.filter(({ headers }) => headers.authorization !== undefined || headers.cookie !== undefined);
    return { outcome, leaks: leaks.length, asked: foreign.length };
  } finally {
    await Promise.all([archive.close(), store.close(), stranger.close()]);
  }
}

describe('every fault at every request', () => {
  it('ends with the same bytes or a coded error, and shows no credential to another host', async () => {
    const clean = await servers(() => undefined);
    expect(await download(clean.archive)).toEqual(WANTED);
    const requests = clean.total();
    expect(requests).toBe(7);
    await Promise.all([clean.archive.close(), clean.store.close(), clean.stranger.close()]);

    const cases: Case[] = [];
    for (const [name, fault, errors] of FAULTS)
      for (let at = 0; at < requests; at++) {
        cases.push({ name, at, forEver: false, fault, errors });
        // Five tries of a second each, and nothing to learn that a reset does not show.
        if (!/stall|no answer/.test(name)) cases.push({ name, at, forEver: true, fault, errors });
      }
    const counts = { same: 0, error: 0, leaks: 0, asked: 0 };
    const wrong: string[] = [];
    const queue = [...cases];
    const work = async (): Promise<void> => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
        const { outcome, leaks, asked } = await tryCase(one);
        counts.leaks += leaks;
        counts.asked += asked;
        // A file that is another from its first request on is that file.
        const isOther = one.forEver && one.name === 'another version' && one.at < 2;
        const isSame = JSON.stringify(outcome) === JSON.stringify(isOther ? OTHER : WANTED);
        counts[isSame ? 'same' : 'error']++;
        const allowed = (one.forEver && /^[A-Z_]+$/.test(String(outcome))) || one.errors.includes(String(outcome));
        if (!isSame && !allowed)
          wrong.push(`${one.name} at ${one.at}${one.forEver ? ' for ever' : ''}: ${String(outcome)}`);
      }
    };
    await Promise.all(Array.from({ length: 12 }, work));
    expect(wrong).toEqual([]);
    expect(counts.leaks).toBe(0);
    expect(counts.same + counts.error).toBe(19 * 7 + 17 * 7);
    expect(counts.asked).toBeGreaterThan(500);
    process.stdout.write(
      `${cases.length} cases: ${counts.same} with the same bytes, ${counts.error} with a coded error; ` +
        `${counts.asked} requests to other hosts, ${counts.leaks} with a credential\n`,
    );
  }, 60_000);
});

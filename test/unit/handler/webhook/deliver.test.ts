import { createHmac } from 'node:crypto';
import { type IncomingHttpHeaders, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebhookSchedule, deliverWebhook, isWorthMore } from '../../../../handler/webhook/index.ts';
import { openNetwork } from '../../../../src/network/index.ts';

const SECRET = 'shared with the platform';
const BODY = JSON.stringify({ job_id: 'j-1', status: 'success', note: 'ü' });
const QUICK: WebhookSchedule = { pausesS: [0, 0.01, 0.01], attemptS: 0.3, totalS: 5 };

const stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that answers call after call with these statuses; 0 is none at all. */
async function receiver(statuses: readonly number[], headers: Readonly<Record<string, string>> = {}) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => (body += text));
    request.on('end', () => {
      const status = statuses[Math.min(received.length, statuses.length - 1)]!;
      received.push({ headers: request.headers, body });
      if (status === 0) return;
      response.writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : headers);
      response.end('thank you');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=secret`, received };
}

function network(allowPrivate = true) {
  const opened = openNetwork({ allowPrivate, allowedHosts: [] });
  stops.push(() => opened.close());
  return opened;
}

async function delivered(url: string, schedule = QUICK, secret: string | undefined = SECRET, allowPrivate = true) {
  const call = { url, jobId: 'j-1', body: BODY, secret };
  return deliverWebhook(network(allowPrivate), call, schedule, new AbortController().signal);
}

describe('a webhook', () => {
  it('is called with the document, its time and a signature that the receiver can check', async () => {
    const { url, received } = await receiver([204]);
    expect(await delivered(url)).toMatchObject({ delivered: true, attempts: [{ status: 204, reason: '' }] });
    const { headers, body } = received[0]!;
    expect(body).toBe(BODY);
    expect(headers['content-type']).toBe('application/json');
    expect(headers['idempotency-key']).toBe('j-1');
    const timestamp = headers['x-sentryal-timestamp'] as string;
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(5);
    // As a receiver computes it, from the bytes that came.
    const expected = createHmac('sha256', SECRET).update(`${timestamp}.`).update(Buffer.from(body)).digest('hex');
    expect(headers['x-sentryal-signature']).toBe(`v1=${expected}`);
  });

  it('has been taken whatever page the receiver answers with', async () => {
    const { url, received } = await receiver([200], { 'content-type': 'text/html; charset=utf-8' });
    expect(await delivered(url)).toMatchObject({ delivered: true });
    expect(received).toHaveLength(1);
  });

  it('is not signed without a secret', async () => {
    const { url, received } = await receiver([200]);
    await delivered(url, QUICK, '');
    expect(received[0]!.headers).not.toHaveProperty('x-sentryal-signature');
  });

  it.each([
    ['an error of the receiver', [500, 503, 200], 3, true],
    ['a receiver that is too busy', [429, 200], 2, true],
    ['no answer', [0, 200], 2, true],
    ['errors to the end', [500], 3, false],
    ['a refusal', [401], 1, false],
    ['a redirect, which is not followed', [302], 1, false],
  ])('after %s', async (_, statuses, calls, isDelivered) => {
    const { url, received } = await receiver(statuses);
    const outcome = await delivered(url);
    expect([outcome.delivered, outcome.attempts.length, received.length]).toEqual([isDelivered, calls, calls]);
    expect(new Set(received.map(({ body }) => body))).toEqual(new Set([BODY]));
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('tells whether later attempts may help', async () => {
    expect(isWorthMore(await delivered((await receiver([500])).url))).toBe(true);
    expect(isWorthMore(await delivered((await receiver([410])).url))).toBe(false);
    expect(isWorthMore(await delivered((await receiver([200])).url))).toBe(false);
  });

  it('ends within its time whatever the receiver does', async () => {
    const { url } = await receiver([0]);
    const startedMs = performance.now();
    const outcome = await delivered(url, { pausesS: [0, 0, 0, 0, 0, 0], attemptS: 0.2, totalS: 0.5 });
    expect(outcome.delivered).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(3000);
  });

  it('does not reach this machine or private networks from a worker, and is not tried again there', async () => {
    const { url, received } = await receiver([200]);
    for (const address of [url, 'http://10.0.0.1/hook', 'http://[::1]/hook', 'http://169.254.169.254/latest']) {
      const outcome = await delivered(address, QUICK, SECRET, false);
      expect(outcome).toMatchObject({ delivered: false, attempts: [{ status: null, final: true }] });
    }
    expect(received).toHaveLength(0);
  });
});

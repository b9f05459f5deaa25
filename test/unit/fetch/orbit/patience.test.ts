import { afterEach, describe, expect, it, vi } from 'vitest';
import { askBriefly } from '../../../../src/fetch/orbit/patience.ts';
import type { HttpRequest, HttpResponse, Network } from '../../../../src/network/index.ts';

const withCode = (code: string, message: string): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

/** A network in which nothing answers: a request ends when it is aborted. */
function silentNetwork(): Network & { readonly asked: HttpRequest[] } {
  const asked: HttpRequest[] = [];
  return {
    asked,
    policy: { allowPrivate: false, allowedHosts: [] },
    async request(request): Promise<HttpResponse> {
      asked.push(request);
      return new Promise((_, reject) =>
        request.signal!.addEventListener('abort', () => reject(request.signal!.reason as Error)),
      );
    },
    async close() {},
  };
}

afterEach(() => void vi.useRealTimers());

describe('a request that nothing answers', () => {
  it('is given up after 8 s, and the service is left alone for a minute', async () => {
    vi.useFakeTimers();
    const network = silentNetwork();
    const ask = (url: string) => askBriefly(network, { url });
    const first = ask('https://a.example/1').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(7999);
    expect(network.asked[0]!.signal!.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await first).toEqual(withCode('ORBIT_SERVICE_SILENT', 'did not answer within 8 s'));
    await expect(ask('https://a.example/2')).rejects.toThrow(withCode('ORBIT_SERVICE_SILENT', 'a moment ago'));
    expect(network.asked).toHaveLength(1);
    // Another service is asked, and this one again after a minute.
    const others = [ask('https://b.example/1').catch(() => {})];
    await vi.advanceTimersByTimeAsync(60_000);
    others.push(ask('https://a.example/3').catch(() => {}));
    await vi.advanceTimersByTimeAsync(8000);
    await Promise.all(others);
    expect(network.asked.map(({ url }) => url)).toEqual([
      'https://a.example/1',
      'https://b.example/1',
      'https://a.example/3',
    ]);
  });

  it('ends with the reason of an abort, which says nothing of the service', async () => {
    const network = silentNetwork();
    for (const reason of ['first', 'second']) {
      const controller = new AbortController();
      const asking = askBriefly(network, { url: 'https://a.example/', signal: controller.signal });
      controller.abort(new Error(reason));
      await expect(asking).rejects.toThrow(reason);
    }
    expect(network.asked).toHaveLength(2);
  });
});

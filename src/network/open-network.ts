import { setMaxListeners } from 'node:events';
import { Agent } from 'undici';
import { type Again, responseOf } from './body.ts';
import { type Exchange, type Wire, dropBody, exchange } from './exchange.ts';
import { type Failure, failureOf } from './failure.ts';
import { type Resolve, guardedConnector } from './guarded-connection.ts';
import { judge } from './judge.ts';
import { LoginBook } from './login.ts';
import type { HttpRequest, HttpResponse, Network } from './network.ts';
import type { NetworkPolicy } from './policy.ts';
import { requireAllowed } from './require-allowed.ts';
import { delayMs, pause } from './retry.ts';

export interface NetworkOptions {
  /** Connections to one origin at a time; 4 (what the Copernicus Data Space allows a user). */
  readonly connectionsPerOrigin?: number;
  /** 10 000 ms. */
  readonly connectTimeoutMs?: number;
  /** From a request to the head of its answer; 60 000 ms. */
  readonly headTimeoutMs?: number;
  /** Without a byte of a body; 30 000 ms. */
  readonly stallTimeoutMs?: number;
  /** Before the first further try, doubled for each after it; 500 ms. */
  readonly firstDelayMs?: number;
  /** Longest wait, also where a server asks for more; 60 000 ms. */
  readonly maxDelayMs?: number;
  /** Addresses of names; the system's when left out. */
  readonly resolve?: Resolve;
}

const RETRIES = 4;

/**
 * Opens the way out: addresses are checked when a connection is made and at every redirect, failures that may pass are tried
 * again, a body that breaks off is taken up, and no partial or changed answer is given out.
 */
export function openNetwork(policy: NetworkPolicy, options: NetworkOptions = {}): Network {
  const patience = { firstDelayMs: options.firstDelayMs ?? 500, maxDelayMs: options.maxDelayMs ?? 60_000 };
  const timeoutMs = options.connectTimeoutMs ?? 10_000;
  const dispatcher = new Agent({
    connections: options.connectionsPerOrigin ?? 4,
    pipelining: 1,
    connect: guardedConnector(policy, { timeoutMs, resolve: options.resolve }),
  });
  const wire: Wire = {
    policy,
    dispatcher,
    headTimeoutMs: options.headTimeoutMs ?? 60_000,
    stallTimeoutMs: options.stallTimeoutMs ?? 30_000,
  };
  const logins = new LoginBook(policy);

  async function checked(request: HttpRequest): Promise<Exchange> {
    const { retries = RETRIES, signal } = request;
    // Many requests of a job wait on one signal.
    if (signal) setMaxListeners(0, signal);
    const proof = logins.proof(request.login, requireAllowed(policy, request.url));
    let triedFresh = false;
    for (let tries = 0; ;) {
      signal?.throwIfAborted();
      let failure: Failure | undefined;
      try {
        const answer = await exchange(wire, request, proof);
        failure = judge(request, answer, proof);
        if (failure === undefined) return answer;
        await dropBody(answer.body);
      } catch (error) {
        signal?.throwIfAborted();
        failure = failureOf(request.url, error);
      }
      if (failure.again === 'fresh' && !triedFresh) {
        // An expired link or cookie: once more from the start, where a new one is given.
        triedFresh = true;
        proof.forget();
        continue;
      }
      if (failure.again !== 'later' || tries >= retries) throw failure.error(tries + 1);
      await pause(delayMs(tries++, patience, failure.waitMs), signal);
    }
  }

  return {
    policy,
    async request(request: HttpRequest): Promise<HttpResponse> {
      const again: Again = {
        retries: request.retries ?? RETRIES,
        send: checked,
        wait: (tries) => pause(delayMs(tries, patience), request.signal),
      };
      return responseOf(request, await checked(request), again);
    },
    close: () => dispatcher.destroy(),
  };
}

import { setTimeout as wait } from 'node:timers/promises';
import { SentryalError } from '../../errors/index.ts';
import { type HttpRequest, type HttpResponse, type Login, type Network, redactUrl } from '../../network/index.ts';

/** How long, and how often, the service is asked for what it builds. */
export interface BuildPatience {
  /** First pause, s; each next one is half as long again. */
  readonly firstS: number;
  readonly longestS: number;
  /** Together. */
  readonly limitS: number;
}

/** ASF builds a burst in seconds to minutes. */
export const BUILD_PATIENCE: BuildPatience = { firstS: 1, longestS: 15, limitS: 300 };

const GROWTH = 1.5;

/** The service answers so while it builds. */
const BUILDING = 202;

export interface BurstServiceOptions {
  readonly login?: Login | undefined;
  readonly patience?: BuildPatience | undefined;
  /** Told of waiting. */
  readonly note?: ((message: string) => void) | undefined;
}

/** Waits until one of ASF's burst files is built. */
export interface BurstService {
  /** The first answer that is no `202`; its body is the caller's. */
  built(request: Pick<HttpRequest, 'url' | 'range' | 'signal'>): Promise<HttpResponse>;
}

/**
 * ASF's burst service: what is not there yet is built when it is asked for.
 * @throws SentryalError from `built`: ASF_BURST_NOT_BUILT, those of the network
 */
export function burstService(network: Network, options: BurstServiceOptions): BurstService {
  const { login, patience = BUILD_PATIENCE, note } = options;
  return {
    async built(request) {
      let waitedS = 0;
      let pauseS = patience.firstS;
      for (;;) {
        const response = await network.request({ ...request, login, accept: [BUILDING] });
        if (response.status !== BUILDING) return response;
        await response.drop();
        const address = redactUrl(request.url);
        if (waitedS + pauseS > patience.limitS)
          throw new SentryalError('ASF_BURST_NOT_BUILT', { address, waited: Math.round(waitedS) });
        note?.(`ASF builds ${address}; asked again in ${Math.round(pauseS)} s`);
        await wait(1000 * pauseS, undefined, request.signal ? { signal: request.signal } : {});
        waitedS += pauseS;
        pauseS = Math.min(patience.longestS, pauseS * GROWTH);
      }
    },
  };
}

import { SentryalError } from '../../errors/index.ts';
import type { HttpRequest, HttpResponse, Network } from '../../network/index.ts';

/** An orbit service that has not begun to answer by then is not waited for: the annotation has an orbit too. */
const ANSWER_S = 8;

/** An answer that has begun has to be there by then: an orbit file has 5 MB. */
const WHOLE_S = 60;

/** A service that could not be reached is not asked again for so long: neither date of an offline job waits for it twice. */
const REST_S = 60;

/** When services were found to be out of reach, by network and origin: milliseconds of the process's clock. */
const outOfReach = new WeakMap<Network, Map<string, number>>();

/**
 * A request that is given up soon when nothing answers.
 * @throws SentryalError ORBIT_SERVICE_SILENT and those of the network; the signal's reason when aborted
 */
export async function askBriefly(network: Network, request: HttpRequest): Promise<HttpResponse> {
  const { origin } = new URL(request.url);
  const resting = outOfReach.get(network) ?? new Map<string, number>();
  outOfReach.set(network, resting);
  const since = performance.now() - (resting.get(origin) ?? -Infinity);
  if (since < 1000 * REST_S)
    throw new SentryalError('ORBIT_SERVICE_SILENT', { origin, reason: 'it could not be reached a moment ago' });
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), 1000 * ANSWER_S);
  const signals = [silence.signal, ...(request.signal ? [request.signal] : [])];
  try {
    const response = await network.request({ retries: 1, ...request, signal: AbortSignal.any(signals) });
    setTimeout(() => silence.abort(), 1000 * WHOLE_S).unref();
    const inTime = async <Result>(reading: Promise<Result>): Promise<Result> =>
      reading.catch((error: unknown) => {
        request.signal?.throwIfAborted();
        if (!silence.signal.aborted) throw error;
        const reason = `its answer was not there within ${WHOLE_S} s`;
        throw new SentryalError('ORBIT_SERVICE_SILENT', { origin, reason }, { cause: error });
      });
    return {
      ...response,
      bytes: (maxBytes) => inTime(response.bytes(maxBytes)),
      text: (maxBytes) => inTime(response.text(maxBytes)),
      drop: () => inTime(response.drop()),
    };
  } catch (error) {
    request.signal?.throwIfAborted();
    const isSilent = silence.signal.aborted;
    if (isSilent || (error instanceof SentryalError && error.code === 'NETWORK_FAILED'))
      resting.set(origin, performance.now());
    if (!isSilent) throw error;
    throw new SentryalError(
      'ORBIT_SERVICE_SILENT',
      { origin, reason: `it did not answer within ${ANSWER_S} s` },
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

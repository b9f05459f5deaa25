import runpodSdk from 'runpod-sdk';
import { SentryalError } from '../../src/errors/index.ts';

/** What an endpoint says of a job. */
export interface EndpointStatus {
  readonly id: string;
  readonly status: string;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** A RunPod endpoint, as far as jobs are sent to it. Failures of the connection are thrown with `status` where HTTP gave one. */
export interface Endpoint {
  run(request: { readonly input: unknown }): Promise<EndpointStatus>;
  status(id: string): Promise<EndpointStatus>;
}

export interface EndpointOptions {
  readonly endpointId: string;
  readonly apiKey: string;
  /** Address of another service of the same form, as `serve` gives. */
  readonly baseUrl?: string | undefined;
}

const TIMEOUT_MS = 30_000;

/** An answer of the API that is none: the client gives 2xx other than 200 as a number. */
function checked(answer: unknown): EndpointStatus {
  const { id, status } = (answer ?? {}) as { id?: unknown; status?: unknown };
  if (typeof id === 'string' && typeof status === 'string') return answer as EndpointStatus;
  throw new SentryalError('SUBMIT_ANSWER_UNKNOWN', { answer: JSON.stringify(answer)?.slice(0, 200) ?? 'nothing' });
}

/** The HTTP status of a failed request; undefined where there was no answer. */
export function httpStatusOf(error: unknown): number | undefined {
  const status = (error as { response?: { status?: unknown } } | null)?.response?.status;
  return typeof status === 'number' ? status : undefined;
}

/**
 * Opens an endpoint with RunPod's own client.
 * @throws SentryalError SUBMIT_NO_KEY
 */
export function openEndpoint({ endpointId, apiKey, baseUrl }: EndpointOptions): Endpoint {
  if (apiKey === '') throw new SentryalError('SUBMIT_NO_KEY');
  const sdk = baseUrl === undefined ? runpodSdk(apiKey) : runpodSdk(apiKey, { baseUrl: baseUrl.replace(/\/+$/, '') });
  const endpoint = sdk.endpoint(endpointId)!;
  return {
    run: async (request) => checked(await endpoint.run(request as { input: Record<string, unknown> }, TIMEOUT_MS)),
    status: async (id) => checked(await endpoint.status(id, TIMEOUT_MS)),
  };
}

import type { EndpointStatus } from './endpoint.ts';

/** What a state of the endpoint means for a job. */
export type Verdict =
  | { readonly kind: 'running' }
  | { readonly kind: 'succeeded'; readonly document: unknown }
  /** Trying again may help only where the platform, not the job, is at fault. */
  | { readonly kind: 'failed'; readonly document: unknown; readonly mayRetry: boolean };

const RUNNING = ['IN_QUEUE', 'IN_PROGRESS', 'RUNNING'];

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The failure document that a worker posted as text; undefined where the error is of another kind. */
function failureDocument(error: unknown): { error: { fault?: unknown } } | undefined {
  const document = parsed(error);
  const isFailure =
    typeof document === 'object' &&
    document !== null &&
    (document as { status?: unknown }).status === 'error' &&
    typeof (document as { error?: unknown }).error === 'object';
  return isFailure ? (document as { error: { fault?: unknown } }) : undefined;
}

/** Reads an answer of `/status`. */
export function verdictOf({ status, output, error }: EndpointStatus): Verdict {
  if (RUNNING.includes(status)) return { kind: 'running' };
  if (status === 'COMPLETED' && error === undefined && output !== undefined && output !== null)
    return { kind: 'succeeded', document: output };
  const failure = failureDocument(error);
  if (failure) {
    const { fault } = failure.error;
    return { kind: 'failed', document: failure, mayRetry: fault !== 'caller' && fault !== 'data' };
  }
  const document = { status: 'error', runpod_status: status, error: error ?? 'There is no output.' };
  return { kind: 'failed', document, mayRetry: status !== 'CANCELLED' };
}

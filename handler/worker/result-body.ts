import { isSentryalError } from '../../src/errors/index.ts';
import type { WorkerConfiguration } from './configuration.ts';

/** Where a value cannot be said in JSON, and why. */
function unsayable(value: unknown): string | undefined {
  const open: object[] = [];
  const visit = (part: unknown, path: string): string | undefined => {
    if (typeof part === 'number') return Number.isFinite(part) ? undefined : `${path} is ${part}`;
    if (typeof part === 'bigint' || typeof part === 'function' || typeof part === 'symbol') {
      return `${path} is a ${typeof part}`;
    }
    if (typeof part !== 'object' || part === null) return undefined;
    if (typeof (part as { toJSON?: unknown }).toJSON === 'function') return undefined;
    if (open.includes(part)) return `${path} contains itself`;
    open.push(part);
    for (const [key, inner] of Object.entries(part)) {
      const found = visit(inner, `${path}.${key}`);
      if (found !== undefined) return found;
    }
    open.pop();
    return undefined;
  };
  return visit(value, 'output');
}

/** An error is always posted as text: an object there shows as completed without output. */
export function errorText(error: unknown): string {
  if (typeof error === 'string') return error;
  try {
    return JSON.stringify(error) ?? String(error);
  } catch {
    return String(error);
  }
}

function shape(value: unknown, stopsPod: boolean): Record<string, unknown> {
  const stop = stopsPod ? { stopPod: true } : {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { output: value ?? null, ...stop };
  const { error, refresh_worker: refresh, ...rest } = value as Record<string, unknown>;
  const hasRest = Object.keys(rest).length > 0;
  return {
    ...(hasRest ? { output: rest } : {}),
    ...(error ? { error: errorText(error) } : {}),
    ...(refresh === true ? { stopPod: true } : stop),
  };
}

/**
 * The text of a result, as RunPod's worker shapes it: `{"output": value}`; `error` and `refresh_worker` of an object
 * are taken out of it; `{}` stays `{}`. What JSON cannot carry becomes an error, so that something is always posted.
 */
export function resultBody(value: unknown, stopsPod = false): string {
  try {
    const fault = unsayable(value);
    if (fault === undefined) return JSON.stringify(shape(value, stopsPod));
    return errorBody(`The handler returned what JSON cannot carry: ${fault}.`, stopsPod);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return errorBody(`The handler returned what JSON cannot carry: ${reason}.`, stopsPod);
  }
}

/** The text of a progress post; undefined for what JSON cannot carry. */
export function progressBody(output: unknown): string | undefined {
  return unsayable(output) === undefined
    ? JSON.stringify({ status: 'IN_PROGRESS', output: output ?? null })
    : undefined;
}

/** The text of a failure. */
export function errorBody(error: string, stopsPod = false): string {
  return JSON.stringify({ error, ...(stopsPod ? { stopPod: true } : {}) });
}

/** What a handler threw, in the words of RunPod's worker. */
export function errorReport(
  error: unknown,
  configuration: Pick<WorkerConfiguration, 'hostname' | 'workerId' | 'version'>,
): string {
  const { hostname, workerId, version } = configuration;
  const name = isSentryalError(error) ? error.code : error instanceof Error ? error.name : typeof error;
  return JSON.stringify({
    error_type: `<class '${name}'>`,
    error_message: error instanceof Error ? error.message : errorText(error),
    error_traceback: error instanceof Error ? (error.stack ?? '') : '',
    hostname,
    worker_id: workerId,
    runpod_version: version,
  });
}

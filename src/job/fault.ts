import { type ErrorCode, type ErrorDetails, type ErrorFault, errorCatalogue, formatMessage } from '../errors/index.ts';

/** The codes that a fault of a job can have. */
export type JobFaultCode = Extract<ErrorCode, `JOB_${string}` | `URL_${string}`>;

/** A fault with the details its message was made from. */
export interface JobFault extends ErrorFault {
  readonly details: ErrorDetails;
}

/** A fault at a place of the job; `{path}` of its message is that place. */
export function jobFault(code: JobFaultCode, path: string, details: ErrorDetails = {}): JobFault {
  const complete = { path, ...details };
  return { code, path, message: formatMessage(code, complete), remedy: errorCatalogue[code].remedy, details: complete };
}

/** `points[3].lat` of `['points', 3, 'lat']`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

/** A value as it is quoted in a message: JSON, at most 80 characters. */
export function quoteValue(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** The zod issue that carries a fault of our own out of a refinement; `path` is relative to the refined value. */
export function faultIssue(code: JobFaultCode, path: PropertyKey[], details: ErrorDetails = {}) {
  return { code: 'custom' as const, path, params: { fault: code, details } };
}

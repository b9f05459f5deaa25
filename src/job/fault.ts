import {
  type ErrorCode,
  type ErrorDetails,
  type ErrorFault,
  errorCatalogue,
  formatMessage,
  shownLocation,
} from '../errors/index.ts';

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

const QUOTE_LENGTH = 80;

/** A value as it is quoted in a message: short, and never by walking into what may be deep or huge. */
export function quoteValue(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  // An address may carry a secret wherever it was put by mistake.
  const text = shownLocation(value);
  return text.length > QUOTE_LENGTH ? `${JSON.stringify(text.slice(0, QUOTE_LENGTH - 3))}...` : JSON.stringify(text);
}

/** The zod issue that carries a fault of our own out of a refinement; `path` is relative to the refined value. */
export function faultIssue(code: JobFaultCode, path: PropertyKey[], details: ErrorDetails = {}) {
  return { code: 'custom' as const, path, params: { fault: code, details } };
}

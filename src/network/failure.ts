import { SentryalError, redactUrl } from '../errors/index.ts';

/** What a connection can suffer that may be gone at the next try, and how to say it. */
const PASSING: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'the name server did not answer',
  ECONNABORTED: 'the connection was given up',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETDOWN: 'the network is down',
  ENETUNREACH: 'the network cannot be reached',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_BODY_TIMEOUT: 'no byte arrived for too long',
  UND_ERR_CONNECT_TIMEOUT: 'no connection was made in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer ended early',
  UND_ERR_SOCKET: 'the connection was closed',
};

const LASTING: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name has no address',
  UND_ERR_HEADERS_OVERFLOW: 'the head of the answer is too long',
};

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'UNKNOWN';
}

/** A failed exchange, before it is decided whether it is the last. */
export interface Failure {
  /** `later`: it may pass. `fresh`: worth one try with nothing kept of the last (link, cookies). `no`: it will not pass. */
  readonly again: 'later' | 'fresh' | 'no';
  /** What the server asks to wait. */
  readonly waitMs?: number | undefined;
  /** @param tries exchanges that failed in all */
  error(tries: number): Error;
}

/** ` (5 tries)` where there was more than one. */
export function timesTried(tries: number): string {
  return tries > 1 ? ` (${tries} tries)` : '';
}

function unreadable(url: string | URL, reason: string, again: Failure['again'], cause?: unknown): Failure {
  return {
    again,
    error: (tries) =>
      new SentryalError('NETWORK_FAILED', { url: redactUrl(url), reason: reason + timesTried(tries) }, { cause }),
  };
}

/** A body that ended before its length. */
export function endedEarly(url: string | URL): Failure {
  return unreadable(url, 'the answer ended early', 'later');
}

/** What the client library threw. Coded errors are final; parse errors of an answer may pass. */
export function failureOf(url: string | URL, error: unknown): Failure {
  if (error instanceof SentryalError) return { again: 'no', error: () => error };
  const code = codeOf(error);
  const passing = PASSING[code] ?? (code.startsWith('HPE_') ? 'the answer was cut or garbled' : undefined);
  return unreadable(url, passing ?? LASTING[code] ?? code, passing === undefined ? 'no' : 'later', error);
}

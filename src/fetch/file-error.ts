import { SentryalError } from '../errors/index.ts';
import { redactUrl } from '../network/index.ts';

/** A path as it is; an address, which may have been taken for one, without its secrets. */
const shown = (path: string): string => (/^[a-z][a-z0-9+.-]+:/i.test(path) ? redactUrl(path) : path);

/** A failed call of node:fs as a coded error; coded errors and aborts pass through. */
export function fileError(file: string, error: unknown): Error {
  const path = shown(file);
  if (error instanceof SentryalError) return error;
  if (!(error instanceof Error)) return new SentryalError('FILE_UNREADABLE', { path, reason: String(error) });
  if (error.name === 'AbortError') return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new SentryalError('FILE_NOT_FOUND', { path }, { cause: error });
  return new SentryalError('FILE_UNREADABLE', { path, reason: code ?? error.message }, { cause: error });
}

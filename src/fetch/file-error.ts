import { SentryalError, shownLocation } from '../errors/index.ts';

/** A failed call of node:fs as a coded error; coded errors and aborts pass through. */
export function fileError(file: string, error: unknown): Error {
  // An address may have been taken for a path.
  const path = shownLocation(file);
  if (error instanceof SentryalError) return error;
  if (!(error instanceof Error)) return new SentryalError('FILE_UNREADABLE', { path, reason: String(error) });
  if (error.name === 'AbortError') return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new SentryalError('FILE_NOT_FOUND', { path }, { cause: error });
  return new SentryalError('FILE_UNREADABLE', { path, reason: code ?? error.message }, { cause: error });
}

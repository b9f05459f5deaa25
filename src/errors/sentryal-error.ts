import type { CatalogueEntry, Fault, Stage } from './catalogue-entry.ts';
import { type ErrorCode, errorCatalogue } from './catalogue/index.ts';

/** Values for the `{placeholders}` of a catalogue message. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** The failure document's `error` object. */
export interface ErrorDocument {
  readonly code: string;
  readonly stage: Stage;
  readonly fault: Fault;
  readonly message: string;
  readonly remedy: string;
}

/**
 * The one error type of the project.
 * @example throw new SentryalError('ORBIT_NOT_COVERING', { file, start, stop }, { cause });
 */
export class SentryalError extends Error {
  override readonly name = 'SentryalError';
  readonly code: ErrorCode;
  readonly stage: Stage;
  readonly fault: Fault;
  readonly remedy: string;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    const entry: CatalogueEntry = errorCatalogue[code];
    super(
      entry.message.replaceAll(/\{(\w+)\}/g, (_, key: string) => String(details[key] ?? '')),
      options,
    );
    this.code = code;
    this.stage = entry.stage;
    this.fault = entry.fault;
    this.remedy = entry.remedy;
  }

  toDocument(): ErrorDocument {
    return { code: this.code, stage: this.stage, fault: this.fault, message: this.message, remedy: this.remedy };
  }
}

/** True for a SentryalError, and with `code` only for that one. */
export function isSentryalError(error: unknown, code?: ErrorCode): error is SentryalError {
  return error instanceof SentryalError && (code === undefined || error.code === code);
}

/** Any thrown value as a SentryalError: what is not one already becomes INTERNAL (an abort: CANCELLED). */
export function toSentryalError(error: unknown): SentryalError {
  if (error instanceof SentryalError) return error;
  if (error instanceof Error && error.name === 'AbortError')
    return new SentryalError('CANCELLED', {}, { cause: error });
  const reason = error instanceof Error ? error.message : String(error);
  return new SentryalError('INTERNAL', { reason }, { cause: error });
}

import type { CatalogueEntry, Fault, Stage } from './catalogue-entry.ts';
import { type ErrorCode, errorCatalogue } from './catalogue/index.ts';

/** Values for the `{placeholders}` of a catalogue message. */
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** One of several things wrong at once, each with a code of the catalogue. */
export interface ErrorFault {
  readonly code: ErrorCode;
  /** Where: a path in the job such as `points[3].lat`, or the name of a setting; empty for the whole. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** The failure document's `error` object. */
export interface ErrorDocument {
  readonly code: ErrorCode;
  readonly stage: Stage;
  readonly fault: Fault;
  readonly message: string;
  readonly remedy: string;
  /** Every fault that was found, where several are looked for at once. */
  readonly faults?: readonly ErrorFault[];
}

/** A catalogue message with its `{placeholders}` filled in. */
export function formatMessage(code: ErrorCode, details: ErrorDetails = {}): string {
  return errorCatalogue[code].message.replaceAll(/\{(\w+)\}/g, (_, key: string) => String(details[key] ?? ''));
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
  readonly faults: readonly ErrorFault[];

  constructor(
    code: ErrorCode,
    details: ErrorDetails = {},
    options?: { cause?: unknown; faults?: readonly ErrorFault[] },
  ) {
    super(formatMessage(code, details), options && 'cause' in options ? { cause: options.cause } : undefined);
    const entry: CatalogueEntry = errorCatalogue[code];
    this.code = code;
    this.stage = entry.stage;
    this.fault = entry.fault;
    this.remedy = entry.remedy;
    this.faults = options?.faults ?? [];
  }

  toDocument(): ErrorDocument {
    const { code, stage, fault, message, remedy, faults } = this;
    return { code, stage, fault, message, remedy, ...(faults.length > 0 ? { faults } : {}) };
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

import { buildFailure } from '../../src/answer/index.ts';
import { SentryalError } from '../../src/errors/index.ts';
import { errorBody } from './result-body.ts';

/** What can happen to a job that its handler does not see. */
export type Loss =
  | { readonly kind: 'hung'; readonly seconds: number }
  | { readonly kind: 'ended' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'refused'; readonly bytes: number; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: string };

/** The error of a loss. */
export function lossError(loss: Loss): SentryalError {
  switch (loss.kind) {
    case 'hung':
      return new SentryalError('WORKER_HUNG', { seconds: loss.seconds });
    case 'ended':
      return new SentryalError('WORKER_ENDED');
    case 'stopped':
      return new SentryalError('WORKER_STOPPED');
    case 'refused':
      return new SentryalError('RESULT_REFUSED', { bytes: loss.bytes, reason: loss.reason });
    case 'malformed':
      return new SentryalError('JOB_MALFORMED', { reason: loss.reason });
  }
}

/**
 * The result of a job that was lost: the failure document as text.
 * @param jobId of the failure document
 */
export function lossBody(loss: Loss, jobId: string | null, secondsHeld: number): string {
  return errorBody(JSON.stringify(buildFailure(lossError(loss), jobId, secondsHeld)), loss.kind === 'hung');
}

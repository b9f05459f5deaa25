import type { AnswerDocument } from '../../src/job/index.ts';
import type { Warn } from '../../src/model/index.ts';
import type { WebhookOutcome } from '../webhook/index.ts';
import type { RunpodJob } from '../worker/handler.ts';

/** What the outputs of a job are kept under: the same job with the same options takes the same place again. */
export interface OutputKey {
  readonly jobId: string;
  /** Of granules, area, points and options, hexadecimal. */
  readonly optionsHash: string;
}

/** What every seam is given. */
export interface SeamContext {
  readonly key: OutputKey;
  readonly warn: Warn;
  readonly signal: AbortSignal;
}

/** Tells the receiver of a job's end, before the result is posted. It does not throw. */
export type CallWebhook = (
  call: { readonly url: string; readonly jobId: string; readonly body: string },
  signal: AbortSignal,
) => Promise<WebhookOutcome>;

/** Where the outputs of one job go. What goes wrong there is told by `warn`: a job that was done is answered. */
export interface JobOutputs {
  /**
   * Keeps the files of a folder.
   * @returns the answer with their links; without its files where they could not be kept
   */
  readonly keep: (folder: string, document: AnswerDocument, context: SeamContext) => Promise<AnswerDocument>;
  /** Keeps an answer that is too large to be posted; undefined where that failed. */
  readonly keepAnswer: (text: string, context: SeamContext) => Promise<AnswerLink | undefined>;
  readonly close: () => void;
}

/**
 * The place for the outputs of a job; undefined where it has none: then no files are written.
 * @throws SentryalError where the job itself names a place that cannot be one
 */
export type OpenOutputs = (job: RunpodJob, warn: Warn) => Promise<JobOutputs | undefined>;

/** Where an answer is that was too large to be posted. */
export interface AnswerLink {
  readonly url: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** ISO 8601, UTC. */
  readonly expires?: string;
}

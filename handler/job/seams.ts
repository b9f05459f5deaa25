import type { AnswerDocument } from '../../src/job/index.ts';
import type { Warn } from '../../src/model/index.ts';
import type { WebhookOutcome } from '../webhook/index.ts';
import type { RunpodJob } from '../worker/handler.ts';

/** What the outputs of a job are kept under: the same job with the same options takes the same place again. */
export interface OutputKey {
  readonly jobId: string;
  /** Of the job's options, hexadecimal. */
  readonly optionsHash: string;
}

/** What every seam is given. */
export interface SeamContext {
  /** As it was handed over, `s3Config` and all. */
  readonly job: RunpodJob;
  readonly key: OutputKey;
  readonly warn: Warn;
  readonly signal: AbortSignal;
}

/** Tells the receiver of a job's end, before the result is posted. It does not throw. */
export type CallWebhook = (
  call: { readonly url: string; readonly jobId: string; readonly body: string },
  signal: AbortSignal,
) => Promise<WebhookOutcome>;

/** Whether and how the files that a job wrote are kept. */
export interface OutputStore {
  /** True where this job's files have a place to go: without one none are written. */
  readonly wants: (job: RunpodJob) => boolean;
  /** Keeps the files of a folder. @returns the answer with their links */
  readonly keep: (folder: string, document: AnswerDocument, context: SeamContext) => Promise<AnswerDocument>;
  /** Keeps an answer that is too large to be posted; undefined where there is no place for it. */
  readonly keepAnswer: (text: string, context: SeamContext) => Promise<AnswerLink | undefined>;
}

/** Where an answer is that was too large to be posted. */
export interface AnswerLink {
  readonly url: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** ISO 8601, UTC. */
  readonly expires?: string;
}

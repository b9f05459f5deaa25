import { answerDocument } from '../../src/answer/index.ts';
import { SentryalError } from '../../src/errors/index.ts';
import type { Answer, AnswerDocument } from '../../src/job/index.ts';
import type { AnswerLink } from './seams.ts';

/** RunPod takes 10 MB; what goes around an answer stays below the rest. */
export const LARGEST_ANSWER_BYTES = 9_000_000;

/** An answer whose points are behind a link: what it says of the whole stands here. */
export interface LinkedAnswer {
  readonly job_id: string;
  readonly status: 'success';
  readonly detail: AnswerDocument['detail'];
  /** Where the whole answer is. */
  readonly answer: AnswerLink;
  readonly results: Pick<AnswerDocument['results'], 'statistics'>;
  readonly warnings: AnswerDocument['warnings'];
  readonly processing_time_seconds: number;
}

export const bytesOf = (document: object): number => Buffer.byteLength(JSON.stringify(document));

function linked(document: AnswerDocument, answer: AnswerLink): LinkedAnswer {
  const { job_id, detail, results, warnings, processing_time_seconds } = document;
  const { statistics } = results;
  return { job_id, status: 'success', detail, answer, results: { statistics }, warnings, processing_time_seconds };
}

/**
 * An answer that can be posted: itself; else a link to it with its statistics; else one of minimal detail.
 * @param upload gives the link, or undefined where there is no bucket, or none that took it
 * @throws SentryalError ANSWER_TOO_LARGE
 */
export async function boundedAnswer(
  document: AnswerDocument,
  upload: (text: string) => Promise<AnswerLink | undefined>,
  limit = LARGEST_ANSWER_BYTES,
): Promise<AnswerDocument | LinkedAnswer> {
  const text = JSON.stringify(document);
  const bytes = Buffer.byteLength(text);
  if (bytes <= limit) return document;
  const link = await upload(text);
  if (link !== undefined) return linked(document, link);
  // Every field that minimal detail keeps is in every answer.
  const minimal = answerDocument({ ...(document as Answer), detail: 'minimal' });
  const message = `The answer has ${bytes} bytes, of which ${limit} can be posted, and it is in no bucket: only minimal detail is given.`;
  const reduced = {
    ...minimal,
    warnings: [...minimal.warnings, { code: 'ANSWER_REDUCED', stage: 'worker', message }],
  };
  const left = bytesOf(reduced);
  if (left > limit) throw new SentryalError('ANSWER_TOO_LARGE', { bytes: left, limit });
  return reduced;
}

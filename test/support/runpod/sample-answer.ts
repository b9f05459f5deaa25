import { answerDocument, buildAnswer } from '../../../src/answer/index.ts';
import type { AnswerDocument } from '../../../src/job/index.ts';
import { sampleFindings, samplePoint } from '../../unit/answer/sample-findings.ts';

/** An answer with made-up numbers under a job's id. */
export function sampleAnswer(jobId: string, points = 2): AnswerDocument {
  const measured = Array.from({ length: points }, (_, k) => samplePoint(`p${k + 1}`, 'ok', k));
  return { ...answerDocument(buildAnswer(sampleFindings(measured))), job_id: jobId };
}

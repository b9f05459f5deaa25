import { answerDocument } from '../answer/index.ts';
import type { AnswerDocument } from '../job/index.ts';
import { type JobFlow, runPairLazily } from './execute-job.ts';
import { writeExports } from './exports.ts';

/** The answer as much as the job asks for; points beside it as GeoJSON and CSV where there is a folder. */
export const answerJob: JobFlow<AnswerDocument> = async (job, context) => {
  const answer = await runPairLazily(job, context);
  const document = answerDocument(answer);
  if (context.outDir !== undefined) await writeExports(context.outDir, answer, document, job.points);
  return document;
};

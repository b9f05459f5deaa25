import { answerDocument } from '../answer/index.ts';
import type { AnswerDocument } from '../job/index.ts';
import { type JobFlow, runPairLazily } from './execute-job.ts';
import { writeExports } from './exports.ts';
import { tryReport } from './write-report.ts';

/** The answer as much as the job asks for; where there is a folder, points as GeoJSON and CSV and the report of the whole answer. */
export const answerJob: JobFlow<AnswerDocument> = async (job, context) => {
  const answer = await runPairLazily(job, context);
  const document = answerDocument(answer);
  const { outDir, warn, warnings } = context;
  if (outDir === undefined) return document;
  await writeExports(outDir, answer, document, job.points);
  const said = warnings.length;
  await tryReport(outDir, answer, job.points, warn);
  return { ...document, warnings: [...document.warnings, ...warnings.slice(said)] };
};

import { answerDocument } from '../answer/index.ts';
import type { JobFlow } from '../execute/index.ts';
import type { AnswerDocument } from '../job/index.ts';
import { runPairLazily } from './execute-job.ts';
import { writeExports } from './exports.ts';
import { listFiles } from './list-files.ts';
import { tryReport } from './write-report.ts';

/**
 * The answer as much as the job asks for; where there is a folder, points as GeoJSON and CSV and the report of the whole answer,
 * listed with the other files.
 */
export const answerJob: JobFlow<AnswerDocument> = async (job, context) => {
  const answer = await runPairLazily(job, context);
  const { outDir, warn, warnings } = context;
  if (outDir === undefined) return answerDocument(answer);
  const exported = await writeExports(outDir, answer, answerDocument(answer), job.points);
  const said = warnings.length;
  // A page cannot hold the checksum of the list it is in.
  const shown = [...answer.products.filter(({ kind }) => kind !== 'stac_item'), ...exported];
  const report = await tryReport(outDir, { ...answer, products: shown }, job.points, warn);
  const added = [...exported, ...report];
  const products = await listFiles(outDir, answer.products, added).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The STAC Item does not list points and report: ${reason}`;
    warn({ code: 'PRODUCT_NOT_WRITTEN', stage: 'products', message });
    return [...answer.products, ...added];
  });
  const whole = { ...answer, products, warnings: [...answer.warnings, ...warnings.slice(said)] };
  return answerDocument(whole);
};

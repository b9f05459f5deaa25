import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { SentryalError } from '../errors/index.ts';
import { type AnswerProduct, productSchema } from '../job/index.ts';
import { defineCommand } from './command.ts';
import { readJobFile, writeJson } from './files.ts';
import { listFiles } from './list-files.ts';
import { readPoints } from './points-file.ts';
import { REPORT_NAME, readPlaces, writeReport } from './write-report.ts';

const DETAILS = `ANSWER: an answer.json, or the folder of a run. The page has a map of the area with displacement or coherence, the points
with their whole records, figures, diagnostics, provenance and warnings. It needs nothing else: no network, no other file.
Where the points are is read from points.geojson beside the answer, or from --points; the pictures of the map are
displacement.png and coherence.png of the run. \`run --out\` and \`demo\` write the report by themselves.`;

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

function productsOf(answer: object): AnswerProduct[] {
  return z.array(productSchema).safeParse('products' in answer && answer.products).data ?? [];
}

/** The answer as the page shows it: a page cannot hold its own checksum, nor that of the list it is in. */
function shownAnswer(answer: object): object {
  const products = productsOf(answer);
  const shown = products.filter(({ kind }) => kind !== 'report' && kind !== 'stac_item');
  return products.length > 0 ? { ...answer, products: shown } : answer;
}

/** Says of the report of a run, written anew, what it is now: in the answer that lists it, and in the STAC Item. */
async function relist(file: string, answer: object, page: AnswerProduct): Promise<void> {
  const listed = productsOf(answer);
  const before = listed.find(({ kind }) => kind === 'report');
  if (!before) return;
  const products = await listFiles(dirname(file), listed, [{ ...page, path: before.path }]);
  await writeJson(file, { ...answer, products });
}

/** `report ANSWER`: an answer as a page. */
export const reportCommand = defineCommand({
  name: 'report',
  summary: 'Write an answer as one HTML page: map, points, figures, diagnostics.',
  details: DETAILS,
  positionals: ['ANSWER'],
  options: {
    out: { value: 'FILE', summary: `Page to write (default ${REPORT_NAME} beside the answer).` },
    points: {
      value: 'POINTS',
      summary: 'Where the points are: a job, a list of points as JSON, or CSV with id,lat,lon.',
    },
  },
  answersOnStdout: false,
  async run({ positionals, options }, context) {
    const given = positionals[0]!;
    const file = (await isFolder(given)) ? join(given, 'answer.json') : given;
    const folder = dirname(file);
    const answer = await readJobFile(file);
    const isAnswer = typeof answer === 'object' && answer !== null && 'status' in answer;
    if (!isAnswer || (answer.status !== 'success' && answer.status !== 'error'))
      throw new SentryalError('REPORT_NOT_ANSWER', { file });
    const places = options.points === undefined ? await readPlaces(folder) : await readPoints(options.points, context);
    const out = options.out ?? join(folder, REPORT_NAME);
    const page = await writeReport(out, folder, shownAnswer(answer), places);
    if (resolve(out) === resolve(folder, REPORT_NAME)) await relist(file, answer, page);
    context.print(`${out}\n`);
    return 0;
  },
});

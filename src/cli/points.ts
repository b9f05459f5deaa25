import { extname } from 'node:path';
import { answerDocument, egmsRows, pointsGeojson } from '../answer/index.ts';
import { SentryalError } from '../errors/index.ts';
import { type Answer, type AnswerDocument, DETAILS, type JobPoint } from '../job/index.ts';
import { defineCommand } from './command.ts';
import { formatCsvRecord } from './csv.ts';
import { writeJson, writeText } from './files.ts';
import { readPoints } from './points-file.ts';
import { answerWith } from './raster-command.ts';

const HELP = `RUN_DIR: what \`run JOB.json --out DIR\` wrote, its folder run with it. POINTS: JSON, a list of points or a job that has
points; or CSV (- for stdin) with the columns id,lat,lon and, where wanted, height_m,height_reference.
The answer of the run for these points is printed as one JSON document. --out writes it by its ending: .json as printed, .geojson
(RFC 7946), .csv with the columns of EGMS files.
Points are measured from the multilook cells, as \`run\` measures points without pixels at full resolution: the phase of a single
scatterer is not known, and each point says so in its sampling. Nothing is reprocessed, no granule and no adapter is needed.`;

const ENDINGS = ['.json', '.geojson', '.csv'] as const;

/** Writes an answer in the form that the file's ending names. @throws SentryalError CLI_OUTPUT_UNWRITABLE */
async function writeAnswer(
  file: string,
  answer: Answer,
  document: AnswerDocument,
  places: readonly JobPoint[],
): Promise<void> {
  const ending = extname(file).toLowerCase();
  if (ending === '.json') return writeJson(file, document);
  if (ending === '.csv') return writeText(file, egmsRows(answer, places).map(formatCsvRecord).join(''));
  const heightsM = answer.results.displacement_points.map((point) => point.height_m);
  return writeText(file, pointsGeojson(document.results.displacement_points, places, heightsM));
}

function checkChoices(out: string | undefined, detail: string | undefined): void {
  if (out !== undefined && !ENDINGS.some((ending) => ending === extname(out).toLowerCase()))
    throw new SentryalError('CLI_USAGE', { reason: `--out is "${out}"; it must end in ${ENDINGS.join(', ')}` });
  if (detail !== undefined && !DETAILS.some((known) => known === detail))
    throw new SentryalError('CLI_USAGE', { reason: `--detail is "${detail}"; it must be ${DETAILS.join(', ')}` });
}

/** `points RUN_DIR POINTS`: further points of a finished run. */
export const pointsCommand = defineCommand({
  name: 'points',
  summary: 'Measure further points in a finished run, without reprocessing.',
  details: HELP,
  positionals: ['RUN_DIR', 'POINTS'],
  options: {
    out: { value: 'FILE', summary: 'File to write, by its ending .json, .geojson or .csv (default none).' },
    detail: { value: 'LEVEL', summary: `How much the answer says: ${DETAILS.join(', ')} (default the run's).` },
  },
  answersOnStdout: true,
  async run({ positionals, options }, context) {
    checkChoices(options.out, options.detail);
    const detail = DETAILS.find((known) => known === options.detail);
    const points = await readPoints(positionals[1]!, context);
    return answerWith(context, async (jobContext) => {
      const { pointsInRun } = await import('../pipeline/index.ts');
      const answer = await pointsInRun({ runDir: positionals[0]!, points, detail }, jobContext);
      const document = answerDocument(answer);
      if (options.out !== undefined) await writeAnswer(options.out, answer, document, points);
      return document;
    });
  },
});

import { defineCommand } from './command.ts';
import { answerJob } from './answer-job.ts';
import { executeJob } from './execute-job.ts';
import { backendOption } from './backend-option.ts';
import { RUN_FILES } from './job-files.ts';
import { printOutcome } from './print-outcome.ts';

const DETAILS = `With --out, beside the rasters and answer.json:
  report.html      the answer as a page for people: map, points, figures, diagnostics (see the command report)
  NAME.png         the picture of each raster, with legend and scale bar
  stac-item.json   STAC 1.1: lists all files but answer.json and run/, with units, statistics and checksums
  points.geojson   RFC 7946: longitude, latitude and, where known, height above WGS84; properties as in the answer
  points_egms.csv  the columns of EGMS Basic and Calibrated files: what a single pair knows is filled in, the rest is empty; the
                   displacement of \`ok\` points stands in the last column, named by the later date (YYYYMMDD), 0 in that of the
                   earlier. easting and northing (EPSG:3035) only in Europe. Text that a spreadsheet would take for a formula
                   has an apostrophe before it.
  run/             what the command points measures further points with, unless keep_run is false
A job that fails writes failure.json in place of answer.json. In a folder that was used before, the earlier answer and report are
then kept as answer.earlier.json and report.earlier.html, and rasters, points and run/ may still be the earlier run's; the next
job that succeeds writes anew over all of it.`;

/** `run JOB.json`: one job, its answer on stdout. */
export const runCommand = defineCommand({
  name: 'run',
  summary: 'Run one job and print its answer as JSON.',
  details: DETAILS,
  positionals: ['JOB.json'],
  options: {
    out: { value: 'DIR', summary: 'Write rasters, answer.json, points and the report into this folder.' },
    backend: backendOption,
  },
  answersOnStdout: true,
  async run({ positionals, options }, context) {
    const document = await executeJob(positionals[0]!, options.out, context, answerJob, RUN_FILES, options.backend);
    return printOutcome(document, context);
  },
});

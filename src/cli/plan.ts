import type { PlanDocument } from '../pipeline/index.ts';
import { backendOption } from './backend-option.ts';
import { defineCommand } from './command.ts';
import { executeJob } from './execute-job.ts';
import { RUN_FILES } from './job-files.ts';
import { printOutcome } from './print-outcome.ts';

const DETAILS = `Opens both granules, the DEM and the adapter, reads no pixel of the granules, and prints one JSON document:
  grid         rows, columns and looks of the cells; effective looks of a cell and of one estimate of coherence
  bursts       those used, with the lines and samples of each
  dem          rows, columns and samples below the area
  granules     where the data of both dates is, and where it was looked for
  orbits       which are used, and why
  reads        what is read of each measurement: bursts, lines, bytes of whole lines; from_start: the file is compressed, and
               all before is read too
  pixel_bytes  samples of both dates that the interferogram reads; burst overlaps and points come on top
  sizes        every plane that must be one buffer against the adapter's limit (planes), the memory that the process
               takes, estimated, against the machine's (memory), the largest raster's file at most (rasters), whether all fit
               (fits), the most cells and DEM samples that do, and the fewest looks in the job's ratio that would
               (looks_that_fit, null where none)
Exit code 0 also where it does not fit; \`run\` then ends with RASTER_TOO_LARGE_FOR_GPU, DEM_TOO_LARGE or PRODUCT_TOO_LARGE before reading pixels.`;

/** `plan JOB.json`: how large a job is, and whether it fits the adapter. */
export const planCommand = defineCommand({
  name: 'plan',
  summary: 'Tell how large a job is and whether it fits the adapter, without reading pixels.',
  details: DETAILS,
  positionals: ['JOB.json'],
  options: { backend: backendOption },
  answersOnStdout: true,
  async run({ positionals, options }, context) {
    const document = await executeJob<PlanDocument>(
      positionals[0]!,
      undefined,
      context,
      async (job, jobContext) => {
        const { planJob } = await import('../pipeline/index.ts');
        return planJob(job, jobContext);
      },
      RUN_FILES,
      options.backend,
    );
    return printOutcome(document, context);
  },
});

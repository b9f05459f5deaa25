import type { FetchDocument } from '../pipeline/index.ts';
import { defineCommand } from './command.ts';
import { executeJob } from './execute-job.ts';
import { printOutcome } from './print-outcome.ts';

const DETAILS = `Opens granules, orbits, DEM, masks and grids as \`run\` does and reads the lines of both dates that it would, so that a later
run finds them in the cache (SENTRYAL_CACHE_DIR, at most SENTRYAL_CACHE_SIZE). Cut off, it goes on where it was. No adapter is
needed. stdout gets one JSON document: where everything came from, what was read of each measurement (reads), bytes_read, and
bytes_cached of what was there already. Files of this machine are not copied.`;

/** `fetch JOB.json`: what a job needs from elsewhere, into the cache. */
export const fetchCommand = defineCommand({
  name: 'fetch',
  summary: 'Fetch what a job needs into the cache, without processing.',
  details: DETAILS,
  positionals: ['JOB.json'],
  options: {},
  answersOnStdout: true,
  async run({ positionals }, context) {
    const document = await executeJob<FetchDocument & { adapter?: undefined }>(
      positionals[0]!,
      undefined,
      context,
      async (job, jobContext) => {
        const { fetchJob } = await import('../pipeline/index.ts');
        return fetchJob(job, jobContext);
      },
    );
    return printOutcome(document, context);
  },
});

import { defineCommand } from './command.ts';
import { executeJob, runPairLazily } from './execute-job.ts';

/** `run JOB.json`: one job, its answer on stdout. */
export const runCommand = defineCommand({
  name: 'run',
  summary: 'Run one job and print its answer as JSON.',
  positionals: ['JOB.json'],
  options: { out: { value: 'DIR', summary: 'Write the rasters and answer.json into this folder.' } },
  answersOnStdout: true,
  async run({ positionals, options }, context) {
    const document = await executeJob(positionals[0]!, options.out, context, runPairLazily);
    context.print(`${JSON.stringify(document, undefined, 2)}\n`);
    if (document.status === 'success') return 0;
    context.terminal.log('error', `error ${document.error.code}: ${document.error.message}\n${document.error.remedy}`);
    return 1;
  },
});

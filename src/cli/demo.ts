import { readFile } from 'node:fs/promises';
import { answerJob } from './answer-job.ts';
import { defineCommand } from './command.ts';
import { compareWithTruth, comparisonTable, complaints, truthSchema } from './compare-truth.ts';
import { executeJob } from './execute-job.ts';

const DEMO_FOLDER = 'out/demo';

/** `demo`: simulates a pair, runs its job as `run` does, and compares with the truth. */
export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'Simulate a pair, run its job and compare every point with the truth.',
  positionals: [],
  options: { out: { value: 'DIR', summary: `Folder for everything that is written (default ${DEMO_FOLDER}).` } },
  answersOnStdout: false,
  async run({ options }, context) {
    const { terminal, print, signal } = context;
    const outDir = options.out ?? DEMO_FOLDER;
    terminal.log('info', `simulating a subsidence bowl of 60 mm into ${outDir}`);
    const { simulate } = await import('../simulate/index.ts');
    const onProgress = terminal.progress.bind(terminal);
    const { jobPath, truthPath } = await simulate({ outDir, scene: 'bowl', onProgress, signal });
    terminal.endProgress();

    terminal.log('info', `running ${jobPath}`);
    const answer = await executeJob(jobPath, outDir, context, answerJob);
    print(`${JSON.stringify(answer, undefined, 2)}\n\n`);
    if (answer.status === 'error') return 1;

    const truth = truthSchema.parse(JSON.parse(await readFile(truthPath, 'utf8')));
    const comparisons = compareWithTruth(answer, truth);
    const found = complaints(comparisons);
    const seconds = answer.processing_time_seconds.toFixed(1);
    print(`${comparisonTable(comparisons)}\n\n`);
    print(`adapter: ${answer.adapter?.name}; the job took ${seconds} s; everything is in ${outDir}\n`);
    print(found.length === 0 ? 'The demo passed.\n' : `The demo FAILED: ${found.join('; ')}.\n`);
    return found.length === 0 ? 0 : 1;
  },
});

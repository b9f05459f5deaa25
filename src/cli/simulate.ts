import { SentryalError } from '../errors/index.ts';
import { defineCommand } from './command.ts';
import { simulateOptions, simulateOptionSpecs } from './simulate-options.ts';

/** `simulate --out DIR`: a pair with known truth, in the real product's format. */
export const simulateCommand = defineCommand({
  name: 'simulate',
  summary: 'Write a simulated pair with its job and its truth.',
  positionals: [],
  options: {
    out: { value: 'DIR', summary: 'Folder for everything that is written (needed).' },
    ...simulateOptionSpecs,
  },
  answersOnStdout: false,
  async run({ options: { out, ...options } }, { terminal, signal, print }) {
    if (out === undefined) throw new SentryalError('CLI_USAGE', { reason: 'simulate needs --out DIR' });
    const { simulate } = await import('../simulate/index.ts');
    const onProgress = terminal.progress.bind(terminal);
    const { jobPath, truthPath } = await simulate({ outDir: out, ...simulateOptions(options), onProgress, signal });
    terminal.endProgress();
    print(`${jobPath}\n${truthPath}\n`);
    return 0;
  },
});

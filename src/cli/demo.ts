import { defineCommand } from './command.ts';

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'Simulate a pair, run the job on it and compare with the truth.',
  positionals: [],
  options: { out: { value: 'DIR', summary: 'Folder for everything (default out/demo).' } },
  answersOnStdout: false,
  async run() {
    return 0;
  },
});

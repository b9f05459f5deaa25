import type { CatalogueEntry } from '../catalogue-entry.ts';

export const cliErrors = {
  CLI_USAGE: {
    stage: 'setup',
    fault: 'caller',
    message: 'The command line cannot be used: {reason}.',
    remedy: 'Run `npm run -s sentryal -- --help` for the commands and their options.',
  },
  CLI_UNKNOWN_COMMAND: {
    stage: 'setup',
    fault: 'caller',
    message: '{command} is not a command.{suggestion}',
    remedy: 'Run `npm run -s sentryal -- --help` for the commands.',
  },
  CLI_OUTPUT_UNWRITABLE: {
    stage: 'setup',
    fault: 'caller',
    message: '{file} cannot be written: {reason}.',
    remedy: 'Give a folder that exists or can be made, with room and permission to write.',
  },
} as const satisfies Record<string, CatalogueEntry>;

import { buildFailure } from '../answer/index.ts';
import { SentryalError, suggest, toSentryalError } from '../errors/index.ts';
import type { Warn } from '../model/index.ts';
import { readSettings } from '../settings/index.ts';
import { type Command, parseCommand } from './command.ts';
import type { CommandContext } from './context.ts';
import { commandHelp, overview } from './help.ts';

/** What the process gives to a command line. */
export type Surroundings = Pick<
  CommandContext,
  'terminal' | 'print' | 'stdin' | 'signal' | 'startedMs' | 'environment'
>;

/** The command that a command line names. */
export function findCommand(commands: readonly Command[], name: string | undefined): Command | undefined {
  return commands.find((command) => command.name === name);
}

/** Reports a failure as the command does: one JSON document on stdout, or a message for people. */
export function reportFailure(error: unknown, command: Command | undefined, around: Surroundings): void {
  const failure = toSentryalError(error);
  const { terminal, print, startedMs } = around;
  terminal.endProgress();
  if (error instanceof Error) terminal.log('debug', error.stack ?? error.message);
  if (command?.answersOnStdout) {
    const document = buildFailure(failure, null, (performance.now() - startedMs) / 1000);
    print(`${JSON.stringify(document, undefined, 2)}\n`);
  }
  terminal.log('error', `error ${failure.code}: ${failure.message}\n${failure.remedy}`);
}

/**
 * Runs one command line; it does not throw.
 * @param args everything after the program's name
 * @returns the exit code
 */
export async function dispatch(
  args: readonly string[],
  commands: readonly Command[],
  around: Surroundings,
): Promise<number> {
  const [name, ...rest] = args;
  const command = findCommand(commands, name);
  const isHelp = (argument: string | undefined): boolean => argument === '--help' || argument === '-h';
  if (name === undefined || name === 'help' || isHelp(name)) {
    around.print(overview(commands));
    return name === undefined ? 1 : 0;
  }
  if (command !== undefined && rest.some(isHelp)) {
    // stdout of a command that answers there is for its answer alone.
    if (command.answersOnStdout) around.terminal.log('error', commandHelp(command));
    else around.print(commandHelp(command));
    return 0;
  }
  try {
    if (command === undefined) throw unknownCommand(name, commands);
    const input = parseCommand(command, rest);
    const { settings, warnings } = readSettings(around.environment);
    around.terminal.level = settings.logLevel;
    const warn: Warn = (warning) => around.terminal.warn(warning);
    warnings.forEach(warn);
    const context: CommandContext = { ...around, settings, warnings, warn };
    return await command.run(input, context);
  } catch (error) {
    reportFailure(error, command, around);
    return 1;
  }
}

function unknownCommand(name: string, commands: readonly Command[]): SentryalError {
  const near = suggest(
    name,
    commands.map((command) => command.name),
  );
  const suggestion = near === undefined ? '' : ` Did you mean ${near}?`;
  return new SentryalError('CLI_UNKNOWN_COMMAND', { command: JSON.stringify(name), suggestion });
}

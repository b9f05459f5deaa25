import type { Command } from './command.ts';

/** As it is called from the sources; the build's image has it as a program. */
const COMMAND_LINE = import.meta.url.endsWith('.ts') ? 'npm run -s sentryal --' : 'sentryal';

function usage(command: Command): string {
  const options = Object.entries(command.options).map(([name, { value }]) =>
    value === undefined ? `[--${name}]` : `[--${name} ${value}]`,
  );
  return [command.name, ...command.positionals, ...options].join(' ');
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

/** The overview of all commands. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map((command) => [command.name, command.summary] as const);
  return `Usage: ${COMMAND_LINE} COMMAND\n\n${columns(rows)}\n\n--help after a command shows its options.\n`;
}

/** The help of one command. */
export function commandHelp(command: Command): string {
  const rows = Object.entries(command.options).map(([name, { value, short, summary }]) => {
    const flag = short === undefined ? `--${name}` : `-${short}, --${name}`;
    return [value === undefined ? flag : `${flag} ${value}`, summary] as const;
  });
  const options = rows.length === 0 ? '' : `\n${columns(rows)}\n`;
  const details = command.details === undefined ? '' : `\n${command.details}\n`;
  return `Usage: ${COMMAND_LINE} ${usage(command)}\n\n${command.summary}\n${options}${details}`;
}

import { Readable } from 'node:stream';
import { commands } from '../../../src/cli/commands.ts';
import type { CommandContext } from '../../../src/cli/context.ts';
import { type Surroundings, dispatch } from '../../../src/cli/dispatch.ts';
import { Terminal } from '../../../src/cli/terminal.ts';
import { readSettings } from '../../../src/settings/index.ts';

/** Surroundings that keep what is written. */
export function recordedSurroundings(environment: Record<string, string> = {}, stdin = '') {
  const out: string[] = [];
  const errors: string[] = [];
  const controller = new AbortController();
  const around: Surroundings = {
    terminal: new Terminal({ write: (text) => errors.push(text) }),
    print: (text) => void out.push(text),
    stdin: () => Readable.from([Buffer.from(stdin)]),
    signal: controller.signal,
    startedMs: performance.now(),
    environment,
  };
  return { around, controller, stdout: () => out.join(''), stderr: () => errors.join('') };
}

/** A command's context that keeps what is written. */
export function recordedContext(environment: Record<string, string> = {}, stdin = '') {
  const recorded = recordedSurroundings(environment, stdin);
  const { settings } = readSettings(environment);
  const context: CommandContext = {
    ...recorded.around,
    settings,
    warnings: [],
    warn: (warning) => recorded.around.terminal.warn(warning),
  };
  return { ...recorded, context };
}

/** Runs one command line of the product as its process would. */
export async function runCommandLine(args: readonly string[], stdin = '') {
  const { around, stdout, stderr } = recordedSurroundings({}, stdin);
  const code = await dispatch(args, commands, around);
  return { code, stdout: stdout(), stderr: stderr() };
}

/** Rows of CSV without quotes, by the names in its header. */
export function csvRows(text: string): Record<string, string>[] {
  const [header, ...lines] = text.trimEnd().split('\n');
  const names = header!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, k) => [names[k]!, value])));
}

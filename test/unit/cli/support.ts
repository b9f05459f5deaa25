import type { CommandContext } from '../../../src/cli/context.ts';
import type { Surroundings } from '../../../src/cli/dispatch.ts';
import { Terminal } from '../../../src/cli/terminal.ts';
import { readSettings } from '../../../src/settings/index.ts';

/** Surroundings that keep what is written. */
export function recordedSurroundings(environment: Record<string, string> = {}) {
  const out: string[] = [];
  const errors: string[] = [];
  const controller = new AbortController();
  const around: Surroundings = {
    terminal: new Terminal({ write: (text) => errors.push(text) }),
    print: (text) => void out.push(text),
    signal: controller.signal,
    startedMs: performance.now(),
    environment,
  };
  return { around, controller, stdout: () => out.join(''), stderr: () => errors.join('') };
}

/** A command's context that keeps what is written. */
export function recordedContext(environment: Record<string, string> = {}) {
  const recorded = recordedSurroundings(environment);
  const { settings } = readSettings(environment);
  const context: CommandContext = {
    ...recorded.around,
    settings,
    warnings: [],
    warn: (warning) => recorded.around.terminal.warn(warning),
  };
  return { ...recorded, context };
}

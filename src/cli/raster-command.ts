import { SentryalError } from '../errors/index.ts';
import { localDataAccess } from '../fetch/index.ts';
import type { Warning } from '../model/index.ts';
import type { JobContext } from '../pipeline/index.ts';
import type { CommandContext } from './context.ts';

/** Where a command on rasters writes. */
export const outOption = { value: 'FILE.tif', short: 'o', summary: 'Raster to write; needed.' } as const;

/** The value of an option that a command cannot do without. @throws SentryalError CLI_USAGE */
export function neededOption(command: string, name: string, value: string | undefined): string {
  if (value === undefined) throw new SentryalError('CLI_USAGE', { reason: `${command} needs ${name}` });
  return value;
}

/** Lines by samples as `4x16`; undefined where not given. @throws SentryalError CLI_USAGE */
export function sizeOption(
  name: string,
  text: string | undefined,
  max: number,
): { readonly lines: number; readonly samples: number } | undefined {
  if (text === undefined) return undefined;
  const [, lines = NaN, samples = NaN] = (/^(\d{1,6})x(\d{1,6})$/.exec(text) ?? []).map(Number);
  const isRight = [lines, samples].every((size) => size >= 1 && size <= max);
  if (isRight) return { lines, samples };
  throw new SentryalError('CLI_USAGE', {
    reason: `--${name} is "${text}"; it must be LINESxSAMPLES such as 4x16, each 1 to ${max}`,
  });
}

/**
 * Runs a flow on files and prints the document it answers with. A failure is thrown: whoever calls the command prints the
 * failure document.
 */
export async function answerWith(
  context: CommandContext,
  flow: (jobContext: JobContext) => Promise<{
    readonly adapter?: { readonly name: string; readonly backend: string } | undefined;
  }>,
): Promise<number> {
  const warnings: Warning[] = [...context.warnings];
  const warn = (warning: Warning): void => {
    warnings.push(warning);
    context.warn(warning);
  };
  try {
    const document = await flow({
      settings: context.settings,
      access: localDataAccess(warn),
      progress: (event) => context.terminal.progress(event),
      warn,
      signal: context.signal,
      warnings,
    });
    context.terminal.endProgress();
    const { adapter } = document;
    if (adapter) context.terminal.log('info', `adapter: ${adapter.name} (${adapter.backend})`);
    context.print(`${JSON.stringify(document, undefined, 2)}\n`);
    return 0;
  } finally {
    context.terminal.endProgress();
  }
}

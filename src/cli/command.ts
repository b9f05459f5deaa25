import { parseArgs } from 'node:util';
import { SentryalError } from '../errors/index.ts';
import type { CommandContext } from './context.ts';

/** One option of a command. `value` names what follows it; without it the option is a switch. */
export interface OptionSpec {
  readonly value?: string;
  /** One letter that stands for the option after a single dash. */
  readonly short?: string;
  readonly summary: string;
}

type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What was given for each option: text, or true for a switch. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]?: Specs[Name] extends { readonly value: string } ? string : boolean;
};

/** What a command was called with. */
export interface CommandInput<Specs extends OptionSpecs = OptionSpecs> {
  readonly positionals: readonly string[];
  readonly options: OptionValues<Specs>;
}

/** A command as data: what it takes, and what it does. */
export interface Command<Specs extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  readonly summary: string;
  /** What the help says below the options: formats, conventions. */
  readonly details?: string;
  /** Names of the positional arguments; all of them are needed. The last may end in `...`: one or more. */
  readonly positionals: readonly string[];
  readonly options: Specs;
  /** stdout carries exactly one JSON document, the failure document where the command fails. */
  readonly answersOnStdout: boolean;
  /** Ends by itself when what it holds is done: a second signal does not end it at once. */
  readonly drains?: boolean;
  /** @returns the exit code */
  run(input: CommandInput<Specs>, context: CommandContext): Promise<number>;
}

/** Keeps the option names of a command for the type of its values, and lets commands stand in one list. */
export function defineCommand<const Specs extends OptionSpecs>(command: Command<Specs>): Command {
  return command as unknown as Command;
}

/**
 * Reads the arguments of a command.
 * @throws SentryalError CLI_USAGE
 */
export function parseCommand(command: Command, args: readonly string[]): CommandInput {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, spec]) => [
      name,
      {
        type: spec.value === undefined ? ('boolean' as const) : ('string' as const),
        ...(spec.short === undefined ? {} : { short: spec.short }),
      },
    ]),
  );
  const { values, positionals } = parse(args, options);
  const wanted = command.positionals;
  if (positionals.length < wanted.length) {
    throw new SentryalError('CLI_USAGE', {
      reason: `${command.name} needs ${wanted.slice(positionals.length).join(' ')}`,
    });
  }
  if (positionals.length > wanted.length && !wanted.at(-1)?.endsWith('...')) {
    throw new SentryalError('CLI_USAGE', {
      reason: `${command.name} does not take ${positionals.slice(wanted.length).join(' ')}`,
    });
  }
  const empty = Object.entries(values).find(([, value]) => value === '');
  if (empty) throw new SentryalError('CLI_USAGE', { reason: `--${empty[0]} is empty` });
  return { positionals, options: values as CommandInput['options'] };
}

function parse(
  args: readonly string[],
  options: Record<string, { type: 'string' | 'boolean'; short?: string }>,
): { values: Record<string, string | boolean>; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    return { values: { ...values } as Record<string, string | boolean>, positionals };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new SentryalError('CLI_USAGE', { reason: message.replace(/\.? To specify.*$|\.$/s, '') }, { cause });
  }
}

/** A number given for an option; undefined where the option was not given. */
export function numberOption(
  name: string,
  text: string | undefined,
  range: { readonly min: number; readonly max: number; readonly whole?: boolean },
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isRight = value >= range.min && value <= range.max && (!range.whole || Number.isInteger(value));
  if (isRight) return value;
  const kind = range.whole ? 'a whole number' : 'a number';
  throw new SentryalError('CLI_USAGE', {
    reason: `--${name} is "${text}"; it must be ${kind}, ${range.min} to ${range.max}`,
  });
}

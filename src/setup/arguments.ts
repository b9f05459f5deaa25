import { SentryalError } from '../errors/index.ts';

/** What a start of the project is to run. */
export type LaunchPlan =
  | { readonly kind: 'command'; readonly args: readonly string[]; readonly adapter: AdapterNeed }
  | { readonly kind: 'module'; readonly file: string; readonly args: readonly string[]; readonly adapter: AdapterNeed }
  | { readonly kind: 'check'; readonly args: readonly string[] };

/**
 * `required`: do not start without one. `wanted`: start all the same, because the command reports the lack itself
 * (`run`, `interferogram` and the commands on rasters in their answer, `doctor` in its list).
 */
export type AdapterNeed = 'none' | 'wanted' | 'required';

const COMMAND_NEEDS: Readonly<Record<string, AdapterNeed>> = {
  run: 'wanted',
  interferogram: 'wanted',
  coherence: 'wanted',
  filter: 'wanted',
  unwrap: 'wanted',
  worker: 'wanted',
  doctor: 'wanted',
  demo: 'required',
};

/**
 * Reads the arguments of src/setup/bootstrap.mjs:
 * `--script check [vitest arguments]`, `[--no-adapter] --module FILE [arguments]`, or a sentryal command.
 * @throws SentryalError SETUP_ARGUMENTS
 */
export function planLaunch(args: readonly string[]): LaunchPlan {
  const [first, ...rest] = args;
  if (first === '--script') {
    const [name = '(none)', ...others] = rest;
    if (name !== 'check') throw new SentryalError('SETUP_ARGUMENTS', { argument: `--script ${name}` });
    return { kind: 'check', args: others };
  }
  if (first === '--module') return planModule(rest, 'required');
  if (first === '--no-adapter') {
    if (rest[0] !== '--module') throw new SentryalError('SETUP_ARGUMENTS', { argument: args.join(' ') });
    return planModule(rest.slice(1), 'none');
  }
  return { kind: 'command', args, adapter: commandNeed(args) };
}

function planModule([file, ...args]: readonly string[], adapter: AdapterNeed): LaunchPlan {
  if (file === undefined) throw new SentryalError('SETUP_ARGUMENTS', { argument: '--module without a file' });
  return { kind: 'module', file, args, adapter };
}

function commandNeed(args: readonly string[]): AdapterNeed {
  const name = args[0] ?? '';
  if (args.includes('--help') || args.includes('-h') || !Object.hasOwn(COMMAND_NEEDS, name)) return 'none';
  return COMMAND_NEEDS[name]!;
}

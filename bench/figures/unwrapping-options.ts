import { parseArgs } from 'node:util';
import { REFEREES } from '../../src/job/index.ts';
import { DEFAULT_CHOICE, type UnwrapChoice } from '../peers/sentryal.ts';

/** What follows the figure's name on the command line. */
export interface UnwrappingOptions {
  readonly seeds: number;
  readonly withSnaphu: boolean;
  /** Folder of the peer's environment, kept; a temporary one without it. */
  readonly snaphuFolder: string | undefined;
  /** Only the classes of scene with one of these names; all where empty. */
  readonly classes: readonly string[];
  readonly sizes: readonly number[];
  /** Length of every rupture as a share of the scene; the classes' own where absent. */
  readonly faultLength: number | undefined;
  /** What our own unwrapping is asked for. */
  readonly choice: UnwrapChoice;
}

const DEFAULT_SEEDS = 8;
const DEFAULT_SIZES = '512,1024,2048';

/**
 * Reads `--seeds N`, `--no-snaphu`, `--snaphu-env FOLDER`, `--class NAME` (repeatable), `--sizes N,N`,
 * `--fault-length SHARE`, `--filter-strength S` and `--referee auto|always|never`; undefined where one is wrong, which it
 * prints.
 */
export function readOptions(args: readonly string[] = process.argv.slice(3)): UnwrappingOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: String(DEFAULT_SEEDS) },
      'no-snaphu': { type: 'boolean', default: false },
      'snaphu-env': { type: 'string' },
      class: { type: 'string', multiple: true, default: [] },
      sizes: { type: 'string', default: DEFAULT_SIZES },
      'fault-length': { type: 'string' },
      'filter-strength': { type: 'string', default: String(DEFAULT_CHOICE.filterStrength) },
      referee: { type: 'string', default: DEFAULT_CHOICE.referee },
    },
  });
  const referee = REFEREES.find((known) => known === values.referee);
  if (!referee) {
    console.error(`--referee is ${values.referee}; it must be ${REFEREES.join(', ')}.`);
    process.exitCode = 1;
    return undefined;
  }
  return {
    seeds: Number(values.seeds),
    withSnaphu: !values['no-snaphu'],
    snaphuFolder: values['snaphu-env'],
    classes: values.class,
    sizes: values.sizes.split(',').map(Number),
    faultLength: values['fault-length'] === undefined ? undefined : Number(values['fault-length']),
    choice: { filterStrength: Number(values['filter-strength']), referee },
  };
}

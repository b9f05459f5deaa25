import { parseArgs } from 'node:util';

/** What follows the figure's name on the command line. */
export interface UnwrappingOptions {
  readonly seeds: number;
  readonly withSnaphu: boolean;
  /** Folder of the peer's environment, kept; a temporary one without it. */
  readonly snaphuFolder: string | undefined;
  /** Only the classes of scene with one of these names; all where empty. */
  readonly classes: readonly string[];
  readonly sizes: readonly number[];
  /** Length of ruptures as a share of the scene; the scenes' own where absent. */
  readonly faultLength: number | undefined;
  /** Strength of the filter that guides the unwrapping. */
  readonly filterStrength: number;
}

const DEFAULT_SEEDS = 8;
const DEFAULT_SIZES = '512,1024,2048';
/** As a job's `filter_strength`. */
const DEFAULT_STRENGTH = 1;

/**
 * Reads `--seeds N`, `--no-snaphu`, `--snaphu-env FOLDER`, `--class NAME` (repeatable), `--sizes N,N`,
 * `--fault-length SHARE` and `--filter-strength S`.
 */
export function readOptions(args: readonly string[] = process.argv.slice(3)): UnwrappingOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: String(DEFAULT_SEEDS) },
      'no-snaphu': { type: 'boolean', default: false },
      'snaphu-env': { type: 'string' },
      class: { type: 'string', multiple: true, default: [] },
      sizes: { type: 'string', default: DEFAULT_SIZES },
      'fault-length': { type: 'string' },
      'filter-strength': { type: 'string', default: String(DEFAULT_STRENGTH) },
    },
  });
  return {
    seeds: Number(values.seeds),
    withSnaphu: !values['no-snaphu'],
    snaphuFolder: values['snaphu-env'],
    classes: values.class,
    sizes: values.sizes.split(',').map(Number),
    faultLength: values['fault-length'] === undefined ? undefined : Number(values['fault-length']),
    filterStrength: Number(values['filter-strength']),
  };
}

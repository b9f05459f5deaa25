import { SentryalError } from '../errors/index.ts';
import type { SimulateOptions } from '../simulate/index.ts';
import { type OptionValues, numberOption } from './command.ts';

const SWATHS = ['iw1', 'iw2', 'iw3'] as const;

/** What a simulation can be told on the command line. */
export const simulateOptionSpecs = {
  scene: { value: 'NAME', summary: 'none, bowl, bridge or fault (default bowl).' },
  template: { value: 'DIR', summary: "Folder with a real pair's annotation, to take orbits and timing from." },
  seed: { value: 'N', summary: 'Seed of speckle and noise (default 1).' },
  coherence: { value: 'C', summary: 'Coherence of the scene, 0 to 1 (default 1).' },
  bursts: { value: 'N', summary: 'Bursts of each sub-swath.' },
  samples: { value: 'N', summary: 'Range samples of each line.' },
  swath: { value: 'LIST', summary: 'Sub-swaths, separated by commas, such as iw1,iw2.' },
} as const;

type Scene = NonNullable<SimulateOptions['scene']>;

const SCENES: readonly string[] = ['none', 'bowl', 'bridge', 'fault'] satisfies Scene[];

function sceneOption(text: string | undefined): Scene {
  if (text === undefined) return 'bowl';
  if (SCENES.includes(text)) return text as Scene;
  throw new SentryalError('CLI_USAGE', { reason: `--scene is "${text}"; it must be one of ${SCENES.join(', ')}` });
}

function swathsOption(text: string | undefined): (typeof SWATHS)[number][] | undefined {
  if (text === undefined) return undefined;
  const given = text.toLowerCase().split(',');
  const chosen = SWATHS.filter((name) => given.includes(name));
  if (chosen.length === given.length) return chosen;
  throw new SentryalError('CLI_USAGE', {
    reason: `--swath is "${text}"; it must be of ${SWATHS.join(', ')}, each once`,
  });
}

/** An object without the fields that were not given. */
function withoutUndefined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/**
 * Command-line texts as options of the simulator.
 * @throws SentryalError CLI_USAGE
 */
export function simulateOptions(values: OptionValues<typeof simulateOptionSpecs>): Omit<SimulateOptions, 'outDir'> {
  return withoutUndefined({
    scene: sceneOption(values.scene),
    templateDir: values.template,
    seed: numberOption('seed', values.seed, { min: 0, max: 0xffff_ffff, whole: true }),
    coherence: numberOption('coherence', values.coherence, { min: 0, max: 1 }),
    bursts: numberOption('bursts', values.bursts, { min: 1, max: 9, whole: true }),
    samples: numberOption('samples', values.samples, { min: 1, max: 30_000, whole: true }),
    swaths: swathsOption(values.swath),
  });
}

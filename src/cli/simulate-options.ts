import { SentryalError } from '../errors/index.ts';
import type { SceneName, SimulateOptions } from '../simulate/index.ts';
import { type OptionValues, numberOption } from './command.ts';

const SWATHS = ['iw1', 'iw2', 'iw3'] as const;

/** What a simulation can be told on the command line. */
export const simulateOptionSpecs = {
  scene: { value: 'NAME', summary: 'none, bowl, bridge, deck, fault or fault-small (default bowl).' },
  template: { value: 'DIR', summary: "Folder with a real pair's annotation, to take orbits and timing from." },
  seed: { value: 'N', summary: 'Seed of speckle and noise (default 1).' },
  coherence: { value: 'C', summary: 'Coherence of the scene, above 0 to 1 (default 1).' },
  bursts: { value: 'N', summary: 'Bursts of each sub-swath (default 2).' },
  samples: { value: 'N', summary: 'Range samples of each line (default 2000).' },
  swath: { value: 'LIST', summary: 'Neighbouring sub-swaths, such as iw1,iw2 (default iw1).' },
  'first-burst': { value: 'N', summary: 'First burst of the template to keep, from 0 (default its middle).' },
  'first-sample': { value: 'N', summary: 'First range sample to keep, with one sub-swath (default the middle).' },
  relief: { value: 'M', summary: 'Highest minus lowest ground, m (default 340).' },
  baseline: { value: 'M', summary: 'Perpendicular baseline, m, without a template (default some 80).' },
  'dem-error': { value: 'M', summary: 'Error of the DEM, m rms, correlated over hundreds of metres (default 0).' },
  delay: { value: 'MM', summary: 'Path delay of the later date that grows with height, mm per km (default 0).' },
  'random-points': { value: 'N', summary: 'Points at random places beside those of the scene (default 0).' },
} as const;

/** Any whole number: which ones make sense is the simulator's to say. */
const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true } as const;

function swathsOption(text: string | undefined): (typeof SWATHS)[number][] | undefined {
  if (text === undefined) return undefined;
  const given = text.toLowerCase().split(',');
  const chosen = SWATHS.filter((name) => given.includes(name));
  if (chosen.length === given.length) return chosen;
  throw new SentryalError('CLI_USAGE', {
    reason: `--swath is "${text}"; it must be of ${SWATHS.join(', ')}, each once`,
  });
}

type Given<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that were given. */
function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>;
}

/**
 * Command-line texts as options of the simulator, which checks their values.
 * @throws SentryalError CLI_USAGE where a text is not of the right kind
 */
export function simulateOptions(values: OptionValues<typeof simulateOptionSpecs>): Omit<SimulateOptions, 'outDir'> {
  return {
    scene: (values.scene ?? 'bowl') as SceneName,
    ...given({
      templateDir: values.template,
      seed: numberOption('seed', values.seed, COUNT),
      coherence: numberOption('coherence', values.coherence, { min: 0, max: 1 }),
      bursts: numberOption('bursts', values.bursts, COUNT),
      samples: numberOption('samples', values.samples, COUNT),
      swaths: swathsOption(values.swath),
      firstBurst: numberOption('first-burst', values['first-burst'], COUNT),
      firstSample: numberOption('first-sample', values['first-sample'], COUNT),
      reliefM: numberOption('relief', values.relief, COUNT),
      baselineM: numberOption('baseline', values.baseline, { min: 0, max: 500 }),
      demErrorM: numberOption('dem-error', values['dem-error'], { min: 0, max: 50 }),
      delayMmPerKm: numberOption('delay', values.delay, { min: -500, max: 500 }),
      randomPoints: numberOption('random-points', values['random-points'], COUNT),
    }),
  };
}

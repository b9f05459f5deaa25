import { SentryalError } from '../errors/index.ts';
import type { Granule, Polarization, Swath, SwathName } from '../model/index.ts';
import { openGranule } from '../read/index.ts';
import type { CommandContext } from './context.ts';

const SWATHS = ['iw1', 'iw2', 'iw3'] as const satisfies readonly SwathName[];
const POLARIZATIONS = ['vv', 'vh', 'hh', 'hv'] as const satisfies readonly Polarization[];

/** The options that name one image of a granule. */
export const swathOptionSpecs = {
  swath: { value: 'NAME', summary: 'Sub-swath: iw1, iw2 or iw3 (needed).' },
  pol: { value: 'NAME', summary: 'Polarisation: vv, vh, hh or hv (default the co-polarised one).' },
} as const;

/** One image of a granule: sub-swath, and polarisation where one was asked for. */
export interface SwathChoice {
  readonly swath: SwathName;
  readonly polarization: Polarization | undefined;
}

function choice<Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === text.toLowerCase());
  if (found !== undefined) return found;
  throw new SentryalError('CLI_USAGE', { reason: `--${option} is "${text}"; it must be one of ${names.join(', ')}` });
}

/**
 * Reads the options that name one image.
 * @throws SentryalError CLI_USAGE
 */
export function swathChoice(
  command: string,
  options: { readonly swath?: string | undefined; readonly pol?: string | undefined },
): SwathChoice {
  const { swath, pol } = options;
  if (swath === undefined)
    throw new SentryalError('CLI_USAGE', { reason: `${command} needs --swath ${SWATHS.join(', ')}` });
  return {
    swath: choice('swath', swath, SWATHS),
    polarization: pol === undefined ? undefined : choice('pol', pol, POLARIZATIONS),
  };
}

/** Opens the granule at a path in the chosen polarisation; the caller closes it. */
export function openChosenGranule(
  path: string,
  { polarization }: Pick<SwathChoice, 'polarization'>,
  context: CommandContext,
): Promise<Granule> {
  const { settings, warn, signal } = context;
  return openGranule(path, { polarization, cacheDir: settings.cacheDir, warn, signal });
}

/**
 * The chosen swath of an opened granule.
 * @throws SentryalError CLI_SWATH_MISSING
 */
export function chosenSwath(granule: Granule, { swath: wanted }: SwathChoice): Swath {
  const found = granule.swaths.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  throw new SentryalError('CLI_SWATH_MISSING', {
    name: granule.name,
    swath: wanted.toUpperCase(),
    polarization: granule.swaths[0]!.polarization.toUpperCase(),
    available: granule.swaths.map(({ name }) => name.toUpperCase()).join(', '),
  });
}

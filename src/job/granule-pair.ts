import type { Polarization } from '../model/index.ts';
import { type GranuleName, parseGranuleName } from '../read/index.ts';
import { type JobFault, jobFault, quoteValue } from './fault.ts';
import type { JobOptions } from './options.ts';

/** Two passes of one track are days apart; slices of one pass, seconds. */
const LONGEST_PASS_S = 6 * 3600;

/** Why a name is not one of an IW SLC granule, from the columns of the naming rule. */
function reasonNotIwSlc(name: string): string {
  if (!/^S1[A-D]_/.test(name)) return 'it does not begin with S1A_, S1B_, S1C_ or S1D_';
  const mode = name.slice(4, 6);
  if (mode !== 'IW') return `its mode is ${quoteValue(mode)}`;
  const product = name.slice(7, 10);
  if (product !== 'SLC') return `its product type is ${quoteValue(product)}`;
  return name.length === 67 ? 'a field is malformed' : `it has ${name.length} characters, not 67`;
}

/** Start of the acquisition, s since 1970-01-01. */
function startS({ epochDay, startTimeS }: GranuleName): number {
  return epochDay * 86_400 + startTimeS;
}

function parseNamed(path: string, name: unknown, faults: JobFault[]): GranuleName | undefined {
  if (typeof name !== 'string') return undefined;
  const parsed = parseGranuleName(name);
  if (parsed === undefined) {
    faults.push(jobFault('JOB_GRANULE_NOT_IW_SLC', path, { value: quoteValue(name), reason: reasonNotIwSlc(name) }));
  }
  return parsed;
}

function polarizationFaults(
  reference: GranuleName,
  secondary: GranuleName,
  asked: Polarization | undefined,
): JobFault[] {
  const common = reference.polarizations.filter((channel) => secondary.polarizations.includes(channel));
  if (common.length === 0) {
    const details = { reference: reference.polarizations.join(', '), secondary: secondary.polarizations.join(', ') };
    return [jobFault('JOB_POLARIZATION_NOT_COMMON', 'secondary_granule', details)];
  }
  if (asked === undefined || common.includes(asked)) return [];
  const details = { value: asked, common: common.join(', ') };
  return [jobFault('JOB_POLARIZATION_NOT_AVAILABLE', 'options.polarization', details)];
}

function datesFaults(reference: GranuleName, secondary: GranuleName): JobFault[] {
  const apartS = Math.abs(startS(reference) - startS(secondary));
  if (apartS >= LONGEST_PASS_S) return [];
  return [jobFault('JOB_GRANULES_SAME_PASS', 'secondary_granule', { minutes: (apartS / 60).toFixed(1) })];
}

/** What the names alone say against a pair: each name, the track, the dates, the polarisations. */
export function granulePairFaults(
  referenceName: unknown,
  secondaryName: unknown,
  options: Pick<JobOptions, 'allow_same_granule' | 'polarization'> | undefined,
): JobFault[] {
  const faults: JobFault[] = [];
  const reference = parseNamed('reference_granule', referenceName, faults);
  const secondary = parseNamed('secondary_granule', secondaryName, faults);
  const allowSame = options?.allow_same_granule ?? false;
  const isSame = typeof referenceName === 'string' && referenceName !== '' && referenceName === secondaryName;
  if (isSame && !allowSame) faults.push(jobFault('JOB_GRANULE_TWICE', 'secondary_granule'));
  if (reference === undefined || secondary === undefined) return faults;
  if (reference.relativeOrbit !== secondary.relativeOrbit) {
    const details = { referenceTrack: reference.relativeOrbit, secondaryTrack: secondary.relativeOrbit };
    faults.push(jobFault('JOB_GRANULES_DIFFERENT_TRACKS', 'secondary_granule', details));
  }
  if (!isSame && !allowSame) faults.push(...datesFaults(reference, secondary));
  faults.push(...polarizationFaults(reference, secondary, options?.polarization));
  return faults;
}

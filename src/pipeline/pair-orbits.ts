import type { Job, OrbitWhy } from '../job/index.ts';
import type { Granule, Orbit } from '../model/index.ts';
import { bestOrbit, chooseOrbit } from '../read/index.ts';
import type { JobContext } from './context.ts';
import { withInput } from './open-inputs.ts';

/** The orbit of a date, and why it is this one. */
export interface ChosenOrbit {
  readonly orbit: Orbit;
  readonly why: OrbitWhy;
  /** Address that its file came from, without secrets; null for the annotation and for files of this machine. */
  readonly from: string | null;
  readonly tried: readonly { readonly where: string; readonly outcome: string }[];
}

/**
 * The orbit of a date: of the file that the job gives, else the best that the services have, else the annotation's.
 * @throws SentryalError of a file that was given
 */
export async function dateOrbit(
  granule: Granule,
  file: string | undefined,
  job: Job,
  { access, signal, warn }: JobContext,
): Promise<ChosenOrbit> {
  if (file !== undefined) {
    const orbit = await withInput(file, access, signal, (source) => chooseOrbit(granule, source, { signal }));
    return { orbit, why: 'given', from: null, tried: [] };
  }
  if (job.options.orbits === 'annotation')
    return { orbit: granule.annotationOrbit, why: 'annotation_asked', from: null, tried: [] };
  const { orbit, from, attempts } = await bestOrbit(granule, access, { warn, signal });
  return { orbit, why: from === null ? 'none_found' : 'best_found', from, tried: attempts };
}

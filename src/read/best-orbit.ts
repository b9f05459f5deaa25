import { isSentryalError } from '../errors/index.ts';
import { type DataAccess, type OrbitAttempt, findOrbit, memorySource } from '../fetch/index.ts';
import type { Granule, Orbit, Warn } from '../model/index.ts';
import { type Pass, readOrbitFile, selectOrbit } from './orbit-file.ts';

/** The orbit of a granule, and why it is this one. */
export interface BestOrbit {
  readonly orbit: Orbit;
  /** Where its file was found, without secrets; null for the annotation's. */
  readonly from: string | null;
  /** Every place that was asked, in order, and what came of it. */
  readonly attempts: readonly OrbitAttempt[];
}

/**
 * The best orbit there is for a granule: POEORB, else RESORB, from the public services or from what of them is kept; else
 * that of the annotation, with a warning that says why (none where no service was to be asked).
 * @throws the signal's reason when aborted
 */
export async function bestOrbit(
  granule: Pass & Pick<Granule, 'annotationOrbit'>,
  access: DataAccess,
  options: { readonly warn: Warn; readonly signal?: AbortSignal | undefined },
): Promise<BestOrbit> {
  const { name: granuleName, mission, epochDay, startTimeS, stopTimeS } = granule;
  const pass = { granuleName, mission, epochDay, startTimeS, stopTimeS };
  const { found, attempts: asked } = await findOrbit(pass, access, options.signal);
  const attempts: OrbitAttempt[] = [...asked];
  if (found) {
    try {
      const source = memorySource(found.name, new TextEncoder().encode(found.text));
      const orbit = selectOrbit(await readOrbitFile(source, epochDay, options), granule);
      return { orbit, from: found.from, attempts };
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!isSentryalError(error)) throw error;
      attempts.push({ where: found.from, outcome: error.message });
    }
  }
  if (attempts.length === 0) return { orbit: granule.annotationOrbit, from: null, attempts };
  const reasons = attempts.map(({ where, outcome }) => `${where}: ${outcome.replace(/\.$/, '')}`).join('; ');
  options.warn({
    code: 'ORBIT_FROM_ANNOTATION',
    stage: 'fetch',
    message: `No orbit file was found for ${granuleName}, and the orbit of its annotation is used (${reasons}).`,
  });
  return { orbit: granule.annotationOrbit, from: null, attempts };
}

import { SentryalError } from '../errors/index.ts';
import { refitBurstTimes } from '../coregister/index.ts';
import type { Job } from '../job/index.ts';
import type { BurstPair, Granule, Orbit } from '../model/index.ts';
import { chooseOrbit, matchBursts, openGranule } from '../read/index.ts';
import type { JobContext } from './context.ts';

/** Both dates, opened: bursts matched, orbits chosen. */
export interface OpenedPair {
  readonly reference: Granule;
  readonly secondary: Granule;
  readonly referenceOrbit: Orbit;
  readonly secondaryOrbit: Orbit;
  readonly bursts: readonly BurstPair[];
  readonly wavelengthM: number;
  /** True when the granule called reference is the later date. */
  readonly swapped: boolean;
  close(): Promise<void>;
}

/** Opens the two granules of a job from local SAFE folders or zips. */
export async function openPair(job: Job, context: JobContext): Promise<OpenedPair> {
  const { options } = job;
  const { signal } = context;
  const open = async (location: string | null, expectedName: string, path: string): Promise<Granule> => {
    if (location === null) throw new SentryalError('JOB_URL_MISSING', { path });
    return openGranule(location, {
      cacheDir: context.settings.cacheDir,
      warn: context.warn,
      signal,
      polarization: options.polarization,
      expectedName,
    });
  };
  const reference = await open(job.reference_url, job.reference_granule, 'reference_url');
  try {
    const secondary = await open(job.secondary_url, job.secondary_granule, 'secondary_url');
    const close = async (): Promise<void> => {
      await Promise.all([reference.close(), secondary.close()]);
    };
    try {
      const bursts = refitBurstTimes(matchBursts(reference, secondary, { warn: context.warn }), context.warn);
      const referenceOrbit = await chooseOrbit(reference, options.reference_orbit, { signal });
      const secondaryOrbit = await chooseOrbit(secondary, options.secondary_orbit, { signal });
      if (referenceOrbit.kind !== secondaryOrbit.kind)
        context.warn({
          code: 'ORBIT_KINDS_MIXED',
          stage: 'geometry',
          message: `The orbits differ in kind: ${referenceOrbit.kind} and ${secondaryOrbit.kind}.`,
        });
      const startS = (granule: Granule): number => granule.epochDay * 86_400 + granule.startTimeS;
      return {
        reference,
        secondary,
        referenceOrbit,
        secondaryOrbit,
        bursts,
        wavelengthM: bursts[0]!.referenceSwath.wavelengthM,
        swapped: startS(reference) > startS(secondary),
        close,
      };
    } catch (error) {
      await secondary.close();
      throw error;
    }
  } catch (error) {
    await reference.close();
    throw error;
  }
}

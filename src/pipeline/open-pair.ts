import { refitBurstTimes } from '../coregister/index.ts';
import { type ProductProvenance, openProductAt } from '../fetch/index.ts';
import type { Job } from '../job/index.ts';
import type { BurstPair, Granule, Orbit, Warn, Warning } from '../model/index.ts';
import { matchBursts, openGranule } from '../read/index.ts';
import { bothDates } from './both-dates.ts';
import type { JobContext } from './context.ts';
import { type ChosenOrbit, dateOrbit } from './pair-orbits.ts';
import { type Solver, openSolver } from './solver.ts';

/** Where the data of one date comes from. */
export interface DateSource {
  readonly granule: ProductProvenance;
  readonly orbit: ChosenOrbit;
}

/** Both dates, opened: bursts matched, orbits chosen. */
export interface OpenedPair {
  readonly reference: Granule;
  readonly secondary: Granule;
  readonly referenceOrbit: Orbit;
  readonly secondaryOrbit: Orbit;
  readonly sources: { readonly reference: DateSource; readonly secondary: DateSource };
  readonly bursts: readonly BurstPair[];
  readonly wavelengthM: number;
  readonly solver: Solver;
  /** True when the granule called reference is the later date. */
  readonly swapped: boolean;
  close(): Promise<void>;
}

interface OpenedDate {
  readonly granule: Granule;
  readonly from: ProductProvenance;
}

/** Told of long waits, also later, while pixels are read. */
type Note = (message: string) => void;

/** Opens the granule of one date where the job says it is, or where it is found by its name. */
async function openDate(
  location: string | null,
  name: string,
  job: Job,
  { access, settings, signal, warn }: JobContext,
  note: Note,
): Promise<OpenedDate> {
  const { polarization } = job.options;
  const { cacheDir } = settings;
  const options = { cacheDir, bbox: job.bbox, polarization, signal, note };
  const files = await openProductAt(location, name, { ...access, warn }, options);
  const granule = await openGranule(files, { cacheDir, warn, signal, polarization, expectedName: name });
  return { granule, from: files.provenance };
}

async function pairOf(
  job: Job,
  dates: readonly [OpenedDate, OpenedDate],
  solver: Solver,
  context: JobContext,
): Promise<OpenedPair> {
  const [{ granule: reference }, { granule: secondary }] = dates;
  const { options } = job;
  const { warn } = context;
  const bursts = refitBurstTimes(matchBursts(reference, secondary, { warn }), warn);
  const files = [options.reference_orbit, options.secondary_orbit] as const;
  const [ofReference, ofSecondary] = await bothDates(context.signal, (date, signal) =>
    dateOrbit(dates[date].granule, files[date], job, { ...context, signal }),
  );
  const { orbit: referenceOrbit } = ofReference;
  const { orbit: secondaryOrbit } = ofSecondary;
  if (referenceOrbit.kind !== secondaryOrbit.kind)
    warn({
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
    sources: {
      reference: { granule: dates[0].from, orbit: ofReference },
      secondary: { granule: dates[1].from, orbit: ofSecondary },
    },
    bursts,
    wavelengthM: bursts[0]!.referenceSwath.wavelengthM,
    solver,
    swapped: startS(reference) > startS(secondary),
    async close() {
      await Promise.all([reference.close(), secondary.close()]);
    },
  };
}

/**
 * Opens the two granules of a job, side by side, wherever they are.
 * @throws SentryalError of the stages fetch and read, and of the geometry's backend; the signal's reason when aborted
 */
export async function openPair(job: Job, context: JobContext, note: Note = () => {}): Promise<OpenedPair> {
  // Asked first: a backend that is not there must not cost a download.
  const solver = await openSolver(job.options.backend, context.settings);
  // What is to be said of the reference is said first, whichever is there first.
  const warnings: Warning[][] = [[], []];
  let isOpen = false;
  const places = [
    [job.reference_url, job.reference_granule],
    [job.secondary_url, job.secondary_granule],
  ] as const;
  const release = ({ granule }: OpenedDate): Promise<void> => granule.close();
  const open = (date: 0 | 1, signal: AbortSignal): Promise<OpenedDate> => {
    const warn: Warn = (warning) => (isOpen ? context.warn(warning) : void warnings[date]!.push(warning));
    return openDate(...places[date], job, { ...context, signal, warn }, note);
  };
  const dates = await bothDates(context.signal, open, release).finally(() => {
    warnings.flat().forEach(context.warn);
    isOpen = true;
  });
  try {
    return await pairOf(job, dates, solver, context);
  } catch (error) {
    await Promise.all(dates.map(release));
    throw error;
  }
}

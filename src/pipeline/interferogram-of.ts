import type { Gpu } from '../gpu/index.ts';
import { type ReadSamples, formInterferogram } from '../interferogram/index.ts';
import type { Interferogram } from '../model/index.ts';
import { readBurstSamples } from '../read/index.ts';
import { alignBursts, azimuthOverlaps, fitBursts, fmRateMismatches } from './register/align-bursts.ts';
import type { JobContext } from './context.ts';
import type { PairFindings } from './describe/describe-pair.ts';
import type { OpenedPair } from './open-pair.ts';
import type { Area } from './plan/plan-area.ts';
import { refineInterferogram, registerAzimuth } from './register/spectral-diversity.ts';
import type { StageClock } from './stage-clock.ts';

/** The interferogram of an area, and what its coregistration found. */
export interface FormedPair {
  readonly interferogram: Interferogram;
  readonly found: Omit<PairFindings, 'reference'>;
}

/**
 * From an opened pair to its interferogram: geometry, coregistration, formation.
 * @param area what the azimuth registration is estimated on
 * @param formed what is formed: the area, or a part of it
 */
export async function interferogramOf(
  gpu: Gpu,
  pair: OpenedPair,
  area: Area,
  formed: Area,
  clock: StageClock,
  { signal, warn }: JobContext,
): Promise<FormedPair> {
  const volumes = await clock.run('geometry', 'solving orbit geometry', () => fitBursts(pair, formed));
  const alignments = await clock.run('coregister', 'aligning bursts', () => alignBursts(pair, formed, volumes));
  const overlaps = azimuthOverlaps(pair, formed, volumes, warn);
  const fmRates = fmRateMismatches(pair, formed, warn);
  const readSamples: ReadSamples = (swath, burst, window) => readBurstSamples(swath, burst, window, { signal });
  const registration = await clock.run('coregister', 'refining the azimuth registration', () =>
    registerAzimuth(gpu, pair, area, { readSamples, warn, signal }),
  );
  const unrefined = await clock.run('interferogram', 'forming the interferogram', (report) =>
    formInterferogram(gpu, {
      grid: formed.grid,
      alignments,
      dem: formed.dem,
      readSamples,
      signal,
      onProgress: report,
    }),
  );
  const interferogram = refineInterferogram(pair, formed, volumes, unrefined, registration);
  return { interferogram, found: { registration, overlaps, fmRates } };
}

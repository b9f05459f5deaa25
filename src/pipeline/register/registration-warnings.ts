import type { PatchOffsets } from '../../coregister/index.ts';
import type { Granule, Warn } from '../../model/index.ts';
import { phaseToDisplacementMm } from '../../units/index.ts';

/** What differs from zero by this many standard deviations is no chance. */
const SIGNIFICANT_SIGMA = 4;

/** Range offsets below this do not matter: they cost less than 2 % of coherence. */
const RANGE_LIMIT_SAMPLES = 0.1;

/** Phases between bursts below this do not matter, rad (0.4 mm). */
const BURST_LIMIT_RAD = 0.1;

/** Tells of a range offset that orbits and DEM do not explain. */
export function warnOfRange({ samples, sigmaSamples }: PatchOffsets, warn: Warn): void {
  if (Math.abs(samples) <= Math.max(RANGE_LIMIT_SAMPLES, SIGNIFICANT_SIGMA * sigmaSamples)) return;
  warn({
    code: 'RANGE_RESIDUAL_UNUSUAL',
    stage: 'coregister',
    message: `Correlation of patches says that the dates are ${samples.toFixed(3)} +- ${sigmaSamples.toFixed(3)} sample apart in range once orbits and DEM have registered them: a wrong orbit or DEM, or heavy propagation delay. It was not corrected and costs coherence.`,
  });
}

/** Tells of bursts whose phase differs from their neighbours' by more than a common shift leaves. One overlap has nothing to compare with. */
export function warnOfBurstOffsets(
  pair: {
    readonly reference: Pick<Granule, 'mission'>;
    readonly secondary: Pick<Granule, 'mission'>;
    readonly wavelengthM: number;
  },
  overlaps: readonly {
    readonly swath: string;
    readonly earlierBurstId: number;
    readonly laterBurstId: number;
    readonly afterRad: number;
    readonly sigmaRad: number;
  }[],
  warn: Warn,
): void {
  if (overlaps.length < 2) return;
  const odd = overlaps.filter(
    ({ afterRad, sigmaRad }) => Math.abs(afterRad) > Math.max(BURST_LIMIT_RAD, SIGNIFICANT_SIGMA * sigmaRad),
  );
  if (odd.length === 0) return;
  const list = odd.map(
    ({ swath, earlierBurstId, laterBurstId, afterRad, sigmaRad }) =>
      `${swath} ${earlierBurstId}/${laterBurstId}: ${afterRad.toFixed(3)} +- ${sigmaRad.toFixed(3)} rad (${phaseToDisplacementMm(afterRad, pair.wavelengthM).toFixed(2)} mm)`,
  );
  const { mission: first } = pair.reference;
  const { mission: second } = pair.secondary;
  const isMixed = first !== second;
  warn({
    code: isMixed ? 'BURST_OFFSETS_BETWEEN_SATELLITES' : 'BURST_OFFSETS_INCONSISTENT',
    stage: 'coregister',
    message: `${isMixed ? `${first} and ${second} were used, and bursts` : 'Bursts'} differ in phase where they overlap by more than one azimuth shift explains: ${list.join('; ')}. It was not corrected: displacement steps by as much between these bursts.`,
  });
}

import { SentryalError } from '../errors/index.ts';
import type { BurstPair, Granule, Warn } from '../model/index.ts';

/** First processor that compensates the phase of the elevation antenna pattern (ESA, March 2015). */
const FIRST_WITH_ANTENNA_PHASE = 2.43;

function missingBursts(granule: Granule, paired: ReadonlySet<string>): string[] {
  return granule.swaths.flatMap((swath) =>
    swath.bursts.map((burst) => `${swath.name} ${burst.burstId}`).filter((key) => !paired.has(key)),
  );
}

/**
 * Pairs the bursts of two granules by burst id and swath. A relative burst id counts from the beginning of track 1
 * through the whole repeat cycle, so equal ids mean the same track too.
 * Bursts that only one granule has are reported through `warn`.
 * @returns in order of swath, then of the reference's bursts
 * @throws SentryalError GRANULES_DIFFERENT_TRACKS, GRANULES_NO_COMMON_BURST, GRANULES_DIFFERENT_POLARIZATIONS,
 * GRANULES_ANTENNA_PHASE_DIFFERS
 */
export function matchBursts(reference: Granule, secondary: Granule, options: { readonly warn: Warn }): BurstPair[] {
  const [referenceChannel, secondaryChannel] = [reference, secondary].map(
    (granule) => granule.swaths[0]?.polarization.toUpperCase() ?? 'none',
  ) as [string, string];
  if (referenceChannel !== secondaryChannel)
    throw new SentryalError('GRANULES_DIFFERENT_POLARIZATIONS', {
      reference: referenceChannel,
      secondary: secondaryChannel,
    });

  const pairs = reference.swaths.flatMap((referenceSwath) => {
    const secondarySwath = secondary.swaths.find((candidate) => candidate.name === referenceSwath.name);
    return referenceSwath.bursts.flatMap((burst): BurstPair[] => {
      const match = secondarySwath?.bursts.find((candidate) => candidate.burstId === burst.burstId);
      if (secondarySwath === undefined || match === undefined) return [];
      return [{ referenceSwath, secondarySwath, reference: burst, secondary: match }];
    });
  });
  if (pairs.length === 0) {
    if (reference.relativeOrbit !== secondary.relativeOrbit)
      throw new SentryalError('GRANULES_DIFFERENT_TRACKS', {
        reference: reference.relativeOrbit,
        secondary: secondary.relativeOrbit,
      });
    throw new SentryalError('GRANULES_NO_COMMON_BURST', { reference: reference.name, secondary: secondary.name });
  }
  const early = [reference, secondary].filter((granule) => Number(granule.processorVersion) < FIRST_WITH_ANTENNA_PHASE);
  if (early.length === 1)
    throw new SentryalError('GRANULES_ANTENNA_PHASE_DIFFERS', {
      reference: reference.processorVersion,
      secondary: secondary.processorVersion,
    });

  const paired = new Set(pairs.map((pair) => `${pair.referenceSwath.name} ${pair.reference.burstId}`));
  for (const granule of [reference, secondary]) {
    const missing = missingBursts(granule, paired);
    if (missing.length > 0)
      options.warn({
        code: 'BURSTS_OF_ONE_DATE',
        stage: 'read',
        message: `only ${granule.name} has the bursts ${missing.join(', ')}; they are left out`,
      });
  }
  return pairs;
}

import type { BurstPair, BurstPlacement, PointMeasurement } from '../model/index.ts';

/** Line and sample of a radar position in a burst pair's reference burst. */
function positionIn(pair: BurstPair, azimuthTimeS: number, slantRangeM: number): { line: number; sample: number } {
  const { referenceSwath, reference } = pair;
  return {
    line: (azimuthTimeS - reference.firstLineTimeS) / referenceSwath.azimuthTimeIntervalS,
    sample: (slantRangeM - referenceSwath.nearRangeM) / referenceSwath.rangeSpacingM,
  };
}

/**
 * The burst a radar position is measured in: the placement whose window holds it, else any burst whose valid area does.
 * @returns null outside all bursts
 */
export function imagePosition(
  placements: readonly BurstPlacement[],
  pairs: readonly BurstPair[],
  azimuthTimeS: number,
  slantRangeM: number,
): PointMeasurement['image'] {
  const describe = (pair: BurstPair): NonNullable<PointMeasurement['image']> => ({
    swath: pair.referenceSwath.name,
    burstId: pair.reference.burstId,
    ...positionIn(pair, azimuthTimeS, slantRangeM),
  });
  for (const { pair, window } of placements) {
    const { line, sample } = positionIn(pair, azimuthTimeS, slantRangeM);
    const y = line - window.firstLine + 0.5;
    const x = sample - window.firstSample + 0.5;
    if (y >= 0 && x >= 0 && y < window.lines && x < window.samples) return describe(pair);
  }
  for (const pair of pairs) {
    const { line, sample } = positionIn(pair, azimuthTimeS, slantRangeM);
    const { reference } = pair;
    if (line < reference.firstValidLine || line > reference.lastValidLine) continue;
    if (sample >= reference.firstValidSample && sample <= reference.lastValidSample) return describe(pair);
  }
  return null;
}

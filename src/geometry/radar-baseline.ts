import type { BurstPair, Orbit } from '../model/index.ts';
import { type Baseline, baseline } from './baseline.ts';
import type { RadarPoint } from './geo2rdr.ts';
import { type GroundPoint, rdr2geo } from './rdr2geo.ts';

/** A baseline with the point it holds for. */
export interface PointBaseline extends Baseline {
  readonly ground: GroundPoint;
  /** Slant range of the secondary minus that of the reference, m. */
  readonly rangeDifferenceM: number;
}

/**
 * The baseline of a pair at a radar point of the reference; its definition is that of {@link baseline}.
 * @throws SentryalError ORBIT_TIME_OUTSIDE, RANGE_NOT_ON_EARTH, TARGET_NOT_SEEN
 */
export function baselineAtRadar(referenceOrbit: Orbit, secondaryOrbit: Orbit, point: RadarPoint): PointBaseline {
  const ground = rdr2geo(referenceOrbit, point.azimuthTimeS, point.slantRangeM, point.heightM);
  const found = baseline(referenceOrbit, secondaryOrbit, ground.ecef);
  return { ...found, ground, rangeDifferenceM: found.secondary.slantRangeM - point.slantRangeM };
}

/** The point that stands for a burst: its middle line and, as ISCE2 counts, half its samples, on the ellipsoid. */
export function burstMiddle({ referenceSwath: swath, reference: burst }: BurstPair): RadarPoint {
  return {
    azimuthTimeS: burst.firstLineTimeS + ((swath.linesPerBurst - 1) / 2) * swath.azimuthTimeIntervalS,
    slantRangeM: swath.nearRangeM + (swath.samplesPerBurst / 2) * swath.rangeSpacingM,
    heightM: 0,
  };
}

import type { Geodetic, Orbit, Swath } from '../model/index.ts';
import { geodeticToEcef } from './ellipsoid.ts';
import type { RadarCoordinates, RadarPoint } from './geo2rdr.ts';
import { type LookGeometry, lookGeometry } from './look-geometry.ts';
import { type GroundPoint, rdr2geo } from './rdr2geo.ts';

/** A burst of a swath, and the fractional line and sample counted from its own first line and sample. */
export interface SwathPosition {
  readonly burstId: number;
  readonly line: number;
  readonly sample: number;
}

/** A place seen from both sides. Times are seconds since the orbit's epoch day. */
export interface LocatedPoint {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  readonly look: LookGeometry;
  /** Undefined outside all bursts of the swath. */
  readonly position: SwathPosition | undefined;
}

/**
 * The burst of a swath that holds a zero-Doppler time (s since the granule's epoch day) and a one-way slant range;
 * where bursts overlap, the one whose middle is nearer in time. A burst is all its lines and samples, those without
 * data at its edges too, and a pixel reaches half a line and half a sample around its centre.
 */
export function swathPosition(swath: Swath, azimuthTimeS: number, slantRangeM: number): SwathPosition | undefined {
  const sample = (slantRangeM - swath.nearRangeM) / swath.rangeSpacingM;
  if (!(sample >= -0.5 && sample < swath.samplesPerBurst - 0.5)) return undefined;
  const middleLine = (swath.linesPerBurst - 1) / 2;
  let nearest: SwathPosition | undefined;
  let least = Infinity;
  for (const { burstId, firstLineTimeS } of swath.bursts) {
    const line = (azimuthTimeS - firstLineTimeS) / swath.azimuthTimeIntervalS;
    const distance = Math.abs(line - middleLine);
    const isInside = line >= -0.5 && line < swath.linesPerBurst - 0.5;
    if (!isInside || distance >= least) continue;
    nearest = { burstId, line, sample };
    least = distance;
  }
  return nearest;
}

function describe(orbit: Orbit, swath: Swath, ground: GroundPoint, given?: RadarCoordinates): LocatedPoint {
  // Without a guess from elsewhere the answer for a point does not depend on what was asked before.
  const look = lookGeometry(orbit, ground.ecef);
  const { azimuthTimeS, slantRangeM } = given ?? look;
  return {
    latitudeDeg: ground.latitudeDeg,
    longitudeDeg: ground.longitudeDeg,
    look,
    position: swathPosition(swath, azimuthTimeS, slantRangeM),
  };
}

/**
 * Where a place on the ground appears in a swath.
 * @throws SentryalError TARGET_NOT_SEEN
 */
export function locateGround(orbit: Orbit, swath: Swath, place: Geodetic): LocatedPoint {
  return describe(orbit, swath, { ...place, ecef: geodeticToEcef(place) });
}

/**
 * The place on the ground that a swath shows at a radar point, whose time counts from the orbit's epoch day.
 * @throws SentryalError ORBIT_TIME_OUTSIDE, RANGE_NOT_ON_EARTH, TARGET_NOT_SEEN
 */
export function locateRadar(orbit: Orbit, swath: Swath, point: RadarPoint): LocatedPoint {
  return describe(orbit, swath, rdr2geo(orbit, point.azimuthTimeS, point.slantRangeM, point.heightM), point);
}

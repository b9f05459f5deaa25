import type { Orbit, Vector3 } from '../model/index.ts';
import { radToDeg } from '../units/index.ts';
import { geodeticInto } from './ellipsoid.ts';
import { type RadarCoordinates, geo2rdr } from './geo2rdr.ts';
import { orbitStateInto } from './orbit-interpolation.ts';

/** How a target is looked at, with its radar coordinates. */
export interface LookGeometry extends RadarCoordinates {
  /** Unit vector from the ground to the satellite in the target's east, north and up (normal of WGS84); up > 0. */
  readonly losEast: number;
  readonly losNorth: number;
  readonly losUp: number;
  /** Between the line of sight and the normal of WGS84 at the target: ellipsoidal, not local, incidence. */
  readonly incidenceDeg: number;
  /** Of the Earth-fixed velocity in the local frame below the satellite, clockwise from north, in (-180, 180]. */
  readonly headingDeg: number;
}

const state = new Float64Array(9);
const geodetic = new Float64Array(3);

/**
 * Line of sight, incidence and heading for an Earth-fixed target.
 * @throws SentryalError TARGET_NOT_SEEN
 */
export function lookGeometry(orbit: Orbit, targetM: Vector3, guessTimeS?: number): LookGeometry {
  const { azimuthTimeS, slantRangeM } = geo2rdr(orbit, targetM, guessTimeS);
  orbitStateInto(orbit, azimuthTimeS, state);
  const [x, y, z] = targetM;
  geodeticInto(x, y, z, geodetic);
  const [sinLatitude, cosLatitude] = [geodetic[0]!, geodetic[1]!];
  const axis = Math.hypot(x, y);
  const [cosLongitude, sinLongitude] = axis > 0 ? [x / axis, y / axis] : [1, 0];
  const dx = (state[0]! - x) / slantRangeM;
  const dy = (state[1]! - y) / slantRangeM;
  const dz = (state[2]! - z) / slantRangeM;
  const outward = dx * cosLongitude + dy * sinLongitude;
  const losEast = dy * cosLongitude - dx * sinLongitude;
  const losNorth = dz * cosLatitude - outward * sinLatitude;
  const losUp = outward * cosLatitude + dz * sinLatitude;
  return {
    azimuthTimeS,
    slantRangeM,
    losEast,
    losNorth,
    losUp,
    incidenceDeg: radToDeg(Math.atan2(Math.hypot(losEast, losNorth), losUp)),
    headingDeg: headingDeg(state),
  };
}

/** Direction of the velocity in the local frame of the satellite's own geodetic position. */
function headingDeg(satellite: Float64Array): number {
  const [x, y, z, vx, vy, vz] = satellite as unknown as readonly [number, number, number, number, number, number];
  geodeticInto(x, y, z, geodetic);
  const axis = Math.hypot(x, y);
  const east = (vy * x - vx * y) / axis;
  const outward = (vx * x + vy * y) / axis;
  const north = vz * geodetic[1]! - outward * geodetic[0]!;
  return radToDeg(Math.atan2(east, north));
}

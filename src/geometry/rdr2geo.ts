import { SentryalError } from '../errors/index.ts';
import type { Orbit, Vector3 } from '../model/index.ts';
import { radToDeg } from '../units/index.ts';
import { geodeticInto } from './ellipsoid.ts';
import { checkOrbitTime, orbitStateInto } from './orbit-interpolation.ts';

/** A point on the ground found from radar coordinates and a height. */
export interface GroundPoint {
  readonly ecef: Vector3;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/** Newton's step on the ground below which the next one would be lost in rounding, m. */
const LAST_STEP_M = 1e-6;

const MAX_STEPS = 30;

const state = new Float64Array(9);
const geodetic = new Float64Array(3);

/**
 * The point at `heightM` above WGS84 that a right-looking radar sees at zero Doppler at `azimuthTimeS` (s since the
 * orbit's epoch day) and one-way range `slantRangeM`. All points of that time and range lie on a circle around the
 * satellite; Newton's method on the angle along it brings the ellipsoidal height to `heightM` within 1e-8 m.
 * @throws SentryalError ORBIT_TIME_OUTSIDE, RANGE_NOT_ON_EARTH
 */
export function rdr2geo(orbit: Orbit, azimuthTimeS: number, slantRangeM: number, heightM: number): GroundPoint {
  checkOrbitTime(orbit, azimuthTimeS);
  orbitStateInto(orbit, azimuthTimeS, state);
  const sx = state[0]!;
  const sy = state[1]!;
  const sz = state[2]!;
  const speed = Math.sqrt(state[3]! ** 2 + state[4]! ** 2 + state[5]! ** 2);
  const vx = state[3]! / speed;
  const vy = state[4]! / speed;
  const vz = state[5]! / speed;
  const along = sx * vx + sy * vy + sz * vz;
  // Down: toward the Earth's centre, without the part along the velocity. Right: velocity × up.
  let nx = along * vx - sx;
  let ny = along * vy - sy;
  let nz = along * vz - sz;
  const distance = Math.sqrt(nx * nx + ny * ny + nz * nz);
  nx /= distance;
  ny /= distance;
  nz /= distance;
  const cx = ny * vz - nz * vy;
  const cy = nz * vx - nx * vz;
  const cz = nx * vy - ny * vx;

  // Start: a sphere through the point below the satellite, by the law of cosines.
  geodeticInto(sx, sy, sz, geodetic);
  const radius = distance - geodetic[2]! + heightM;
  const cosine = (distance * distance + slantRangeM * slantRangeM - radius * radius) / (2 * distance * slantRangeM);
  let angle = cosine > -1 && cosine < 1 ? Math.acos(cosine) : Number.NaN;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const down = slantRangeM * Math.cos(angle);
    const right = slantRangeM * Math.sin(angle);
    const x = sx + down * nx + right * cx;
    const y = sy + down * ny + right * cy;
    const z = sz + down * nz + right * cz;
    geodeticInto(x, y, z, geodetic);
    const axis = Math.sqrt(x * x + y * y);
    const cosLatitude = geodetic[1]! / axis;
    // Derivative of the point by the angle, and of its height: the part along the ellipsoid's normal.
    const tx = down * cx - right * nx;
    const ty = down * cy - right * ny;
    const tz = down * cz - right * nz;
    const change = (heightM - geodetic[2]!) / ((tx * x + ty * y) * cosLatitude + tz * geodetic[0]!);
    if (!(Math.abs(change) < 1)) break;
    if (Math.abs(change) * slantRangeM < LAST_STEP_M) {
      // Behind the horizon the way down to the point leaves the ground again.
      if (((x - sx) * x + (y - sy) * y) * cosLatitude + (z - sz) * geodetic[0]! >= 0) break;
      const ecef: Vector3 = [x + change * tx, y + change * ty, z + change * tz];
      geodeticInto(ecef[0], ecef[1], ecef[2], geodetic);
      return {
        ecef,
        latitudeDeg: radToDeg(Math.atan2(geodetic[0]!, geodetic[1]!)),
        longitudeDeg: radToDeg(Math.atan2(ecef[1], ecef[0])),
      };
    }
    angle += change;
  }
  throw new SentryalError('RANGE_NOT_ON_EARTH', {
    height: heightM,
    range: slantRangeM,
    source: orbit.source,
    time: azimuthTimeS,
  });
}

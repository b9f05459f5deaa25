import type { Geodetic, Vector3 } from '../model/index.ts';
import {
  WGS84_ECCENTRICITY_SQUARED as E2,
  WGS84_FLATTENING,
  WGS84_SEMI_MAJOR_M as A,
  degToRad,
  radToDeg,
} from '../units/index.ts';

const B = A * (1 - WGS84_FLATTENING);
const SECOND_ECCENTRICITY_SQUARED = E2 / (1 - E2);

/** Earth-centred coordinates, m, of a position on WGS84. */
export function geodeticToEcef(position: Geodetic): Vector3 {
  const latitude = degToRad(position.latitudeDeg);
  const longitude = degToRad(position.longitudeDeg);
  const sinLatitude = Math.sin(latitude);
  const cosLatitude = Math.cos(latitude);
  const normal = A / Math.sqrt(1 - E2 * sinLatitude * sinLatitude);
  const axisDistance = (normal + position.heightM) * cosLatitude;
  return [
    axisDistance * Math.cos(longitude),
    axisDistance * Math.sin(longitude),
    (normal * (1 - E2) + position.heightM) * sinLatitude,
  ];
}

/**
 * Writes the sine and cosine of the geodetic latitude and the height in metres to `out`.
 * Bowring's iteration on the parametric latitude (Survey Review 23, 1976); three rounds leave less than 1e-15 rad
 * from 100 km below the ellipsoid to satellite height.
 */
export function geodeticInto(x: number, y: number, z: number, out: Float64Array): void {
  const p = Math.sqrt(x * x + y * y);
  // Latitudes are kept as (rise, run) pairs: that also holds at the poles. First guess: the point is on the surface.
  let rise = z;
  let run = p * (1 - E2);
  for (let round = 0; round < 3; round += 1) {
    const parametricRise = rise * (1 - WGS84_FLATTENING);
    const norm = Math.sqrt(parametricRise * parametricRise + run * run);
    const sinU = parametricRise / norm;
    const cosU = run / norm;
    rise = z + SECOND_ECCENTRICITY_SQUARED * B * sinU * sinU * sinU;
    run = p - E2 * A * cosU * cosU * cosU;
  }
  const norm = Math.sqrt(rise * rise + run * run);
  const sinLatitude = rise / norm;
  const cosLatitude = run / norm;
  out[0] = sinLatitude;
  out[1] = cosLatitude;
  // This form of the height is insensitive to the latitude's rounding.
  out[2] = p * cosLatitude + z * sinLatitude - A * Math.sqrt(1 - E2 * sinLatitude * sinLatitude);
}

const scratch = new Float64Array(3);

/** WGS84 position of Earth-centred coordinates in metres. Latitude to better than 1e-12 rad. */
export function ecefToGeodetic(position: Vector3): Geodetic {
  const [x, y, z] = position;
  geodeticInto(x, y, z, scratch);
  return {
    latitudeDeg: radToDeg(Math.atan2(scratch[0]!, scratch[1]!)),
    longitudeDeg: radToDeg(Math.atan2(y, x)),
    heightM: scratch[2]!,
  };
}

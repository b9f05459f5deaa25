import type { Geodetic, Vector3 } from '../model/index.ts';
import { WGS84_ECCENTRICITY_SQUARED, WGS84_SEMI_MAJOR_M, degToRad, radToDeg } from '../units/index.ts';

/** East, north and up unit vectors of a place, in ECEF. */
export interface LocalAxes {
  readonly east: Vector3;
  readonly north: Vector3;
  readonly up: Vector3;
}

/** Radii of curvature of the ellipsoid at a latitude: meridian (M) and prime vertical (N), m. */
export function curvatureRadiiM(latitudeDeg: number): { meridian: number; primeVertical: number } {
  const sine = Math.sin(degToRad(latitudeDeg));
  const w2 = 1 - WGS84_ECCENTRICITY_SQUARED * sine * sine;
  const primeVertical = WGS84_SEMI_MAJOR_M / Math.sqrt(w2);
  return { meridian: (primeVertical * (1 - WGS84_ECCENTRICITY_SQUARED)) / w2, primeVertical };
}

/** WGS84 position to ECEF, m. */
export function toEcef(place: Geodetic): Vector3 {
  const latitude = degToRad(place.latitudeDeg);
  const longitude = degToRad(place.longitudeDeg);
  const { primeVertical } = curvatureRadiiM(place.latitudeDeg);
  const equatorial = (primeVertical + place.heightM) * Math.cos(latitude);
  return [
    equatorial * Math.cos(longitude),
    equatorial * Math.sin(longitude),
    (primeVertical * (1 - WGS84_ECCENTRICITY_SQUARED) + place.heightM) * Math.sin(latitude),
  ];
}

/** ECEF to WGS84 by fixed-point iteration on the latitude; converges to 1e-12 rad near the Earth's surface. */
export function fromEcef(position: Vector3): Geodetic {
  const [x, y, z] = position;
  const equatorial = Math.hypot(x, y);
  let latitude = Math.atan2(z, equatorial * (1 - WGS84_ECCENTRICITY_SQUARED));
  let heightM = 0;
  for (let i = 0; i < 12; i++) {
    const { primeVertical } = curvatureRadiiM(radToDeg(latitude));
    heightM = equatorial / Math.cos(latitude) - primeVertical;
    latitude = Math.atan2(
      z,
      equatorial * (1 - (WGS84_ECCENTRICITY_SQUARED * primeVertical) / (primeVertical + heightM)),
    );
  }
  return { latitudeDeg: radToDeg(latitude), longitudeDeg: radToDeg(Math.atan2(y, x)), heightM };
}

/** The local axes of the ellipsoid normal at a place. */
export function localAxes(latitudeDeg: number, longitudeDeg: number): LocalAxes {
  const latitude = degToRad(latitudeDeg);
  const longitude = degToRad(longitudeDeg);
  const [sinLat, cosLat] = [Math.sin(latitude), Math.cos(latitude)];
  const [sinLon, cosLon] = [Math.sin(longitude), Math.cos(longitude)];
  return {
    east: [-sinLon, cosLon, 0],
    north: [-sinLat * cosLon, -sinLat * sinLon, cosLat],
    up: [cosLat * cosLon, cosLat * sinLon, sinLat],
  };
}

import type { Vector3 } from '../../model/index.ts';
import { type SunMoon, julianCenturies, siderealTimeRad } from './sun-moon.ts';
import { type LocalTide, frequencyDependentTide } from './tide-bands.ts';

/** Equatorial radius of the Conventions, m, and masses over that of the Earth (IERS Conventions 2010, table 1.1). */
const EARTH_RADIUS_M = 6_378_136.6;
const SUN_MASS = 332_946.048_2;
const MOON_MASS = 0.012_300_037_1;

/** Love and Shida numbers of section 7.1.1: nominal with their latitude dependence, then the small contributions. */
const H2 = [0.6078, -0.0006] as const;
const L2 = [0.0847, 0.0002] as const;
const H3 = 0.292;
const L3 = 0.015;
const OUT_OF_PHASE = { diurnalH: -0.0025, diurnalL: -0.0007, semidiurnalH: -0.0022, semidiurnalL: -0.0007 } as const;
const L1 = { diurnal: 0.0012, semidiurnal: 0.0024 } as const;

/** Station in geocentric spherical terms. */
interface Station {
  readonly unit: Vector3;
  readonly sinLatitude: number;
  readonly cosLatitude: number;
  readonly longitudeRad: number;
}

const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Equations 7.5 and 7.6: degrees 2 and 3, in phase, Earth-fixed. */
function inPhase(station: Station, body: Vector3, mass: number): Vector3 {
  const distance = Math.hypot(...body);
  const toward: Vector3 = [body[0] / distance, body[1] / distance, body[2] / distance];
  const ratio = EARTH_RADIUS_M / distance;
  const degree2 = mass * EARTH_RADIUS_M * ratio ** 3;
  const degree3 = degree2 * ratio;
  const c = dot(toward, station.unit);
  const latitudePart = (3 * station.sinLatitude ** 2 - 1) / 2;
  const h2 = H2[0] + H2[1] * latitudePart;
  const l2 = L2[0] + L2[1] * latitudePart;
  const radial = degree2 * h2 * (1.5 * c * c - 0.5) + degree3 * H3 * (2.5 * c ** 3 - 1.5 * c);
  const tangential = degree2 * 3 * l2 * c + degree3 * L3 * (7.5 * c * c - 1.5);
  return station.unit.map(
    (value, axis) => radial * value + tangential * (toward[axis]! - c * value),
  ) as unknown as Vector3;
}

/** Equations 7.8 to 7.11: latitude dependence of the Shida number and what lags behind, of the two daily bands. */
function bands(station: Station, body: Vector3, mass: number): LocalTide {
  const distance = Math.hypot(...body);
  const scale = mass * EARTH_RADIUS_M * (EARTH_RADIUS_M / distance) ** 3;
  const sinBody = body[2] / distance;
  const cosBody = Math.hypot(body[0], body[1]) / distance;
  const { sinLatitude: sinS, cosLatitude: cosS, longitudeRad } = station;
  const [sinTwice, cosTwice] = [2 * sinS * cosS, cosS * cosS - sinS * sinS];
  const hourAngle = longitudeRad - Math.atan2(body[1], body[0]);
  const [sin1, cos1] = [Math.sin(hourAngle), Math.cos(hourAngle)];
  const [sin2, cos2] = [Math.sin(2 * hourAngle), Math.cos(2 * hourAngle)];
  const p21 = 3 * sinBody * cosBody;
  const p22 = 3 * cosBody * cosBody;
  const sinTwiceBody = 2 * sinBody * cosBody;
  const { diurnalH, diurnalL, semidiurnalH, semidiurnalL } = OUT_OF_PHASE;
  return {
    up:
      scale *
      (-0.75 * diurnalH * sinTwiceBody * sinTwice * sin1 - 0.75 * semidiurnalH * cosBody ** 2 * cosS ** 2 * sin2),
    north:
      scale *
      (-L1.diurnal * sinS * p21 * sinS * cos1 -
        0.5 * L1.semidiurnal * sinS * cosS * p22 * cos2 -
        1.5 * diurnalL * sinTwiceBody * cosTwice * sin1 +
        0.75 * semidiurnalL * cosBody ** 2 * sinTwice * sin2),
    east:
      scale *
      (L1.diurnal * sinS * p21 * cosTwice * sin1 -
        0.5 * L1.semidiurnal * sinS * cosS * p22 * sinS * sin2 -
        1.5 * diurnalL * sinTwiceBody * sinS * cos1 -
        1.5 * semidiurnalL * cosBody ** 2 * cosS * cos2),
  };
}

function stationOf(stationM: Vector3): Station {
  const radius = Math.hypot(...stationM);
  return {
    unit: [stationM[0] / radius, stationM[1] / radius, stationM[2] / radius],
    sinLatitude: stationM[2] / radius,
    cosLatitude: Math.hypot(stationM[0], stationM[1]) / radius,
    longitudeRad: Math.atan2(stationM[1], stationM[0]),
  };
}

/**
 * Displacement of the ground by the solid earth tide, Earth-fixed, m (IERS Conventions 2010, Technical Note 36, section
 * 7.1.1, steps 1 and 2; the permanent part is in it, and drops out of a difference of dates).
 * @param stationM Earth-fixed
 * @param timeS UTC seconds of `epochDay`
 */
export function solidEarthTide(stationM: Vector3, { sunM, moonM }: SunMoon, epochDay: number, timeS: number): Vector3 {
  const station = stationOf(stationM);
  const { sinLatitude, cosLatitude, longitudeRad } = station;
  const parts = [
    bands(station, sunM, SUN_MASS),
    bands(station, moonM, MOON_MASS),
    frequencyDependentTide(
      Math.atan2(sinLatitude, cosLatitude),
      longitudeRad,
      julianCenturies(epochDay, timeS),
      siderealTimeRad(epochDay, timeS),
    ),
  ];
  const up = parts.reduce((sum, part) => sum + part.up, 0);
  const north = parts.reduce((sum, part) => sum + part.north, 0);
  const east = parts.reduce((sum, part) => sum + part.east, 0);
  const [cosL, sinL] = [Math.cos(longitudeRad), Math.sin(longitudeRad)];
  const sun = inPhase(station, sunM, SUN_MASS);
  const moon = inPhase(station, moonM, MOON_MASS);
  return [
    sun[0] + moon[0] + (up * cosLatitude - north * sinLatitude) * cosL - east * sinL,
    sun[1] + moon[1] + (up * cosLatitude - north * sinLatitude) * sinL + east * cosL,
    sun[2] + moon[2] + up * sinLatitude + north * cosLatitude,
  ];
}

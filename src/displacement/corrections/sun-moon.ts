import type { Vector3 } from '../../model/index.ts';
import { TWO_PI, degToRad } from '../../units/index.ts';

/** Sun and Moon as the tide needs them, in the Earth-fixed frame. */
export interface SunMoon {
  readonly sunM: Vector3;
  readonly moonM: Vector3;
}

/** 2000-01-01 as days since 1970-01-01, and noon of it. */
const J2000_DAY = 10_957.5;

/** Terrestrial time minus UTC since 2017-01-01 (37 leap seconds), s; a second of it moves the Moon by 0.5 arc seconds. */
const TT_MINUS_UTC_S = 69.184;

/** Mean obliquity of the ecliptic at J2000, degrees. */
const OBLIQUITY_DEG = 23.439_291_11;

/** Motion of the solar perigee from the equinox of date, degrees per century (Meeus, Astronomical Algorithms, 25). */
const PERIGEE_DEG = 1.719_46;

/** Julian centuries of terrestrial time since J2000. */
export function julianCenturies(epochDay: number, timeS: number): number {
  return (epochDay - J2000_DAY + (timeS + TT_MINUS_UTC_S) / 86_400) / 36_525;
}

/** Greenwich mean sidereal time, rad (IAU 1982 without its small square terms; UT1 taken as UTC, within 0.9 s). */
export function siderealTimeRad(epochDay: number, timeS: number): number {
  const days = epochDay - J2000_DAY + timeS / 86_400;
  return degToRad((280.460_618_37 + 360.985_647_366_29 * days) % 360);
}

/** Ecliptic of date to Earth-fixed. */
function earthFixed(longitudeRad: number, latitudeRad: number, distanceM: number, siderealRad: number): Vector3 {
  const [sinE, cosE] = [Math.sin(degToRad(OBLIQUITY_DEG)), Math.cos(degToRad(OBLIQUITY_DEG))];
  const x = Math.cos(latitudeRad) * Math.cos(longitudeRad);
  const along = Math.cos(latitudeRad) * Math.sin(longitudeRad);
  const y = along * cosE - Math.sin(latitudeRad) * sinE;
  const z = along * sinE + Math.sin(latitudeRad) * cosE;
  const [sinS, cosS] = [Math.sin(siderealRad), Math.cos(siderealRad)];
  return [distanceM * (x * cosS + y * sinS), distanceM * (y * cosS - x * sinS), distanceM * z];
}

const ARC_SECOND = TWO_PI / 1_296_000;

/**
 * Geocentric places of Sun and Moon by short series (Montenbruck and Gill, Satellite Orbits, section 3.3.2): the Sun to
 * about an arc minute, the Moon to some arc minutes and 500 km, so the tide to half a per cent. Equinox of date.
 * @param timeS UTC seconds of `epochDay`
 */
export function sunMoon(epochDay: number, timeS: number): SunMoon {
  const t = julianCenturies(epochDay, timeS);
  const sidereal = siderealTimeRad(epochDay, timeS);
  const angle = (degrees: number, perCentury: number): number => degToRad((degrees + perCentury * t) % 360);
  const { sin, cos } = Math;

  const anomaly = angle(357.5256, 35_999.049);
  const sunLongitude =
    angle(282.937_35, PERIGEE_DEG) + anomaly + ARC_SECOND * (6892 * sin(anomaly) + 72 * sin(2 * anomaly));
  const sunDistanceM = (149.619 - 2.499 * cos(anomaly) - 0.021 * cos(2 * anomaly)) * 1e9;

  const l0 = angle(218.316_17, 481_267.880_88);
  const l = angle(134.962_92, 477_198.867_53);
  const s = angle(357.525_43, 35_999.049_44);
  const f = angle(93.272_83, 483_202.018_73);
  const d = angle(297.850_27, 445_267.111_35);
  const inLongitude =
    ARC_SECOND *
    (22_640 * sin(l) +
      769 * sin(2 * l) -
      4586 * sin(l - 2 * d) +
      2370 * sin(2 * d) -
      668 * sin(s) -
      412 * sin(2 * f) -
      212 * sin(2 * l - 2 * d) -
      206 * sin(l + s - 2 * d) +
      192 * sin(l + 2 * d) -
      165 * sin(s - 2 * d) +
      148 * sin(l - s) -
      125 * sin(d) -
      110 * sin(l + s) -
      55 * sin(2 * f - 2 * d));
  const latitude =
    ARC_SECOND *
    (18_520 * sin(f + inLongitude + ARC_SECOND * (412 * sin(2 * f) + 541 * sin(s))) -
      526 * sin(f - 2 * d) +
      44 * sin(l + f - 2 * d) -
      31 * sin(-l + f - 2 * d) -
      25 * sin(-2 * l + f) -
      23 * sin(s + f - 2 * d) +
      21 * sin(-l + f) +
      11 * sin(-s + f - 2 * d));
  const distanceM =
    1000 *
    (385_000 -
      20_905 * cos(l) -
      3699 * cos(2 * d - l) -
      2956 * cos(2 * d) -
      570 * cos(2 * l) +
      246 * cos(2 * l - 2 * d) -
      205 * cos(s - 2 * d) -
      171 * cos(l + 2 * d) -
      152 * cos(l + s - 2 * d));
  return {
    sunM: earthFixed(sunLongitude, 0, sunDistanceM, sidereal),
    moonM: earthFixed(l0 + inLongitude, latitude, distanceM, sidereal),
  };
}

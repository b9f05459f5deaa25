import { degToRad, radToDeg } from '../../units/index.ts';

/** Apparent displacements by what the wave passes through: mm in the line of sight, positive toward the satellite. */

/** One TEC unit, electrons per m². */
const TECU = 1e16;

/** First-order refraction of a plasma, m³/s² (Hofmann-Wellenhof et al., GNSS, section 5.3.2). */
const PLASMA = 40.3;

/** Height of the thin shell that stands for the ionosphere, m: that of IONEX maps. */
const SHELL_HEIGHT_M = 450_000;
const EARTH_RADIUS_M = 6_371_000;

/** Zenith angle of the line of sight where it crosses the shell, rad. */
function zenithAtShellRad(incidenceDeg: number): number {
  return Math.asin((EARTH_RADIUS_M / (EARTH_RADIUS_M + SHELL_HEIGHT_M)) * Math.sin(degToRad(incidenceDeg)));
}

/**
 * Apparent displacement by a change of the vertical electron content, later minus earlier. The phase runs ahead by
 * 40.3 TEC / (f² cos z), z at the shell, so that more electrons read as motion toward the satellite.
 */
export function ionosphereMm(changeTecu: number, frequencyHz: number, incidenceDeg: number): number {
  return (1000 * PLASMA * TECU * changeTecu) / (frequencyHz ** 2 * Math.cos(zenithAtShellRad(incidenceDeg)));
}

/**
 * Where the line of sight of a place crosses the shell (sphere).
 * @param losAzimuthDeg direction toward the satellite, clockwise from north
 */
export function shellCrossing(
  latitudeDeg: number,
  longitudeDeg: number,
  incidenceDeg: number,
  losAzimuthDeg: number,
): { readonly latitudeDeg: number; readonly longitudeDeg: number } {
  const arc = degToRad(incidenceDeg) - zenithAtShellRad(incidenceDeg);
  const [latitude, azimuth] = [degToRad(latitudeDeg), degToRad(losAzimuthDeg)];
  const crossed = Math.asin(
    Math.sin(latitude) * Math.cos(arc) + Math.cos(latitude) * Math.sin(arc) * Math.cos(azimuth),
  );
  const turned = Math.atan2(
    Math.sin(azimuth) * Math.sin(arc) * Math.cos(latitude),
    Math.cos(arc) - Math.sin(latitude) * Math.sin(crossed),
  );
  return { latitudeDeg: radToDeg(crossed), longitudeDeg: longitudeDeg + radToDeg(turned) };
}

/** Apparent displacement by a change of the zenith delay, later minus earlier, m: mapped to the line of sight by 1/cos. */
export function zenithDelayMm(changeM: number, incidenceDeg: number): number {
  return (-1000 * changeM) / Math.cos(degToRad(incidenceDeg));
}

import { degToRad } from '../../units/index.ts';

/** Expansion of steel, per kelvin; concrete is within a sixth of it (EN 1991-1-5, annex C: 12e-6 and 10e-6). */
export const EXPANSION_PER_K = 11.7e-6;

/** Line-of-sight displacement for a unit of horizontal motion along an axis, positive toward its azimuth. */
export function axisSensitivity(los: { losEast: number; losNorth: number }, axisAzimuthDeg: number): number {
  const azimuth = degToRad(axisAzimuthDeg);
  return los.losEast * Math.sin(azimuth) + los.losNorth * Math.cos(azimuth);
}

/** Growth of a length that is free at one end, mm. */
export function thermalExpansionMm(lengthM: number, changeK: number, perK = EXPANSION_PER_K): number {
  return 1000 * perK * lengthM * changeK;
}

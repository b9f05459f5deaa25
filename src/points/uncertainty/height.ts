import type { PointTarget } from '../../model/index.ts';
import { degToRad } from '../../units/index.ts';

/** A structure whose height nobody gave may stand this far off the DEM, m. */
export const STRUCTURE_SIGMA_M = 20;

/** Standard deviation of a DEM, m: Copernicus GLO-30 is specified to 4 m at 90 % (1.645 sigma), absolute. */
export const DEM_SIGMA_M = 2.5;

/** Standard deviation of a height that the job gives without one, m. */
const GIVEN_SIGMA_M = 1;

/** EGM96 stands in for EGM2008; they differ by 0.5 m rms. */
const GEOID_SIGMA_M = 0.5;

/** What is assumed of the error of a target's height, m (1 sigma). */
export function assumedHeightSigmaM(source: PointTarget['heightSource']): number {
  switch (source) {
    case 'ellipsoid':
      return GIVEN_SIGMA_M;
    case 'egm2008':
      return Math.hypot(GIVEN_SIGMA_M, GEOID_SIGMA_M);
    case 'above_dem':
      return Math.hypot(GIVEN_SIGMA_M, DEM_SIGMA_M);
    case 'dem':
      return STRUCTURE_SIGMA_M;
  }
}

/** Where a target is and how both dates see it. */
export interface HeightSensitivity {
  readonly perpendicularM: number;
  readonly slantRangeM: number;
  readonly incidenceDeg: number;
}

/** Displacement that one metre of height feigns, mm per m: B / (R sin θ) (Hanssen 2001, eq. 2.4.22, without sign). */
export function heightSensitivityMmPerM({ perpendicularM, slantRangeM, incidenceDeg }: HeightSensitivity): number {
  return Math.abs((1000 * perpendicularM) / (slantRangeM * Math.sin(degToRad(incidenceDeg))));
}

/**
 * Height term, mm: the sensitivity times the errors of the point's and the reference's height, taken as independent (the
 * errors of a DEM are not over short distances: then this is too much).
 */
export function heightSigmaMm(seen: HeightSensitivity, pointSigmaM: number, referenceSigmaM: number): number {
  return heightSensitivityMmPerM(seen) * Math.hypot(pointSigmaM, referenceSigmaM);
}

import { TWO_PI, phaseSigmaToMm } from '../../units/index.ts';

/** How well both dates are registered in azimuth. */
export interface RegistrationQuality {
  /** Standard deviation of the azimuth registration, s: of spectral diversity, else that of the orbits. */
  readonly sigmaS: number;
  /** Phase steps left between bursts that overlap, rad rms; undefined where no overlap was seen. */
  readonly seamRad: number | undefined;
}

/** A place as the registration sees it: Doppler of its carrier and the burst it was measured in. */
export interface RegisteredPlace {
  readonly dopplerHz: number;
  readonly burst: string;
}

/**
 * Coregistration term, mm: λ / (4π) 2π |f(point) - f(reference)| σ_dt, f the Doppler centroid with the antenna's sweep
 * (an azimuth shift dt makes the phase 2π f dt: Prats-Iraola et al. 2012, eq. 6; Fattahi et al. 2017); between two bursts
 * with the step at their seam that is left.
 */
export function coregistrationSigmaMm(
  quality: RegistrationQuality,
  point: RegisteredPlace,
  reference: RegisteredPlace,
  wavelengthM: number,
): number {
  const shiftRad = TWO_PI * Math.abs(point.dopplerHz - reference.dopplerHz) * quality.sigmaS;
  const seamRad = point.burst === reference.burst ? 0 : (quality.seamRad ?? 0);
  return phaseSigmaToMm(Math.hypot(shiftRad, seamRad), wavelengthM);
}

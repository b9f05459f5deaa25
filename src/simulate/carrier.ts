import { SPEED_OF_LIGHT_MPS, degToRad } from '../units/index.ts';
import { type BurstPlan, type SwathPlan, nearestPolynomial } from './acquisition.ts';
import type { Trajectory } from './trajectory.ts';
import { length } from './vector.ts';

/** Rates of the azimuth carrier at one slant range. */
export interface CarrierAtRange {
  /** Doppler rate of the focused burst, Hz/s. */
  readonly rateHzPerS: number;
  /** Doppler centroid, Hz. */
  readonly centroidHz: number;
  /** Zero-Doppler time of the centroid against the middle of the burst, s. */
  readonly referenceS: number;
}

/** The azimuth carrier of one TOPS burst, a closed form of time and range. */
export interface Carrier {
  /** Time of the middle of the burst, L/2 lines after line 0, s since the epoch day. */
  readonly midTimeS: number;
  at(twoWayTimeS: number): CarrierAtRange;
  /** Phase of the carrier, cycles (not wrapped). */
  cycles(timeS: number, twoWayTimeS: number): number;
}

/**
 * φ / 2π = k_t/2 (η - η_ref)² + f_dc (η - η_ref), with k_s = 2 v f_c k_ψ / c, k_t = k_a k_s / (k_a - k_s) and
 * η_ref(τ) = f_dc(τ₀)/k_a(τ₀) - f_dc(τ)/k_a(τ) (ESA COPE-GSEG-EOPG-TN-14-0025). τ₀ is the swath's first sample,
 * v the speed at the middle of the burst, and the polynomials are those nearest to the middle line in time.
 */
export function burstCarrier(swath: SwathPlan, burst: BurstPlan, trajectory: Trajectory): Carrier {
  const midTimeS = burst.firstLineTimeS + (swath.linesPerBurst / 2) * swath.azimuthTimeIntervalS;
  const listTimeS = burst.firstLineTimeS + ((swath.linesPerBurst - 1) / 2) * swath.azimuthTimeIntervalS;
  const fm = nearestPolynomial(swath.azimuthFmRates, listTimeS);
  const dc = nearestPolynomial(swath.dopplerCentroids, listTimeS);
  const [a0, a1, a2] = [fm.coefficients[0] ?? 0, fm.coefficients[1] ?? 0, fm.coefficients[2] ?? 0];
  const [d0, d1, d2] = [dc.coefficients[0] ?? 0, dc.coefficients[1] ?? 0, dc.coefficients[2] ?? 0];
  const [fmOriginS, dcOriginS] = [fm.originS, dc.originS];
  const speedMps = length(trajectory.velocityMps(midTimeS));
  const steeringRate =
    (2 * speedMps * swath.radarFrequencyHz * degToRad(swath.steeringRateDegPerS)) / SPEED_OF_LIGHT_MPS;

  const fmRate = (tau: number): number => a0 + (tau - fmOriginS) * (a1 + (tau - fmOriginS) * a2);
  const centroid = (tau: number): number => d0 + (tau - dcOriginS) * (d1 + (tau - dcOriginS) * d2);
  const originS = centroid(swath.slantRangeTimeS) / fmRate(swath.slantRangeTimeS);
  return {
    midTimeS,
    at: (tau) => {
      const [ka, fdc] = [fmRate(tau), centroid(tau)];
      return {
        rateHzPerS: (ka * steeringRate) / (ka - steeringRate),
        centroidHz: fdc,
        referenceS: originS - fdc / ka,
      };
    },
    cycles: (timeS, tau) => {
      const ka = fmRate(tau);
      const fdc = centroid(tau);
      const eta = timeS - midTimeS - originS + fdc / ka;
      return eta * (0.5 * ((ka * steeringRate) / (ka - steeringRate)) * eta + fdc);
    },
  };
}

import type { Burst, Orbit, RangeTimePolynomial, Swath } from '../model/index.ts';
import { SPEED_OF_LIGHT_MPS } from '../units/index.ts';

/**
 * Azimuth carrier of a TOPS burst (ESA COPE-GSEG-EOPG-TN-14-0025, "Definition of the TOPS SLC deramping function"):
 * phase = π kt (η - ηref)² + 2π fdc (η - ηref), η the zero-Doppler time from the burst's middle. What the resampler
 * needs is only its first and second derivative in time, in f64; a constant cancels between deramping and reramping.
 */
export interface TopsCarrier {
  /** Instantaneous Doppler of the carrier, Hz, at (line, sample) of the burst. */
  dopplerHz(line: number, sample: number): number;
  /** Doppler rate kt, Hz/s, at a sample. */
  dopplerRateHzPerS(sample: number): number;
}

/** Σ c_k (τ - τ0)^k at the two-way slant-range time τ. */
export function evaluateRangeTimePolynomial(polynomial: RangeTimePolynomial, rangeTimeS: number): number {
  const x = rangeTimeS - polynomial.originS;
  return polynomial.coefficients.reduceRight((sum, c) => sum * x + c, 0);
}

/** The record nearest in time. */
export function nearestInTime(
  polynomials: readonly RangeTimePolynomial[],
  azimuthTimeS: number,
): RangeTimePolynomial | undefined {
  let best: RangeTimePolynomial | undefined;
  for (const polynomial of polynomials)
    if (!best || Math.abs(polynomial.azimuthTimeS - azimuthTimeS) < Math.abs(best.azimuthTimeS - azimuthTimeS))
      best = polynomial;
  return best;
}

/**
 * The carrier of one burst.
 * @param speedMps of the satellite at the burst's middle
 */
export function topsCarrier(swath: Swath, burst: Burst, speedMps: number): TopsCarrier {
  const middleLine = (swath.linesPerBurst - 1) / 2;
  const middleTimeS = burst.firstLineTimeS + middleLine * swath.azimuthTimeIntervalS;
  const steeringRateHzPerS = (2 * speedMps * swath.azimuthSteeringRateRadPerS) / swath.wavelengthM;
  const fmRate = nearestInTime(swath.azimuthFmRates, middleTimeS);
  const centroid = nearestInTime(swath.dopplerCentroids, middleTimeS);
  const rangeTimeS = (sample: number): number =>
    (2 * (swath.nearRangeM + sample * swath.rangeSpacingM)) / SPEED_OF_LIGHT_MPS;
  const fmAt = (sample: number): number => (fmRate ? evaluateRangeTimePolynomial(fmRate, rangeTimeS(sample)) : 0);
  const centroidAt = (sample: number): number =>
    centroid ? evaluateRangeTimePolynomial(centroid, rangeTimeS(sample)) : 0;
  const crossingTimeS = (sample: number): number => -centroidAt(sample) / fmAt(sample);
  const middleSample = (swath.samplesPerBurst - 1) / 2;
  const middleCrossingS = crossingTimeS(middleSample);
  const dopplerRateHzPerS = (sample: number): number => {
    const fm = fmAt(sample);
    return (fm * steeringRateHzPerS) / (fm - steeringRateHzPerS);
  };
  return {
    dopplerRateHzPerS,
    dopplerHz: (line, sample) => {
      const timeS = (line - middleLine) * swath.azimuthTimeIntervalS;
      const referenceS = crossingTimeS(sample) - middleCrossingS;
      return dopplerRateHzPerS(sample) * (timeS - referenceS) + centroidAt(sample);
    },
  };
}

/** Speed of the satellite at a time: the state vector nearest to it is enough (it changes by 1e-5 in 10 s). */
export function satelliteSpeedMps(orbit: Orbit, timeS: number): number {
  let best = 0;
  for (let i = 1; i < orbit.timesS.length; i++)
    if (Math.abs(orbit.timesS[i]! - timeS) < Math.abs(orbit.timesS[best]! - timeS)) best = i;
  return Math.hypot(...orbit.velocitiesMps.subarray(3 * best, 3 * best + 3));
}

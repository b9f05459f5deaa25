import { geo2rdr, interpolateOrbit, rdr2geo } from '../geometry/index.ts';
import type { Burst, BurstPlacement, Orbit, Swath, Vector3 } from '../model/index.ts';
import { SPEED_OF_LIGHT_MPS } from '../units/index.ts';
import { type TopsCarrier, evaluateRangeTimePolynomial, nearestInTime } from './tops-carrier.ts';

/** How the azimuth FM rate that both dates were focused with differs from that of their orbits over the ground. */
export interface FmRateMismatch {
  /** Annotated minus geometric rate of each date, Hz/s: the largest, by size, at near, middle and far range. */
  readonly referenceHzPerS: number;
  readonly secondaryHzPerS: number;
  /** Phase it leaves in arg(reference · conj(secondary)) at the burst's edges, rad: the largest by size. */
  readonly edgePhaseRad: number;
}

export interface FmRateRequest {
  readonly placement: BurstPlacement;
  readonly referenceOrbit: Orbit;
  readonly secondaryOrbit: Orbit;
  readonly referenceCarrier: TopsCarrier;
  readonly secondaryCarrier: TopsCarrier;
  /** Ellipsoidal height of the ground below the placement, m. */
  readonly heightM: number;
}

/** Azimuth FM rate that a burst was focused with, Hz/s (negative), at a sample: the record nearest to its middle. */
export function annotatedFmRate(swath: Swath, burst: Burst, sample: number): number {
  const middleTimeS = burst.firstLineTimeS + ((swath.linesPerBurst - 1) / 2) * swath.azimuthTimeIntervalS;
  const rangeTimeS = (2 * (swath.nearRangeM + sample * swath.rangeSpacingM)) / SPEED_OF_LIGHT_MPS;
  // No annotation without a record is read.
  return evaluateRangeTimePolynomial(nearestInTime(swath.azimuthFmRates, middleTimeS)!, rangeTimeS);
}

/**
 * Azimuth FM rate of a stationary target at its zero-Doppler time, Hz/s (negative): the Doppler -(2/λ) dR/dt changes by
 * ka = -(2/λ) d²R/dt², and at zero Doppler d²R/dt² = (|V|² + A · (S - P)) / R with the satellite's position S, velocity V
 * and acceleration A in the turning Earth-fixed frame, where the target P rests.
 * @param timeS zero-Doppler time of the target, s since the orbit's epoch day
 * @throws SentryalError ORBIT_TIME_OUTSIDE
 */
export function geometricFmRate(orbit: Orbit, timeS: number, [x, y, z]: Vector3, wavelengthM: number): number {
  const { positionM, velocityMps: v, accelerationMps2: a } = interpolateOrbit(orbit, timeS);
  const [dx, dy, dz] = [positionM[0] - x, positionM[1] - y, positionM[2] - z];
  const bend = v[0] * v[0] + v[1] * v[1] + v[2] * v[2] + a[0] * dx + a[1] * dy + a[2] * dz;
  return (-2 * bend) / (wavelengthM * Math.hypot(dx, dy, dz));
}

/**
 * Phase, rad, at the place of a target seen at Doppler f that was focused with rate `annotated` in place of its own.
 *
 * A target of rate k at time t0 has the azimuth spectrum exp(-jπ f²/k - j2π f t0); the processor multiplies it by
 * exp(+jπ f²/ka). What is left, πΔf² with Δ = 1/ka - 1/k, is around the target's Doppler f0, f = f0 + δ, the sum of
 * πΔf0² (a phase), 2πΔf0 δ (a shift of the response to t0 - f0 Δ) and πΔδ² (defocusing). At t0, where orbits and DEM
 * register both dates, the phase is +πΔf0²; at the shifted peak itself it is -πΔf0². In a TOPS burst f0 grows to 2.8 kHz
 * at the edges: 4 rad for 1 Hz/s (Rodriguez-Cassola et al. 2015, "Doppler-Related Distortions in TOPS SAR Images").
 */
export function fmRatePhase(dopplerHz: number, annotatedHzPerS: number, geometricHzPerS: number): number {
  return Math.PI * dopplerHz ** 2 * (1 / annotatedHzPerS - 1 / geometricHzPerS);
}

const larger = (a: number, b: number): number => (Math.abs(b) > Math.abs(a) ? b : a);

/**
 * Compares annotated and geometric azimuth FM rate of both dates at near, middle and far range of a placement's window, at
 * the middle and at the first and last valid line of its burst. The processor takes one height for all of a range line, so
 * each date has a mismatch that follows the relief; in the interferogram what counts is the difference between dates.
 * @throws SentryalError of the geometry
 */
export function fmRateMismatch(request: FmRateRequest): FmRateMismatch {
  const { placement, referenceOrbit, secondaryOrbit, referenceCarrier, secondaryCarrier, heightM } = request;
  const { window, pair } = placement;
  const { reference, referenceSwath, secondary, secondarySwath } = pair;
  const at = (line: number, sample: number) => {
    const timeS = reference.firstLineTimeS + line * referenceSwath.azimuthTimeIntervalS;
    const rangeM = referenceSwath.nearRangeM + sample * referenceSwath.rangeSpacingM;
    const { ecef } = rdr2geo(referenceOrbit, timeS, rangeM, heightM);
    const seen = geo2rdr(secondaryOrbit, ecef);
    const secondaryLine = (seen.azimuthTimeS - secondary.firstLineTimeS) / secondarySwath.azimuthTimeIntervalS;
    const secondarySample = (seen.slantRangeM - secondarySwath.nearRangeM) / secondarySwath.rangeSpacingM;
    const first = {
      annotated: annotatedFmRate(referenceSwath, reference, sample),
      geometric: geometricFmRate(referenceOrbit, timeS, ecef, referenceSwath.wavelengthM),
    };
    const second = {
      annotated: annotatedFmRate(secondarySwath, secondary, secondarySample),
      geometric: geometricFmRate(secondaryOrbit, seen.azimuthTimeS, ecef, secondarySwath.wavelengthM),
    };
    return {
      referenceHzPerS: first.annotated - first.geometric,
      secondaryHzPerS: second.annotated - second.geometric,
      phaseRad:
        fmRatePhase(referenceCarrier.dopplerHz(line, sample), first.annotated, first.geometric) -
        fmRatePhase(secondaryCarrier.dopplerHz(secondaryLine, secondarySample), second.annotated, second.geometric),
    };
  };
  const samples = [0, 0.5, 1].map((x) => window.firstSample + x * (window.samples - 1));
  const middles = samples.map((sample) => at((referenceSwath.linesPerBurst - 1) / 2, sample));
  const edges = [reference.firstValidLine, reference.lastValidLine].flatMap((line) =>
    samples.map((sample) => at(line, sample)),
  );
  return {
    referenceHzPerS: middles.map(({ referenceHzPerS }) => referenceHzPerS).reduce(larger),
    secondaryHzPerS: middles.map(({ secondaryHzPerS }) => secondaryHzPerS).reduce(larger),
    edgePhaseRad: edges.map(({ phaseRad }) => phaseRad).reduce(larger),
  };
}

import type { RadarCoordinates } from '../geometry/index.ts';
import type { SwathName } from '../model/index.ts';
import { SPEED_OF_LIGHT_MPS, degToRad } from '../units/index.ts';

/** One-way path delay through the whole atmosphere toward the zenith at sea level, m, and the height it falls off over, m. */
const ZENITH_DELAY_M = 2.3;
const SCALE_HEIGHT_M = 6000;

/** What the echoes of a swath are timed by. */
export interface EchoTiming {
  /** Pulses between a pulse and its echo. */
  readonly rank: number;
  readonly pulseRepetitionHz: number;
  /** Two-way time of the middle of IW2, which the processor has corrected all swaths for, s. */
  readonly middleTwoWayS: number;
}

/** By how much an image shows a place away from its geometric position. */
export interface PositionDelays {
  /** Whether echoes travelled through an atmosphere. */
  readonly hasAtmosphere: boolean;
  /** By sub-swath, where the annotation tells. */
  readonly timings: Readonly<Partial<Record<SwathName, EchoTiming>>>;
}

/** For images made without an atmosphere and without a moving satellite. */
export const NO_DELAYS: PositionDelays = { hasAtmosphere: false, timings: {} };

/** One-way path delay, m: 2.3 exp(-h / 6000) / cos θ, the model of OPERA's static troposphere. */
export function pathDelayM(heightM: number, incidenceDeg: number): number {
  return (ZENITH_DELAY_M * Math.exp(-heightM / SCALE_HEIGHT_M)) / Math.cos(degToRad(incidenceDeg));
}

/**
 * Azimuth time that the processor's correction of the bistatic delay leaves, s: τ_mid / 2 + τ / 2 - rank / PRF (Gisinger et
 * al. 2021, eq. 21): lines are annotated that much early.
 */
export function bistaticResidualS(timing: EchoTiming, slantRangeM: number): number {
  return timing.middleTwoWayS / 2 + slantRangeM / SPEED_OF_LIGHT_MPS - timing.rank / timing.pulseRepetitionHz;
}

/** Where the image shows a place of known geometric position: farther by the path delay, earlier by the bistatic residual. */
export function seenPosition(
  delays: PositionDelays,
  swath: SwathName | undefined,
  radar: RadarCoordinates,
  heightM: number,
  incidenceDeg: number,
): RadarCoordinates {
  const timing = swath === undefined ? undefined : delays.timings[swath];
  const delayM = delays.hasAtmosphere ? pathDelayM(heightM, incidenceDeg) : 0;
  const earlyS = timing ? bistaticResidualS(timing, radar.slantRangeM) : 0;
  return { azimuthTimeS: radar.azimuthTimeS - earlyS, slantRangeM: radar.slantRangeM + delayM };
}

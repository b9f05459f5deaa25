import type { Polarization, RangeTimePolynomial, SpectralWindow, SwathName } from '../model/index.ts';
import type { StateVectors, Trajectory } from './trajectory.ts';

/** One burst to simulate. Lines and samples count from its own first; valid limits are inclusive. */
export interface BurstPlan {
  /** Exact zero-Doppler time of line 0, s since the epoch day; the annotation carries it rounded to 1 µs. */
  readonly firstLineTimeS: number;
  /** Raw time of the burst's first echo, from which the burst id follows, s since the epoch day. */
  readonly sensingTimeS: number;
  readonly burstId: number;
  readonly absoluteBurstId: number;
  readonly firstValidLine: number;
  readonly lastValidLine: number;
  readonly firstValidSample: number;
  readonly lastValidSample: number;
}

/** One sub-swath to simulate, with what its annotation will say. */
export interface SwathPlan {
  readonly name: SwathName;
  readonly polarization: Polarization;
  readonly radarFrequencyHz: number;
  readonly rangeSamplingRateHz: number;
  readonly azimuthTimeIntervalS: number;
  readonly steeringRateDegPerS: number;
  /** Two-way time of sample 0, s. */
  readonly slantRangeTimeS: number;
  readonly linesPerBurst: number;
  readonly samplesPerBurst: number;
  readonly rangeWindow: SpectralWindow;
  readonly azimuthWindow: SpectralWindow;
  readonly prfHz: number;
  readonly rank: number;
  readonly txPulseLengthS: number;
  readonly txPulseRampRateHzPerS: number;
  readonly azimuthFmRates: readonly RangeTimePolynomial[];
  readonly dopplerCentroids: readonly RangeTimePolynomial[];
  readonly bursts: readonly BurstPlan[];
}

/** One date to simulate. */
export interface Acquisition {
  readonly mission: 'S1A' | 'S1B' | 'S1C' | 'S1D';
  /** Days since 1970-01-01; every time is seconds since its midnight UTC. */
  readonly epochDay: number;
  readonly trajectory: Trajectory;
  /** For the annotation's orbit list. */
  readonly annotationVectors: StateVectors;
  /** For the EOF file. */
  readonly orbitFileVectors: StateVectors;
  readonly absoluteOrbit: number;
  readonly relativeOrbit: number;
  readonly cycle: number;
  readonly pass: 'ascending' | 'descending';
  readonly nodeTimeS: number;
  readonly dataTakeId: number;
  readonly processorVersion: string;
  readonly swaths: readonly SwathPlan[];
}

/** Both dates of a pair; the secondary is the later one. */
export interface PairPlan {
  readonly reference: Acquisition;
  readonly secondary: Acquisition;
}

/** Exact zero-Doppler time of a line of a burst. */
export function lineTimeS(swath: SwathPlan, burst: BurstPlan, line: number): number {
  return burst.firstLineTimeS + line * swath.azimuthTimeIntervalS;
}

/** First and last line time of a whole acquisition. */
export function acquisitionSpanS(swaths: readonly SwathPlan[]): { startS: number; stopS: number } {
  let startS = Infinity;
  let stopS = -Infinity;
  for (const swath of swaths) {
    for (const burst of swath.bursts) {
      startS = Math.min(startS, burst.firstLineTimeS);
      stopS = Math.max(stopS, lineTimeS(swath, burst, swath.linesPerBurst - 1));
    }
  }
  return { startS, stopS };
}

/** The entry of a list whose time is nearest. */
export function nearestPolynomial(list: readonly RangeTimePolynomial[], timeS: number): RangeTimePolynomial {
  return list.reduce((best, entry) =>
    Math.abs(entry.azimuthTimeS - timeS) < Math.abs(best.azimuthTimeS - timeS) ? entry : best,
  );
}

import type { SwathName } from '../model/index.ts';

/** What the instrument fixes per sub-swath (values of current products). */
export interface SwathConstants {
  readonly steeringRateDegPerS: number;
  readonly prfHz: number;
  readonly rank: number;
  readonly txPulseLengthS: number;
  readonly txPulseRampRateHzPerS: number;
  readonly linesPerBurst: number;
  /** Full width of the swath. */
  readonly samplesPerBurst: number;
  /** Whole samples from the first sample of IW1: all swaths share one range grid. */
  readonly rangeOffsetSamples: number;
  readonly rangeBandwidthHz: number;
  readonly azimuthBandwidthHz: number;
  readonly azimuthHamming: number;
  /** First echo of the swath's burst after that of IW1's, s (L1 ADD, burst cycle). */
  readonly sensingDelayS: number;
  /** Zero-Doppler time of line 0 against the first echo, s. */
  readonly firstLineDelayS: number;
  readonly firstValidLine: number;
  readonly lastValidLine: number;
  /** Samples of the full swath that the crop takes from: neighbours share some 550. */
  readonly firstSample: number;
  readonly lastSample: number;
}

export const SWATH_CONSTANTS: Readonly<Record<SwathName, SwathConstants>> = {
  iw1: {
    steeringRateDegPerS: 1.590368784,
    prfHz: 1717.128973878037,
    rank: 9,
    txPulseLengthS: 5.240481e-5,
    txPulseRampRateHzPerS: 1.078230321e12,
    linesPerBurst: 1502,
    samplesPerBurst: 22_600,
    rangeOffsetSamples: 0,
    rangeBandwidthHz: 56.5e6,
    azimuthBandwidthHz: 327,
    azimuthHamming: 0.7,
    sensingDelayS: 0,
    firstLineDelayS: -1.1397,
    firstValidLine: 20,
    lastValidLine: 1483,
    firstSample: 950,
    lastSample: 21420,
  },
  iw2: {
    steeringRateDegPerS: 0.979863325,
    prfHz: 1451.62711219399,
    rank: 8,
    txPulseLengthS: 6.199593e-5,
    txPulseRampRateHzPerS: 7.792817275e11,
    linesPerBurst: 1514,
    samplesPerBurst: 26_400,
    rangeOffsetSamples: 19_918,
    rangeBandwidthHz: 48.3e6,
    azimuthBandwidthHz: 313,
    azimuthHamming: 0.75,
    sensingDelayS: 0.832,
    firstLineDelayS: -1.0276,
    firstValidLine: 26,
    lastValidLine: 1487,
    firstSample: 880,
    lastSample: 25290,
  },
  iw3: {
    steeringRateDegPerS: 1.397440818,
    prfHz: 1685.817302492702,
    rank: 10,
    txPulseLengthS: 5.339056e-5,
    txPulseRampRateHzPerS: 8.014509491e11,
    linesPerBurst: 1518,
    samplesPerBurst: 25_380,
    rangeOffsetSamples: 43_757,
    rangeBandwidthHz: 42.79e6,
    azimuthBandwidthHz: 314,
    azimuthHamming: 0.75,
    sensingDelayS: 1.91,
    firstLineDelayS: -1.1468,
    firstValidLine: 28,
    lastValidLine: 1490,
    firstSample: 760,
    lastSample: 24400,
  },
};

/** Common to all swaths. */
export const RADAR = {
  radarFrequencyHz: 5.40500045433435e9,
  rangeSamplingRateHz: 6.434523812571428e7,
  azimuthTimeIntervalS: 2.0555563e-3,
  rangeHamming: 0.75,
  /** Two-way time of IW1's first sample, s. */
  firstSampleTimeS: 5.339839490506816e-3,
} as const;

/** Burst cycle of IW (L1 Algorithm Definition, 9-89): seconds between bursts, and before the first. */
export const BURST_CYCLE_S = 2.758273;
export const BURST_PREAMBLE_S = 2.299849;

/** Middle of IW2's burst after IW1's first echo, s: the instant that the burst id counts. */
export const BURST_ID_OFFSET_S = 0.832 + 1.078 / 2;

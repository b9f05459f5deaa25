import type { Burst, BurstPair, ByteSource, Swath, SwathName } from '../../src/model/index.ts';

const measurement: ByteSource = {
  name: 'none',
  sizeBytes: 0,
  read: () => Promise.reject(new Error('no pixels')),
  close: () => Promise.resolve(),
};

/** Burst cycle of IW, s: a burst every 1341.9 lines of 2.0556 ms, of which it has 1500. */
const LINES_PER_CYCLE = 1342;

export interface SwathShape {
  readonly name?: SwathName;
  readonly bursts?: number;
  readonly linesPerBurst?: number;
  readonly samplesPerBurst?: number;
  /** Lines from a burst to the next. */
  readonly linesPerCycle?: number;
  /** Invalid lines and samples on each side. */
  readonly border?: { readonly lines: number; readonly samples: number };
  readonly firstLineTimeS?: number;
  readonly nearRangeM?: number;
}

/** A swath with the sampling, spectra and steering of IW1; no pixels. */
export function madeUpSwath(shape: SwathShape = {}): Swath {
  const {
    name = 'iw1',
    bursts: count = 3,
    linesPerBurst = 1500,
    samplesPerBurst = 21_000,
    linesPerCycle = LINES_PER_CYCLE,
    border = { lines: 20, samples: 400 },
    firstLineTimeS = 50_000,
    nearRangeM = 800_000,
  } = shape;
  const azimuthTimeIntervalS = 2.055_556e-3;
  const bursts = Array.from({ length: count }, (_, index): Burst => ({
    burstId: 1000 + index,
    index,
    firstLineTimeS: firstLineTimeS + index * linesPerCycle * azimuthTimeIntervalS,
    byteOffset: 0,
    firstValidLine: border.lines,
    lastValidLine: linesPerBurst - 1 - border.lines,
    firstValidSample: border.samples,
    lastValidSample: samplesPerBurst - 1 - border.samples,
  }));
  const rangeSamplingRateHz = 64.345_238e6;
  const originS = (2 * nearRangeM) / 299_792_458;
  return {
    name,
    polarization: 'vv',
    wavelengthM: 0.055_465_76,
    rangeSamplingRateHz,
    rangeSpacingM: 299_792_458 / (2 * rangeSamplingRateHz),
    nearRangeM,
    azimuthTimeIntervalS,
    azimuthSteeringRateRadPerS: (1.590368784 * Math.PI) / 180,
    linesPerBurst,
    samplesPerBurst,
    rangeWindow: { bandwidthHz: 56.5e6, hammingCoefficient: 0.75 },
    azimuthWindow: { bandwidthHz: 327, hammingCoefficient: 0.7 },
    azimuthFmRates: [{ azimuthTimeS: firstLineTimeS + 1, originS, coefficients: [-2330, 445_000, -78_000_000] }],
    dopplerCentroids: [{ azimuthTimeS: firstLineTimeS + 1, originS, coefficients: [-20, 12_000, -3e6] }],
    bursts,
    measurement,
  };
}

/** The first burst of one swath and of the same swath on another day. */
export function madeUpPair(reference = madeUpSwath(), secondary = reference, index = 0): BurstPair {
  return {
    referenceSwath: reference,
    secondarySwath: secondary,
    reference: reference.bursts[index]!,
    secondary: secondary.bursts[index]!,
  };
}

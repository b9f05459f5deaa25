export { type AlignBurstRequest, alignBurst, tileLayout } from './align-burst.ts';
export { type AzimuthOverlap, azimuthOverlap } from './azimuth-overlap.ts';
export {
  type FmRateMismatch,
  type FmRateRequest,
  annotatedFmRate,
  fmRateMismatch,
  fmRatePhase,
  geometricFmRate,
} from './fm-rate.ts';
export { type CycleEvidence, chooseCycle } from './choose-cycle.ts';
export { fitLineGrid, refitBurstTimes } from './line-grid.ts';
export { type InterpolatorTable, designInterpolator, hammingAmplitude, quarterTaps } from './interpolator.ts';
export { type CorrelationPatch, type PatchOffsets, estimatePatchOffsets, removeCarrier } from './patch-offsets.ts';
export {
  type AzimuthShift,
  type OverlapPhase,
  type OverlapSample,
  estimateAzimuthShift,
  overlapPhase,
  overlapResidualRad,
} from './spectral-diversity.ts';
export { type TopsCarrier, satelliteSpeedMps, topsCarrier } from './tops-carrier.ts';

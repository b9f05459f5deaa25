export { type Reach, type Scatterer, strongestScatterer } from './scatterer.ts';
export { type SimilarPixels, type SimilarRequest, similarPixels } from './similar-pixels.ts';
export { type CellRasters, type CellSample, sampleCells } from './cell-sample.ts';
export { type BurstDoppler, burstKey, dopplerAt, sampleDoppler } from './burst-doppler.ts';
export { type PlacedTarget, locatePoint, pixelMetres } from './locate-point.ts';
export { groundLevelRad } from './ground-level.ts';
export { measurePoint, samplePoints } from './sample-points.ts';
export type { ImagePlace, PointRegistration, SampleRequest } from './sample-request.ts';
export {
  type EchoTiming,
  NO_DELAYS,
  type PositionDelays,
  bistaticResidualS,
  pathDelayM,
  seenPosition,
} from './seen-position.ts';
export {
  type HeightSensitivity,
  type OrbitSpread,
  type RegisteredPlace,
  type RegistrationQuality,
  assumedHeightSigmaM,
  coregistrationSigmaMm,
  heightSensitivityMmPerM,
  heightSigmaMm,
  isNormal,
  orbitSigmaMm,
  phaseSpreads,
  scattererSigmaRad,
  totalSigmaMm,
  troposphereSigmaMm,
} from './uncertainty/index.ts';

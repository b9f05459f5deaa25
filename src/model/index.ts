export type { BurstAlignment, BurstPair, BurstPlacement, TileLayout, TileModel } from './alignment.ts';
export type { ByteSource } from './byte-source.ts';
export type { Dem } from './dem.ts';
export type { BoundingBox, Geodetic, Vector3 } from './geodetic.ts';
export type { Burst, Granule, Polarization, RangeTimePolynomial, SpectralWindow, Swath, SwathName } from './granule.ts';
export type { GridWindow, LookGrid, Looks, RadarGrid } from './grid.ts';
export type { Orbit, OrbitKind } from './orbit.ts';
export type { FullResolutionPatch } from './patch.ts';
export type { CoherenceMap, DisplacementMap, Interferogram, UnwrappedPhase } from './raster.ts';
export type { Progress, ProgressEvent, Warn, Warning } from './report.ts';
export type {
  MeasurementStatus,
  PointMeasurement,
  PointSampling,
  PointTarget,
  SamplingMethod,
  SigmaTerms,
} from './point.ts';
export type { ReferencePlace } from './reference.ts';

import type {
  BurstPair,
  BurstPlacement,
  Dem,
  FullResolutionPatch,
  Orbit,
  PointMeasurement,
  PointTarget,
  ReferencePlace,
  SamplingMethod,
  Vector3,
} from '../model/index.ts';
import type { BurstDoppler } from './burst-doppler.ts';
import type { CellRasters } from './cell-sample.ts';
import type { PositionDelays } from './seen-position.ts';
import type { RegistrationQuality } from './uncertainty/index.ts';

/** A place in a burst. */
export type ImagePlace = NonNullable<PointMeasurement['image']>;

/** What the azimuth registration says of places. */
export interface PointRegistration extends RegistrationQuality {
  /** Doppler of the carrier of each burst that was registered, by `burstKey`. */
  readonly dopplers: Readonly<Record<string, BurstDoppler>>;
}

/** Everything a measurement of points works with: data only, so that it can be kept with a run. */
export interface SampleRequest {
  readonly targets: readonly PointTarget[];
  readonly rasters: CellRasters;
  readonly placements: readonly BurstPlacement[];
  readonly pairs: readonly BurstPair[];
  readonly referenceOrbit: Orbit;
  readonly secondaryOrbit: Orbit;
  readonly dem: Dem;
  readonly wavelengthM: number;
  /** True when the granule called reference is the later date. */
  readonly swapped: boolean;
  readonly minCoherence: number;
  /** Effective looks of the phase of one cell. */
  readonly cellLooks: number;
  /** What the phase of a point is taken from. */
  readonly method: 'auto' | SamplingMethod;
  /** How far the image shows places off their geometric position. */
  readonly delays: PositionDelays;
  readonly registration: PointRegistration;
  /** Both dates at full resolution around points, by their id. */
  readonly patches?: ReadonlyMap<string, FullResolutionPatch>;
  /** Undefined where no reference could be found. */
  readonly reference: { readonly place: ReferencePlace; readonly ecefM: Vector3 } | undefined;
}

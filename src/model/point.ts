import type { SwathName } from './granule.ts';

/** What can be said of a point (the contract in src/job fixes which of them carry a number). */
export type MeasurementStatus =
  | 'ok'
  | 'low_coherence'
  | 'layover'
  | 'shadow'
  | 'water'
  | 'outside'
  | 'no_data'
  | 'ambiguous'
  | 'other_component'
  | 'reference_failed';

/** A place to measure, its height known. */
export interface PointTarget {
  readonly id: string;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  /** Above the WGS84 ellipsoid, m; NaN where neither the job nor the DEM knows it. */
  readonly heightM: number;
  readonly heightSource: 'ellipsoid' | 'egm2008' | 'above_dem' | 'dem';
}

/** The measurement at one point; null where a quantity is not known. */
export interface PointMeasurement {
  readonly target: PointTarget;
  readonly status: MeasurementStatus;
  readonly displacementMm: number | null;
  readonly sigmaMm: number | null;
  readonly coherence: number | null;
  readonly coherenceRaw: number | null;
  readonly looksEffective: number | null;
  readonly look: {
    readonly losEast: number;
    readonly losNorth: number;
    readonly losUp: number;
    readonly incidenceDeg: number;
    readonly headingDeg: number;
  } | null;
  /** Burst, and fractional line and sample within it. */
  readonly image: {
    readonly swath: SwathName;
    readonly burstId: number;
    readonly line: number;
    readonly sample: number;
  } | null;
  readonly component: number | null;
  readonly distanceToReferenceM: number | null;
  /** Of the strongest stable scatterer at the point, the weaker of both dates, dB; null where none stands out. */
  readonly signalToClutterDb: number | null;
}

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
  /** Height of the geoid (EGM96) above the ellipsoid there, m. */
  readonly geoidUndulationM: number;
}

/** How the phase of a point is taken from the pixels: a scatterer, a mean of pixels like it, or a mean of cells. */
export type SamplingMethod = 'scatterer' | 'similar' | 'cells';

/** How a point was measured. */
export interface PointSampling {
  readonly method: SamplingMethod;
  /** Full-resolution pixels that were looked at. */
  readonly windowLines: number;
  readonly windowSamples: number;
  /** Pixels (of `cells`: cells) that the phase is a mean of. */
  readonly count: number;
  /** Ground distance from the point to the scatterer, or to the middle of the pixels' power, m. */
  readonly offsetM: number;
  /** Circular standard deviation of the phases averaged, or of the scatterer's and its rivals', mm. */
  readonly spreadMm: number;
  /** Other scatterers in reach within 3 dB of the strongest. */
  readonly rivals: number;
}

/** Standard deviations of a displacement by cause, mm. */
export interface SigmaTerms {
  readonly phaseMm: number;
  readonly referenceMm: number;
  readonly heightMm: number;
  readonly troposphereMm: number;
  readonly coregistrationMm: number;
  readonly orbitMm: number;
}

/** The measurement at one point; null where a quantity is not known. */
export interface PointMeasurement {
  readonly target: PointTarget;
  readonly status: MeasurementStatus;
  readonly displacementMm: number | null;
  readonly sigmaMm: number | null;
  readonly sigmaTerms: SigmaTerms | null;
  /** Half widths of the central 68 % and 95 % of the phase's own distribution, mm; null where it is normal. */
  readonly phaseHalfWidthsMm: { readonly p68: number; readonly p95: number } | null;
  /** What is assumed of the error of the height, m (1 sigma). */
  readonly heightSigmaM: number | null;
  /** Where the whole cycles came from, and how far the nearest other number of them is less likely: 0 as likely, 0.5 at most. */
  readonly cycle: { readonly how: 'unwrapped' | 'ground_around'; readonly margin: number } | null;
  readonly sampling: PointSampling | null;
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

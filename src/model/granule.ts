import type { Orbit } from './orbit.ts';
import type { ByteSource } from './byte-source.ts';

export type SwathName = 'iw1' | 'iw2' | 'iw3';
export type Polarization = 'vv' | 'vh' | 'hh' | 'hv';

/** A polynomial in two-way slant-range time: Σ c_k (τ - t0)^k, valid around `azimuthTimeS`. */
export interface RangeTimePolynomial {
  readonly azimuthTimeS: number;
  /** Two-way slant-range time of the polynomial's origin, s. */
  readonly originS: number;
  readonly coefficients: readonly number[];
}

/** The spectrum the processor left in one dimension: bandwidth in Hz and the Hamming coefficient of its window. */
export interface SpectralWindow {
  readonly bandwidthHz: number;
  /** α of α - (1-α)cos: 1 is no window. */
  readonly hammingCoefficient: number;
}

/** One TOPS burst. Lines and samples count from the burst's own first line and sample; valid limits are inclusive. */
export interface Burst {
  /** ESA relative burst id (the same at every pass), annotated or computed. */
  readonly burstId: number;
  /** Position in the swath's burst list, from 0. */
  readonly index: number;
  /** Zero-Doppler time of the first line, s since the granule's epoch day. */
  readonly firstLineTimeS: number;
  /** Offset in the measurement TIFF of the burst's first sample, bytes. */
  readonly byteOffset: number;
  readonly firstValidLine: number;
  readonly lastValidLine: number;
  readonly firstValidSample: number;
  readonly lastValidSample: number;
}

/** One sub-swath in one polarisation: everything its annotation says that the chain needs. */
export interface Swath {
  readonly name: SwathName;
  readonly polarization: Polarization;
  readonly wavelengthM: number;
  readonly rangeSamplingRateHz: number;
  /** c / (2 fs), m: exact, unlike the annotation's rounded pixel spacing. */
  readonly rangeSpacingM: number;
  /** One-way slant range of sample 0, m. */
  readonly nearRangeM: number;
  readonly azimuthTimeIntervalS: number;
  readonly azimuthSteeringRateRadPerS: number;
  /** Pulses from a pulse to its echo, and pulses per second; absent where the annotation does not tell. */
  readonly echo?: { readonly rank: number; readonly pulseRepetitionHz: number };
  readonly linesPerBurst: number;
  readonly samplesPerBurst: number;
  readonly rangeWindow: SpectralWindow;
  readonly azimuthWindow: SpectralWindow;
  readonly azimuthFmRates: readonly RangeTimePolynomial[];
  readonly dopplerCentroids: readonly RangeTimePolynomial[];
  readonly bursts: readonly Burst[];
  /** The measurement TIFF: interleaved little-endian int16 I, Q. */
  readonly measurement: ByteSource;
}

/** One Sentinel-1 IW SLC granule, opened. */
export interface Granule {
  /** 67-character product name without `.SAFE`. */
  readonly name: string;
  readonly mission: 'S1A' | 'S1B' | 'S1C' | 'S1D';
  /** Days since 1970-01-01 of the first line; every time of the granule is seconds since its midnight UTC. */
  readonly epochDay: number;
  readonly startTimeS: number;
  readonly stopTimeS: number;
  readonly absoluteOrbit: number;
  readonly relativeOrbit: number;
  readonly pass: 'ascending' | 'descending';
  readonly processorVersion: string;
  readonly swaths: readonly Swath[];
  readonly annotationOrbit: Orbit;
  /** Releases files. */
  close(): Promise<void>;
}

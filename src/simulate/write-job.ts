import { createHash } from 'node:crypto';
import type { BoundingBox } from '../model/index.ts';
import type { TruthPoint } from './truth.ts';

/** Paths in the job, relative to the job file. */
export interface JobFiles {
  readonly referenceGranule: string;
  readonly secondaryGranule: string;
  readonly referenceOrbit: string;
  readonly secondaryOrbit: string;
  readonly dem: string;
}

export interface ReferencePlace {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/** Room around the points, degrees: little, because the corners of a box around a crop across the track lie outside it. */
const BOX_MARGIN_DEG = 0.002;

/** A UUID (version 4 layout) that a text decides. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function boxAround(places: readonly ReferencePlace[]): BoundingBox {
  const latitudes = places.map((place) => place.latitudeDeg);
  const longitudes = places.map((place) => place.longitudeDeg);
  const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
  return {
    north: rounded(Math.max(...latitudes) + BOX_MARGIN_DEG),
    south: rounded(Math.min(...latitudes) - BOX_MARGIN_DEG),
    east: rounded(Math.max(...longitudes) + BOX_MARGIN_DEG),
    west: rounded(Math.min(...longitudes) - BOX_MARGIN_DEG),
  };
}

/** The job document for a scene: points on structures carry their height, the others stand on the DEM. */
export function jobDocument(
  title: string,
  files: JobFiles,
  points: readonly TruthPoint[],
  reference: ReferencePlace,
): Record<string, unknown> {
  return {
    job_id: uuidOf(`${title} job`),
    infrastructure_id: uuidOf(`${title} infrastructure`),
    reference_granule: files.referenceGranule,
    secondary_granule: files.secondaryGranule,
    reference_url: `${files.referenceGranule}.SAFE`,
    secondary_url: `${files.secondaryGranule}.SAFE`,
    bbox: boxAround([...points, reference]),
    points: points.map((point) => ({
      id: point.id,
      lat: point.latitudeDeg,
      lon: point.longitudeDeg,
      ...(point.structureHeightM > 0 ? { height_m: point.structureHeightM, height_reference: 'above_dem' } : {}),
    })),
    webhook_url: 'https://example.com/sentryal/webhook',
    options: {
      reference_orbit: files.referenceOrbit,
      secondary_orbit: files.secondaryOrbit,
      dem: files.dem,
      dem_heights: 'ellipsoid',
      // What the simulator leaves out must not be corrected: path delays, the tide.
      position_delays: 'none',
      corrections: { solid_earth_tide: 'off' },
      reference_point: { lat: reference.latitudeDeg, lon: reference.longitudeDeg },
    },
  };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The truth document: what a perfect measurement answers, relative to the same reference point. */
export function truthDocument(
  scene: string,
  seed: number,
  coherence: number,
  points: readonly TruthPoint[],
  reference: ReferencePlace,
): Record<string, unknown> {
  return {
    scene,
    seed,
    coherence,
    reference_point: { lat: reference.latitudeDeg, lon: reference.longitudeDeg },
    points: points.map((point) => ({
      id: point.id,
      displacement_mm: rounded(point.displacementMm, 6),
      gradient_mm_per_m: rounded(point.gradientMmPerM, 6),
      coherence: point.coherence,
      lat: point.latitudeDeg,
      lon: point.longitudeDeg,
      height_m: rounded(point.heightM, 4),
      ...(point.faultDistanceM === undefined ? {} : { distance_to_fault_m: rounded(point.faultDistanceM, 2) }),
    })),
  };
}

import type { DisplacementPoint } from '../job/index.ts';
import type { PointMeasurement } from '../model/index.ts';

/** A measurement in the answer's own names. */
export function pointDocument(measurement: PointMeasurement): DisplacementPoint {
  const { target, look, image } = measurement;
  return {
    point_id: target.id,
    status: measurement.status,
    displacement_mm: measurement.displacementMm,
    coherence: measurement.coherence,
    sigma_mm: measurement.sigmaMm,
    coherence_raw: measurement.coherenceRaw,
    looks_effective: measurement.looksEffective,
    height_m: Number.isNaN(target.heightM) ? null : target.heightM,
    height_source: Number.isNaN(target.heightM) ? null : target.heightSource,
    los_east: look?.losEast ?? null,
    los_north: look?.losNorth ?? null,
    los_up: look?.losUp ?? null,
    incidence_deg: look?.incidenceDeg ?? null,
    heading_deg: look?.headingDeg ?? null,
    burst_id: image?.burstId ?? null,
    swath: image?.swath ?? null,
    line: image?.line ?? null,
    sample: image?.sample ?? null,
    component: measurement.component,
    distance_to_reference_m: measurement.distanceToReferenceM,
    signal_to_clutter_db: measurement.signalToClutterDb,
  };
}

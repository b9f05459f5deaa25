import type { DisplacementPoint } from '../job/index.ts';
import type { PointMeasurement } from '../model/index.ts';
import { ambiguityMm } from '../units/index.ts';

/** A displacement beyond this many sigma is significant. */
const DETECTION_SIGMA = 2;

type Quantiles = DisplacementPoint['phase_quantiles_mm'];

function quantiles({ displacementMm, phaseHalfWidthsMm }: PointMeasurement): Quantiles {
  if (displacementMm === null || phaseHalfWidthsMm === null) return null;
  const { p68, p95 } = phaseHalfWidthsMm;
  return {
    p2_5: displacementMm - p95,
    p16: displacementMm - p68,
    p84: displacementMm + p68,
    p97_5: displacementMm + p95,
  };
}

function terms({ sigmaTerms }: PointMeasurement): DisplacementPoint['sigma_terms_mm'] {
  return (
    sigmaTerms && {
      phase: sigmaTerms.phaseMm,
      reference: sigmaTerms.referenceMm,
      height: sigmaTerms.heightMm,
      troposphere: sigmaTerms.troposphereMm,
      coregistration: sigmaTerms.coregistrationMm,
      orbit: sigmaTerms.orbitMm,
    }
  );
}

function samplingOf({ sampling }: PointMeasurement): DisplacementPoint['sampling'] {
  return (
    sampling && {
      method: sampling.method,
      window_lines: sampling.windowLines,
      window_samples: sampling.windowSamples,
      n: sampling.count,
      offset_m: sampling.offsetM,
      spread_mm: sampling.spreadMm,
      rivals: sampling.rivals,
    }
  );
}

/** A measurement in the answer's own names. */
export function pointDocument(measurement: PointMeasurement, wavelengthM: number): DisplacementPoint {
  const { target, look, image, displacementMm, sigmaMm } = measurement;
  const hasHeight = !Number.isNaN(target.heightM);
  return {
    point_id: target.id,
    status: measurement.status,
    displacement_mm: displacementMm,
    coherence: measurement.coherence,
    sigma_mm: sigmaMm,
    sigma_terms_mm: terms(measurement),
    phase_quantiles_mm: quantiles(measurement),
    detection_limit_mm: sigmaMm === null ? null : DETECTION_SIGMA * sigmaMm,
    significant:
      displacementMm === null || sigmaMm === null ? null : Math.abs(displacementMm) > DETECTION_SIGMA * sigmaMm,
    ambiguity_mm: ambiguityMm(wavelengthM),
    cycle: measurement.cycle,
    vertical_mm: displacementMm === null || look === null ? null : displacementMm / look.losUp,
    sampling: samplingOf(measurement),
    coherence_raw: measurement.coherenceRaw,
    looks_effective: measurement.looksEffective,
    height_m: hasHeight ? target.heightM : null,
    height_geoid_m: hasHeight ? target.heightM - target.geoidUndulationM : null,
    height_sigma_m: measurement.heightSigmaM,
    height_source: hasHeight ? target.heightSource : null,
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

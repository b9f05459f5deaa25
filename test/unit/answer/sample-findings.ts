import type { Findings } from '../../../src/answer/index.ts';
import { type DisplacementPoint, type PointStatus, SILENT_STATUSES, parseJob } from '../../../src/job/index.ts';
import { sampleJob } from '../job/sample-job.ts';

/** A point as the stages give it; silent statuses carry no number. */
export function samplePoint(id: string, status: PointStatus, displacementMm = 0, coherence = 0.8): DisplacementPoint {
  const isSilent = SILENT_STATUSES.has(status);
  return {
    point_id: id,
    status,
    displacement_mm: isSilent ? null : displacementMm,
    coherence: isSilent ? null : coherence,
    sigma_mm: isSilent ? null : 0.5,
    sigma_terms_mm: null,
    phase_quantiles_mm: null,
    detection_limit_mm: isSilent ? null : 1,
    significant: isSilent ? null : Math.abs(displacementMm) > 1,
    ambiguity_mm: 27.732_88,
    cycle: isSilent ? null : { how: 'unwrapped', margin: 0.5 },
    vertical_mm: null,
    sampling: null,
    coherence_raw: null,
    looks_effective: null,
    height_m: null,
    height_geoid_m: null,
    height_sigma_m: null,
    height_source: null,
    los_east: null,
    los_north: null,
    los_up: null,
    incidence_deg: null,
    heading_deg: null,
    burst_id: null,
    swath: null,
    line: null,
    sample: null,
    component: null,
    distance_to_reference_m: null,
    signal_to_clutter_db: null,
  };
}

function noCorrection(asked: 'off' | 'auto', reason: 'off' | 'no_input') {
  const nothing = { method: null, points_mm: null, area_rms_mm: null, parameters: {} };
  return { asked, state: 'not_applied' as const, reason, ...nothing };
}

/** Findings without a fault for the job of `sampleJob` with these points. */
export function sampleFindings(points: readonly DisplacementPoint[]): Findings {
  const jobPoints = points.map(({ point_id }) => ({ id: point_id, lat: 44.5, lon: 4.5 }));
  const { job } = parseJob(sampleJob({ points: jobPoints }), { allowLocalPaths: true });
  return {
    job,
    points,
    pair: {
      reference_time: '2025-04-06T17:23:40.000000Z',
      secondary_time: '2025-04-18T17:23:40.000000Z',
      swapped: false,
      reference: {
        how: 'chosen',
        lat: 44.4,
        lon: 4.4,
        coherence: 0.9,
        cells: 25,
        looks_effective: 600,
        spread_mm: 0.1,
      },
      looks: job.options.looks,
      polarization: 'vv',
      granules: {
        reference: { name: 'S1A_1', source: 'local', address: '/data/a.SAFE', tried: [] },
        secondary: { name: 'S1A_2', source: 'local', address: '/data/b.SAFE', tried: [] },
      },
      orbits: {
        reference: { kind: 'POEORB', source: 'a.EOF', why: 'given', from: null, tried: [] },
        secondary: { kind: 'annotation', source: 'S1A', why: 'annotation_asked', from: null, tried: [] },
      },
      dem: { name: 'dem.tif', datum: 'EGM2008, brought to the ellipsoid' },
      bursts: [
        {
          swath: 'iw2',
          burst_id: 230_131,
          synchronization_ms: 2.1,
          doppler_difference_hz: -3.9,
          fm_rate_mismatch_hz_per_s: { reference: 0.0071, secondary: 0.0074 },
          fm_rate_edge_phase_rad: 0.003,
          azimuth_overlap: 0.988,
        },
      ],
      bursts_dropped: [{ swath: 'iw1', burst_id: 230_131, reason: 'outside_area' }],
      resolution: { azimuth_m: 55.9, range_m: 61.2 },
      baseline: { perpendicular_m: 76.5, parallel_m: -12.5, temporal_days: 12 },
      coregistration: {
        state: 'applied',
        reason: null,
        how: 'spectral_diversity',
        shift_lines: 0.0012,
        sigma_lines: 0.0001,
        applied_lines: 0.0012,
        overlap_residual_before_rad: 0.075,
        overlap_residual_after_rad: 0.0001,
        overlap_residual_before_mm: -0.331,
        overlap_residual_after_mm: -0.0004,
        cells: 1128,
        overlaps: [
          {
            swath: 'iw2',
            earlier_burst_id: 230_131,
            later_burst_id: 230_132,
            applied_lines: 0.0013,
            residual_before_rad: 0.075,
            residual_after_rad: 0.0001,
            residual_before_mm: -0.331,
            residual_after_mm: -0.0004,
            sigma_rad: 0.002,
            cells: 1128,
          },
        ],
        correlation_lines: 0.003,
        correlation_sigma_lines: 0.004,
        range_residual_samples: 0.01,
        range_residual_sigma_samples: 0.003,
      },
      wavelength_m: 0.05546576,
      adapter: { name: 'llvmpipe', backend: 'vulkan' },
      backend: { name: 'embedded', version: '1.2.3', samples: 'embedded' },
    },
    unwrapping: {
      residues: 12,
      residue_density: 0.001,
      objective: 40.5,
      chosen: 'slow',
      objectives: { fast: 41, slow: 40.5, referee: null },
      disagreement: 0.002,
      share_unwrapped: 0.97,
      share_ambiguous: 0.01,
      components: 2,
    },
    waterMask: null,
    corrections: {
      troposphere: {
        asked: 'auto',
        state: 'refused',
        reason: 'relief_too_small',
        method: 'phase_height',
        points_mm: null,
        area_rms_mm: null,
        parameters: { relief_m: 120 },
      },
      solid_earth_tide: {
        asked: 'auto',
        state: 'applied',
        reason: null,
        method: 'iers_2010',
        points_mm: { min: -0.2, mean: 0, max: 0.1 },
        area_rms_mm: 0.1,
        parameters: {},
      },
      ionosphere: noCorrection('auto', 'no_input'),
      ramp: noCorrection('off', 'off'),
    },
    structure: null,
    warnings: [{ code: 'DEM_DATUM_ASSUMED', stage: 'read', message: 'taken as ellipsoidal' }],
    timingsS: { read: 0.12345, unwrap: 2 },
    products: [
      {
        ...{ kind: 'raster', name: 'coherence', path: 'coherence.tif', media_type: 'image/tiff' },
        ...{ url: null, bytes: 4096, sha256: '0'.repeat(64) },
      },
    ],
    processingTimeS: 12.3456,
    bytesRead: 31_000_000,
    inputs: [
      { name: 'b.EOF', bytes: 3, sha256: 'b'.repeat(64) },
      { name: 'a.EOF', bytes: 2, sha256: 'a'.repeat(64) },
    ],
  };
}

import { Quicklook } from '../../../../src/products/quicklook/draw-quicklook.ts';
import type { ReportRequest } from '../../../../src/products/report/report.ts';

export const BOX = { north: 44.4, south: 44.3, west: 4.5, east: 4.6 };

/** A quicklook of 40 x 50 pixels over {@link BOX}. */
export function samplePicture(kind: 'displacement' | 'coherence' | 'phase', name: string = kind): Buffer {
  const [rows, columns] = [40, 50];
  const frame = {
    epsg: 4326,
    left: BOX.west,
    top: BOX.north,
    pixelWidth: (BOX.east - BOX.west) / columns,
    pixelHeight: (BOX.north - BOX.south) / rows,
  };
  const subject = { name, kind, title: name, unit: 'mm', rows, columns, frame, notices: ['Contains modified data'] };
  const quicklook = new Quicklook(subject);
  quicklook.add(
    Float32Array.from({ length: rows * columns }, (_, k) => (k < 50 ? NaN : kind === 'coherence' ? 0.5 : -20 + k / 50)),
  );
  return quicklook.finish();
}

/** A point as an answer has it; every fifth carries no number. */
export function samplePoint(k: number): Record<string, unknown> {
  const isOk = k % 5 !== 4;
  return {
    point_id: `p${k}`,
    status: isOk ? 'ok' : 'low_coherence',
    displacement_mm: isOk ? -20 + (k % 40) : null,
    coherence: 0.5,
    sigma_mm: isOk ? 0.5 : null,
    sigma_terms_mm: { phase: 0.3, reference: 0.4 },
    distance_to_reference_m: 100 * k,
    swath: 'iw2',
  };
}

/** An answer of so many points, with places in rows over {@link BOX}. */
export function sampleReport(
  count: number,
  change: Record<string, unknown> = {},
): ReportRequest & { answer: Record<string, unknown> } {
  const points = Array.from({ length: count }, (_, k) => samplePoint(k));
  const side = Math.ceil(Math.sqrt(count));
  const places = points.map(({ point_id }, k) => ({
    id: String(point_id),
    lat: BOX.south + (0.1 * (Math.floor(k / side) + 0.5)) / side,
    lon: BOX.west + (0.1 * ((k % side) + 0.5)) / side,
  }));
  const answer = {
    job_id: 'job-1',
    status: 'success',
    infrastructure_id: 'bridge-7',
    reference_time: '2025-04-06T17:23:40.000000Z',
    secondary_time: '2025-04-18T17:23:40.000000Z',
    reference: { how: 'chosen', lat: 44.35, lon: 4.55, coherence: 0.9, cells: 25, spread_mm: 0.1 },
    results: {
      displacement_points: points,
      statistics: { count_ok: 4, median_displacement_mm: -12.5, mean_coherence: 0.5, count_by_status: { ok: 4 } },
    },
    baseline: { perpendicular_m: 76.5, parallel_m: -12.5, temporal_days: 12 },
    coregistration: {
      state: 'applied',
      shift_lines: 0.0012,
      overlaps: [
        {
          swath: 'iw2',
          earlier_burst_id: 11,
          later_burst_id: 12,
          residual_before_mm: -0.331,
          residual_after_mm: -0.0004,
          cells: 1128,
        },
      ],
    },
    unwrapping: { residues: 12, residue_density: 0.001, chosen: 'slow', components: 2 },
    warnings: [{ code: 'DEM_DATUM_ASSUMED', stage: 'read', message: 'taken as ellipsoidal' }],
    conventions: ['positive toward the satellite'],
    ...change,
  };
  return {
    answer,
    places,
    quicklooks: { displacement: samplePicture('displacement'), coherence: samplePicture('coherence') },
  };
}

import type { DisplacementPoint, PointStatus, Statistics } from '../job/index.ts';
import { roundTo } from './rounding.ts';

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(ascending: readonly number[]): number | null {
  if (ascending.length === 0) return null;
  const middle = ascending.length / 2;
  return (ascending[Math.floor(middle - 0.5)]! + ascending[Math.floor(middle)]!) / 2;
}

/** Sample standard deviation (n - 1), by two passes. */
function standardDeviation(values: readonly number[]): number | null {
  const centre = mean(values);
  if (centre === null || values.length < 2) return null;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

function countByStatus(points: readonly DisplacementPoint[]): Partial<Record<PointStatus, number>> {
  const counts: Partial<Record<PointStatus, number>> = {};
  for (const { status } of points) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Statistics over the `ok` points of an answer; null where there are none. Displacements in mm. */
export function statistics(points: readonly DisplacementPoint[]): Statistics {
  const ok = points.filter((point) => point.status === 'ok');
  const displacementsMm = ok.flatMap((point) => point.displacement_mm ?? []).sort((a, b) => a - b);
  const coherences = ok.flatMap((point) => point.coherence ?? []);
  return {
    mean_displacement_mm: roundTo(mean(displacementsMm), 3),
    mean_coherence: roundTo(mean(coherences), 4),
    median_displacement_mm: roundTo(median(displacementsMm), 3),
    std_displacement_mm: roundTo(standardDeviation(displacementsMm), 3),
    min_displacement_mm: displacementsMm[0] ?? null,
    max_displacement_mm: displacementsMm.at(-1) ?? null,
    count_ok: ok.length,
    count_by_status: countByStatus(points),
  };
}

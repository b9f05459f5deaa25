import type { DisplacementPoint, PointStatus, Statistics } from '../job/index.ts';
import { roundTo } from './rounding.ts';

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Value below which a share of the data lies, linear between order statistics (definition 7 of Hyndman & Fan 1996): the
 * k-th of n values in order, from 0, stands at the share k / (n - 1).
 */
function quantile(ascending: readonly number[], share: number): number | null {
  if (ascending.length === 0) return null;
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const [lower, upper] = [ascending[below]!, ascending[Math.min(below + 1, ascending.length - 1)]!];
  return lower + (place - below) * (upper - lower);
}

/** Median of the absolute distances from the median; for a normal distribution 0.6745 of its standard deviation. */
function medianAbsoluteDeviation(ascending: readonly number[]): number | null {
  const centre = quantile(ascending, 0.5);
  if (centre === null) return null;
  return quantile(
    ascending.map((value) => Math.abs(value - centre)).sort((a, b) => a - b),
    0.5,
  );
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
    median_displacement_mm: roundTo(quantile(displacementsMm, 0.5), 3),
    std_displacement_mm: roundTo(standardDeviation(displacementsMm), 3),
    mad_displacement_mm: roundTo(medianAbsoluteDeviation(displacementsMm), 3),
    p5_displacement_mm: roundTo(quantile(displacementsMm, 0.05), 3),
    p25_displacement_mm: roundTo(quantile(displacementsMm, 0.25), 3),
    p75_displacement_mm: roundTo(quantile(displacementsMm, 0.75), 3),
    p95_displacement_mm: roundTo(quantile(displacementsMm, 0.95), 3),
    min_displacement_mm: displacementsMm[0] ?? null,
    max_displacement_mm: displacementsMm.at(-1) ?? null,
    count_ok: ok.length,
    count_by_status: countByStatus(points),
  };
}

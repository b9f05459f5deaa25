import * as z from 'zod';
import type { AnswerDocument, PointStatus } from '../job/index.ts';

/** What the demo reads of truth.json. */
export const truthSchema = z.object({
  points: z.array(
    z.object({
      id: z.string(),
      displacement_mm: z.number(),
      gradient_mm_per_m: z.number().min(0),
      coherence: z.number().min(0).max(1),
    }),
  ),
});

type Truth = z.output<typeof truthSchema>;

/** One point: what is true, what was measured, and how far apart they may be. */
export interface Comparison {
  readonly id: string;
  readonly status: PointStatus | 'missing';
  readonly truthMm: number;
  readonly measuredMm: number | null;
  readonly differenceMm: number | null;
  readonly toleranceMm: number;
  readonly coherence: number | null;
  readonly isWithin: boolean;
}

/** Error of the method where there is no noise, mm. */
const TOLERANCE_MM = 0.2;
/** A measurement is a mean over a cell, whose centre may be so far from the point, m. */
const TOLERANCE_M = 10;
/** Noise: 99.7 % of a normal distribution. */
const TOLERANCE_SIGMAS = 3;

/** Share of points that must carry a number for the demo to count as passed. */
const NEEDED_SHARE = 0.9;

/** What a simulated scene can be off by: it has noise, but no troposphere, no structures and exact orbits. */
function noiseSigmaMm(point: AnswerDocument['results']['displacement_points'][number] | undefined): number {
  const terms = point?.sigma_terms_mm;
  return terms ? Math.hypot(terms.phase, terms.reference) : (point?.sigma_mm ?? 0);
}

/** Each point of the truth beside what was measured there. */
export function compareWithTruth(answer: AnswerDocument, truth: Truth): Comparison[] {
  const measured = new Map(answer.results.displacement_points.map((point) => [point.point_id, point]));
  return truth.points.map(({ id, displacement_mm: truthMm, gradient_mm_per_m: gradient, coherence }) => {
    const point = measured.get(id);
    const noiseMm = coherence < 1 ? TOLERANCE_SIGMAS * noiseSigmaMm(point) : 0;
    const toleranceMm = TOLERANCE_MM + TOLERANCE_M * gradient + noiseMm;
    const measuredMm = point?.displacement_mm ?? null;
    const differenceMm = measuredMm === null ? null : measuredMm - truthMm;
    return {
      id,
      status: point?.status ?? 'missing',
      truthMm,
      measuredMm,
      differenceMm,
      toleranceMm,
      coherence: point?.coherence ?? null,
      isWithin: differenceMm === null || Math.abs(differenceMm) <= toleranceMm,
    };
  });
}

/** Why the comparison is not good enough; empty where it is. */
export function complaints(comparisons: readonly Comparison[]): string[] {
  const off = comparisons.filter(({ isWithin }) => !isWithin).map(({ id }) => id);
  const measured = comparisons.filter(({ measuredMm }) => measuredMm !== null).length;
  return [
    ...(off.length > 0 ? [`off by more than the tolerance: ${off.join(', ')}`] : []),
    ...(measured < NEEDED_SHARE * comparisons.length || measured === 0
      ? [`only ${measured} of ${comparisons.length} points were measured`]
      : []),
  ];
}

/** Rows under a head, numbers to the right. */
function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const isText = (column: number): boolean => column < 2;
  const cell = (text: string, column: number): string =>
    isText(column) ? text.padEnd(widths[column]!) : text.padStart(widths[column]!);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}

/** The table that people read. Displacements in mm. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const number = (value: number | null, decimals: number): string => value?.toFixed(decimals) ?? '-';
  const rows = comparisons.map((row) => [
    row.id,
    row.status,
    number(row.truthMm, 3),
    number(row.measuredMm, 3),
    number(row.differenceMm, 3),
    number(row.toleranceMm, 3),
    number(row.coherence, 3),
    row.isWithin ? '' : '<- off',
  ]);
  const head = ['point', 'status', 'truth mm', 'measured mm', 'difference mm', 'tolerance mm', 'coherence', ''];
  return alignColumns([head, ...rows]);
}

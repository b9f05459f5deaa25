import type { DisplacementPoint } from '../job/index.ts';

/** A value to a number of decimals, without negative zero; null stays null, NaN stays NaN. */
export function roundTo<Value extends number | null>(value: Value, decimals: number): Value {
  if (value === null) return value;
  const scale = 10 ** decimals;
  return (Math.round(value * scale) / scale + 0) as Value;
}

/** Decimals of the answer: finer than any measurement, coarser than the last bits of an adapter. */
const DECIMALS = {
  displacement_mm: 3,
  coherence: 4,
  sigma_mm: 3,
  coherence_raw: 4,
  looks_effective: 1,
  height_m: 2,
  los_east: 6,
  los_north: 6,
  los_up: 6,
  incidence_deg: 4,
  heading_deg: 4,
  line: 3,
  sample: 3,
  distance_to_reference_m: 1,
  signal_to_clutter_db: 1,
} as const satisfies Partial<Record<keyof DisplacementPoint, number>>;

/** A point with its numbers rounded for the answer. */
export function roundPoint(point: DisplacementPoint): DisplacementPoint {
  const rounded = { ...point };
  for (const [field, decimals] of Object.entries(DECIMALS) as [keyof typeof DECIMALS, number][]) {
    rounded[field] = roundTo(point[field], decimals);
  }
  return rounded;
}

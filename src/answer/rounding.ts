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
  detection_limit_mm: 3,
  ambiguity_mm: 4,
  vertical_mm: 3,
  coherence_raw: 4,
  looks_effective: 1,
  height_m: 2,
  height_geoid_m: 2,
  height_sigma_m: 2,
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

/** Every number of an object rounded alike; null stays null. */
function roundAll<Part extends object>(part: Part | null, decimals: number): Part | null {
  if (part === null) return null;
  const rounded = Object.entries(part).map(([name, value]) => [
    name,
    typeof value === 'number' ? roundTo(value, decimals) : (value as unknown),
  ]);
  return Object.fromEntries(rounded) as Part;
}

/** A point with its numbers rounded for the answer. */
export function roundPoint(point: DisplacementPoint): DisplacementPoint {
  const rounded = {
    ...point,
    sigma_terms_mm: roundAll(point.sigma_terms_mm, 3),
    phase_quantiles_mm: roundAll(point.phase_quantiles_mm, 3),
    cycle: roundAll(point.cycle, 3),
    sampling: roundAll(point.sampling, 2),
  };
  const round = <Field extends keyof typeof DECIMALS>(field: Field): void => {
    rounded[field] = roundTo(point[field], DECIMALS[field]);
  };
  for (const field of Object.keys(DECIMALS) as (keyof typeof DECIMALS)[]) round(field);
  return rounded;
}

import { flatFields } from './fields.ts';
import { type Loose, listOf, numberOf, objectOf, textOf } from './loose.ts';

/** Where a point of the job is. */
export interface PointPlace {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
}

/** A point of an answer as the report shows it. */
export interface ReportPoint {
  readonly id: string;
  readonly status: string;
  readonly displacementMm?: number | undefined;
  readonly sigmaMm?: number | undefined;
  readonly coherence?: number | undefined;
  readonly distanceM?: number | undefined;
  readonly place?: PointPlace | undefined;
  /** Everything that the answer says of it. */
  readonly record: Loose;
}

/** The most points that are drawn and carry their whole record; figures and statistics are of all points. */
export const MAX_POINTS = 10_000;

/** Of those, the most that are there for their large displacement. */
const MAX_EXTREME = 1000;

/** Points of an answer, with their places by id. */
export function readPoints(answer: Loose, places: readonly PointPlace[]): ReportPoint[] {
  const placeOf = new Map(places.map((place) => [place.id, place]));
  return listOf(objectOf(answer['results'])['displacement_points']).map((entry) => {
    const record = objectOf(entry);
    const id = textOf(record['point_id']);
    return {
      id,
      status: textOf(record['status']),
      displacementMm: numberOf(record['displacement_mm']),
      sigmaMm: numberOf(record['sigma_mm']),
      coherence: numberOf(record['coherence']),
      distanceM: numberOf(record['distance_to_reference_m']),
      place: placeOf.get(id),
      record,
    };
  });
}

/**
 * The points that are drawn: all where they are few; of too many those of largest displacement, and of the rest every so
 * manieth, in the answer's order.
 */
export function drawnPoints(points: readonly ReportPoint[], limit = MAX_POINTS): readonly ReportPoint[] {
  if (points.length <= limit) return points;
  const size = (index: number): number => Math.abs(points[index]!.displacementMm ?? 0);
  const byDisplacement = Array.from(points.keys()).toSorted((a, b) => size(b) - size(a));
  const kept = new Set(byDisplacement.slice(0, Math.min(MAX_EXTREME, limit >> 1)));
  const others = Array.from(points.keys()).filter((index) => !kept.has(index));
  const wanted = limit - kept.size;
  for (let k = 0; k < wanted; k++) kept.add(others[Math.floor((k * others.length) / wanted)]!);
  return points.filter((_, index) => kept.has(index));
}

type Scalar = string | number | boolean | null;

/** Records by field: one value where all are the same, else one for each point. */
export type Column =
  | { readonly name: string; readonly same: Scalar }
  | { readonly name: string; readonly values: readonly Scalar[] }
  | { readonly name: string; readonly words: readonly Scalar[]; readonly indices: readonly number[] };

/** Texts that come back often are written once. */
const MAX_WORDS = 64;

/** The whole records of points, by field. */
export function recordColumns(points: readonly ReportPoint[]): Column[] {
  const records = points.map(({ record, place }) => {
    const fields = new Map(flatFields(record));
    if (place) fields.set('lat', place.lat).set('lon', place.lon);
    return fields;
  });
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  return names.map((name) => {
    const values = records.map((record) => record.get(name) ?? null);
    const words = [...new Set(values)];
    if (words.length === 1) return { name, same: words[0]! };
    if (words.length > MAX_WORDS || words.length > values.length / 4) return { name, values };
    const indexOf = new Map(words.map((word, index) => [word, index]));
    return { name, words, indices: values.map((value) => indexOf.get(value)!) };
  });
}

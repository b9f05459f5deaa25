import type { Answer, DisplacementPoint, JobPoint } from '../../job/index.ts';
import { europeanGrid } from './laea.ts';

/**
 * Columns before the dates, in the order of EGMS Basic and Calibrated files (EGMS Product Description and Format
 * Specification, section 5.1).
 */
export const EGMS_COLUMNS = [
  'pid',
  'mp_type',
  'latitude',
  'longitude',
  'easting',
  'northing',
  'height',
  'height_wgs84',
  'line',
  'pixel',
  'rmse',
  'temporal_coherence',
  'amplitude_dispersion',
  'incidence_angle',
  'track_angle',
  'los_east',
  'los_north',
  'los_up',
  'mean_velocity',
  'mean_velocity_std',
  'acceleration',
  'acceleration_std',
  'seasonality',
  'seasonality_std',
] as const;

type Column = (typeof EGMS_COLUMNS)[number];

/** Spreadsheets take a field that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r\n|%]/;

/** A text that no spreadsheet takes for a formula: with an apostrophe before it where it would. */
export function inertText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function decimals(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? '' : (value + 0).toFixed(digits);
}

/** `20250406` of `2025-04-06T17:23:40Z`. */
function dayOf(utc: string): string {
  return utc.slice(0, 10).replaceAll('-', '');
}

/** Ground that a phase is a mean of, m^2: pixels or cells by their size on flat ground; 0 for a scatterer. */
function areaM2({ sampling }: DisplacementPoint, { resolution, looks }: Answer): number | null {
  if (sampling === null) return null;
  const cellM2 = resolution.azimuth_m * resolution.range_m;
  const perPixel = { scatterer: 0, similar: cellM2 / (looks.azimuth * looks.range), cells: cellM2 };
  return sampling.n * perPixel[sampling.method];
}

/** What a single pair knows of the columns; all others are about time series. */
function known(point: DisplacementPoint, { lat, lon }: JobPoint, answer: Answer): Partial<Record<Column, string>> {
  const grid = europeanGrid(lon, lat);
  return {
    pid: inertText(point.point_id),
    mp_type: decimals(areaM2(point, answer), 0),
    latitude: decimals(lat, 6),
    longitude: decimals(lon, 6),
    easting: decimals(grid?.east, 2),
    northing: decimals(grid?.north, 2),
    height: decimals(point.height_geoid_m, 2),
    height_wgs84: decimals(point.height_m, 2),
    line: decimals(point.line, 0),
    pixel: decimals(point.sample, 0),
    incidence_angle: decimals(point.incidence_deg, 2),
    track_angle: decimals(point.heading_deg, 2),
    los_east: decimals(point.los_east, 6),
    los_north: decimals(point.los_north, 6),
    los_up: decimals(point.los_up, 6),
  };
}

/**
 * The points as rows under the columns of EGMS files, the header first. The dates are the last columns, named YYYYMMDD: 0 at
 * the earlier, the displacement at the later, mm, for `ok` points; EGMS has no column for doubt, so others have none.
 * @param places the job's points, in the order of the answer's
 */
export function egmsRows(answer: Answer, places: readonly JobPoint[]): string[][] {
  const days = [dayOf(answer.reference_time), dayOf(answer.secondary_time)].toSorted();
  const isOneDay = days[0] === days[1];
  const rows = answer.results.displacement_points.map((point, index) => {
    const fields = known(point, places[index]!, answer);
    const isOk = point.status === 'ok';
    const moved = isOk ? decimals(point.displacement_mm, 3) : '';
    return [...EGMS_COLUMNS.map((column) => fields[column] ?? ''), ...(isOneDay ? [] : [isOk ? '0.000' : '']), moved];
  });
  return [[...EGMS_COLUMNS, ...(isOneDay ? days.slice(1) : days)], ...rows];
}

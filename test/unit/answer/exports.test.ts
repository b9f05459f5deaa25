import { describe, expect, it } from 'vitest';
import {
  EGMS_COLUMNS,
  answerDocument,
  buildAnswer,
  egmsRows,
  europeanGrid,
  inertText,
  pointsGeojson,
} from '../../../src/answer/index.ts';
import { formatCsvRecord, parseCsv } from '../../../src/cli/csv.ts';
import type { Answer, JobPoint } from '../../../src/job/index.ts';
import { sampleFindings, samplePoint } from './sample-findings.ts';

const known = {
  ...samplePoint('a', 'ok', -5.2, 0.85),
  height_m: 123.456,
  height_geoid_m: 73.2,
  sampling: {
    method: 'similar' as const,
    window_lines: 64,
    window_samples: 64,
    n: 30,
    offset_m: 2,
    spread_mm: 1,
    rivals: 0,
  },
  los_east: -0.5999,
  los_north: -0.12,
  los_up: 0.79,
  incidence_deg: 37.8,
  heading_deg: 347.5,
  line: 455.6,
  sample: 10_012.4,
};
const answer = buildAnswer(sampleFindings([known, samplePoint('b', 'layover', 4), samplePoint('c', 'water')]));
const places: JobPoint[] = ['a', 'b', 'c'].map((id) => ({ id, lat: 50, lon: 5 }));

/** The rows as records by column, through text and back. */
function readBack(rows: readonly string[][]): Record<string, string>[] {
  const [head, ...records] = parseCsv('egms', rows.map(formatCsvRecord).join(''));
  return records.map(({ fields }) => Object.fromEntries(head!.fields.map((column, k) => [column, fields[k]!])));
}

describe('the EGMS table', () => {
  it('has the columns of the product description, then the dates', () => {
    const header =
      'pid,mp_type,latitude,longitude,easting,northing,height,height_wgs84,line,pixel,rmse,temporal_coherence,amplitude_dispersion,incidence_angle,track_angle,los_east,los_north,los_up,mean_velocity,mean_velocity_std,acceleration,acceleration_std,seasonality,seasonality_std,20250406,20250418';
    expect(egmsRows(answer, places)[0]!.join(',')).toBe(header);
    expect(EGMS_COLUMNS).toHaveLength(24);
  });

  it('says what a pair knows, and nothing of what needs a time series', () => {
    const [first] = readBack(egmsRows(answer, places));
    expect(first).toMatchObject({
      pid: 'a',
      latitude: '50.000000',
      longitude: '5.000000',
      // 30 pixels of a cell of 4 x 16 that takes 55.9 x 61.2 m.
      mp_type: '1604',
      height: '73.20',
      height_wgs84: '123.46',
      line: '456',
      pixel: '10012',
      incidence_angle: '37.80',
      track_angle: '347.50',
      los_up: '0.790000',
      20250406: '0.000',
      20250418: '-5.200',
    });
    for (const column of ['rmse', 'temporal_coherence', 'amplitude_dispersion', 'mean_velocity', 'seasonality'])
      expect(first![column]).toBe('');
  });

  it.each([
    ['scatterer' as const, 1, '0'],
    ['cells' as const, 9, '30790'],
  ])('gives a phase of %s the area of what it is a mean of', (method, n, expected) => {
    const point = { ...known, sampling: { ...known.sampling, method, n } };
    const one: Answer = { ...answer, results: { ...answer.results, displacement_points: [point] } };
    expect(readBack(egmsRows(one, places))[0]!['mp_type']).toBe(expected);
  });

  it('has a row for every point in order, a displacement for ok points alone', () => {
    const rows = readBack(egmsRows(answer, places));
    expect(rows.map((row) => row['pid'])).toEqual(['a', 'b', 'c']);
    expect(rows.map((row) => row['20250418'])).toEqual(['-5.200', '', '']);
    expect(rows.map((row) => row['20250406'])).toEqual(['0.000', '', '']);
  });

  it('takes the earlier date first, whichever granule is called reference', () => {
    const { reference_time, secondary_time } = answer;
    const swapped: Answer = { ...answer, reference_time: secondary_time, secondary_time: reference_time };
    expect(egmsRows(swapped, places)).toEqual(egmsRows(answer, places));
    const sameDay: Answer = { ...answer, secondary_time: reference_time };
    expect(egmsRows(sameDay, places)[0]!.slice(24)).toEqual(['20250406']);
    expect(egmsRows(sameDay, places)[1]).toHaveLength(25);
  });

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    '%0A=1',
    '|x',
  ])('keeps the id %j from being a formula', (id) => {
    const hostile: Answer = {
      ...answer,
      results: { ...answer.results, displacement_points: [{ ...known, point_id: id }] },
    };
    const text = egmsRows(hostile, [{ id, lat: 50, lon: 5 }])
      .map(formatCsvRecord)
      .join('');
    expect(text.split('\n')[1]).toMatch(/^"?'/);
    expect(readBack(egmsRows(hostile, [{ id, lat: 50, lon: 5 }]))[0]!['pid']).toBe(`'${id}`);
  });

  it.each(['a', 'pier-1', '1=1', 'a,b', 'a"b', 'ü'])('leaves the id %j as it is', (id) => {
    expect(inertText(id)).toBe(id);
  });
});

describe('ETRS89-LAEA', () => {
  it('is that of the worked example of EPSG guidance note 7-2', () => {
    const { east, north } = europeanGrid(5, 50)!;
    expect(east).toBeCloseTo(3_962_799.45, 2);
    expect(north).toBeCloseTo(2_999_718.85, 2);
  });

  it('has its false origin at 52 north, 10 east, and no place outside Europe', () => {
    expect(europeanGrid(10, 52)).toEqual({ east: 4_321_000, north: 3_210_000 });
    for (const [lon, lat] of [
      [-118, 34],
      [139, 35],
      [10, -52],
      [170, 52],
    ] as const)
      expect(europeanGrid(lon, lat)).toBeUndefined();
  });
});

describe('the GeoJSON', () => {
  const heights = answer.results.displacement_points.map((point) => point.height_m);
  const collection = JSON.parse(pointsGeojson(answer.results.displacement_points, places, heights)) as {
    type: string;
    features: { type: string; id: string; geometry: unknown; properties: unknown }[];
  };

  it('is a feature collection of points, longitude first, with the height where known', () => {
    expect(Object.keys(collection)).toEqual(['type', 'features']);
    expect(collection.type).toBe('FeatureCollection');
    expect(collection.features.map(({ type, id, geometry }) => ({ type, id, geometry }))).toEqual([
      { type: 'Feature', id: 'a', geometry: { type: 'Point', coordinates: [5, 50, 123.46] } },
      { type: 'Feature', id: 'b', geometry: { type: 'Point', coordinates: [5, 50] } },
      { type: 'Feature', id: 'c', geometry: { type: 'Point', coordinates: [5, 50] } },
    ]);
  });

  it('carries each record of the answer', () => {
    expect(collection.features.map(({ properties }) => properties)).toEqual(answer.results.displacement_points);
    const short = answerDocument({ ...answer, detail: 'minimal' }).results.displacement_points;
    const minimal = JSON.parse(pointsGeojson(short, places, heights)) as typeof collection;
    expect(minimal.features[0]).toEqual({
      type: 'Feature',
      id: 'a',
      geometry: { type: 'Point', coordinates: [5, 50, 123.46] },
      properties: { point_id: 'a', status: 'ok', displacement_mm: -5.2, coherence: 0.85, sigma_mm: 0.5 },
    });
  });

  it('survives ids and texts that are hostile to it', () => {
    const id = '"]}\n\u2028</script>';
    const text = pointsGeojson([{ ...known, point_id: id }], [{ id, lat: 1, lon: 2 }], [null]);
    expect((JSON.parse(text) as typeof collection).features[0]!.id).toBe(id);
  });

  it('of no point is an empty collection', () => {
    expect(JSON.parse(pointsGeojson([], [], []))).toEqual({ type: 'FeatureCollection', features: [] });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAnswer, buildFailure, statistics } from '../../../src/answer/index.ts';
import { SentryalError } from '../../../src/errors/index.ts';
import { POINT_STATUSES, answerSchema, failureSchema } from '../../../src/job/index.ts';
import { Random } from '../../support/random.ts';
import { sampleFindings, samplePoint } from './sample-findings.ts';

describe('statistics', () => {
  it('are over ok points alone', () => {
    const points = [
      samplePoint('a', 'ok', -6, 0.9),
      samplePoint('b', 'ok', -3, 0.7),
      samplePoint('c', 'layover', 500, 0.1),
      samplePoint('d', 'ok', 0, 0.5),
      samplePoint('e', 'water'),
      samplePoint('f', 'ok', 1, 0.5),
      samplePoint('g', 'water'),
    ];
    // Mean -8/4; squares about it 16 + 1 + 4 + 9 = 30, over n - 1 = 3.
    expect(statistics(points)).toEqual({
      mean_displacement_mm: -2,
      mean_coherence: 0.65,
      median_displacement_mm: -1.5,
      std_displacement_mm: 3.162,
      // About -1.5: 1.5, 1.5, 2.5, 4.5.
      mad_displacement_mm: 2,
      // The four values stand at 0, 1/3, 2/3 and 1.
      p5_displacement_mm: -5.55,
      p25_displacement_mm: -3.75,
      p75_displacement_mm: 0.25,
      p95_displacement_mm: 0.85,
      min_displacement_mm: -6,
      max_displacement_mm: 1,
      count_ok: 4,
      count_by_status: { ok: 4, layover: 1, water: 2 },
    });
  });

  it('of one point have no spread, of none no number', () => {
    expect(statistics([samplePoint('a', 'ok', 2)])).toMatchObject({
      mean_displacement_mm: 2,
      median_displacement_mm: 2,
      std_displacement_mm: null,
      mad_displacement_mm: 0,
      p5_displacement_mm: 2,
      p95_displacement_mm: 2,
    });
    const nothing = statistics([samplePoint('a', 'ambiguous', 2)]);
    expect(nothing).toEqual({
      mean_displacement_mm: null,
      mean_coherence: null,
      median_displacement_mm: null,
      std_displacement_mm: null,
      mad_displacement_mm: null,
      p5_displacement_mm: null,
      p25_displacement_mm: null,
      p75_displacement_mm: null,
      p95_displacement_mm: null,
      min_displacement_mm: null,
      max_displacement_mm: null,
      count_ok: 0,
      count_by_status: { ambiguous: 1 },
    });
  });

  it('of 0 to 100 have the percentiles that name them', () => {
    const shuffled = Array.from({ length: 101 }, (_, i) => (i * 37) % 101);
    expect(statistics(shuffled.map((value, i) => samplePoint(`p${i}`, 'ok', value)))).toMatchObject({
      p5_displacement_mm: 5,
      p25_displacement_mm: 25,
      median_displacement_mm: 50,
      p75_displacement_mm: 75,
      p95_displacement_mm: 95,
      mad_displacement_mm: 25,
    });
  });

  it('of a normal distribution: a MAD of 0.6745 sigma, percentiles at 1.645 and 0.6745 sigma', () => {
    const random = new Random(7);
    const points = Array.from({ length: 40_000 }, (_, i) => samplePoint(`p${i}`, 'ok', 10 * random.normal()));
    const found = statistics(points);
    expect(Math.abs(found.mad_displacement_mm! - 6.745)).toBeLessThan(0.15);
    for (const [value, sigmas] of [
      [found.p5_displacement_mm, -1.6449],
      [found.p25_displacement_mm, -0.6745],
      [found.p75_displacement_mm, 0.6745],
      [found.p95_displacement_mm, 1.6449],
    ] as const)
      expect(Math.abs(value! - 10 * sigmas)).toBeLessThan(0.3);
  });

  it('stay in order, and grow with the data', () => {
    const values = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 9 }), (displacements, scale) => {
        const of = (factor: number) =>
          statistics(displacements.map((value, i) => samplePoint(`p${i}`, 'ok', value * factor)));
        const [once, scaled] = [of(1), of(scale)];
        const names = ['min', 'p5', 'p25', 'median', 'p75', 'p95', 'max'] as const;
        const ladder = names.map((name) => once[`${name}_displacement_mm`]!);
        expect(ladder).toEqual(ladder.toSorted((a, b) => a - b));
        for (const name of [...names, 'mad'] as const)
          expect(scaled[`${name}_displacement_mm`]).toBeCloseTo(scale * once[`${name}_displacement_mm`]!, 1);
      }),
    );
  });

  it('move with the data: mean, median and extremes by the shift, the spread not at all', () => {
    const values = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.integer({ min: -100, max: 100 }), (displacements, shift) => {
        const of = (offset: number) =>
          statistics(displacements.map((value, i) => samplePoint(`p${i}`, 'ok', value + offset)));
        const [still, moved] = [of(0), of(shift)];
        expect(moved.mean_displacement_mm).toBeCloseTo(still.mean_displacement_mm! + shift, 2);
        expect(moved.median_displacement_mm).toBeCloseTo(still.median_displacement_mm! + shift, 2);
        expect(moved.std_displacement_mm).toBeCloseTo(still.std_displacement_mm!, 2);
        expect(still.min_displacement_mm).toBeLessThanOrEqual(still.median_displacement_mm!);
        expect(still.max_displacement_mm).toBeGreaterThanOrEqual(still.median_displacement_mm!);
      }),
    );
  });
});

describe('the answer', () => {
  const points = [samplePoint('a', 'ok', -5.23456, 0.85), samplePoint('b', 'outside')];

  it('has the names of the contract, and what the pair says', () => {
    const answer = buildAnswer(sampleFindings(points));
    expect(answerSchema.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      job_id: 'job-1',
      status: 'success',
      results: {
        displacement_points: [
          { point_id: 'a', status: 'ok', displacement_mm: -5.235, coherence: 0.85 },
          { point_id: 'b', status: 'outside', displacement_mm: null, coherence: null },
        ],
        statistics: { mean_displacement_mm: -5.235, mean_coherence: 0.85 },
      },
      processing_time_seconds: 12.346,
      infrastructure_id: 'bridge.7',
      options: { min_coherence: 0.3, looks: { azimuth: 4, range: 16 } },
      timings_s: { read: 0.123, unwrap: 2 },
    });
    // Half a wavelength.
    expect(answer.ambiguity_mm).toBeCloseTo(27.73288, 5);
    expect(answer.warnings).toHaveLength(1);
    expect(answer.conventions.join(' ')).toMatch(/later minus earlier.*positive toward the satellite/);
    // Whoever opens a raster finds a map.
    expect(answer.conventions.join(' ')).toMatch(/rasters are made on the grid of the granule .* brought to a map/);
  });

  it('never says minus zero', () => {
    const answer = buildAnswer(sampleFindings([samplePoint('a', 'ok', -0.0001)]));
    expect(Object.is(answer.results.displacement_points[0]!.displacement_mm, 0)).toBe(true);
  });

  it('without a point measured is a success with null means and a warning', () => {
    const answer = buildAnswer(sampleFindings([samplePoint('a', 'water'), samplePoint('b', 'layover', 3)]));
    expect(answer.status).toBe('success');
    expect(answer.results.statistics).toMatchObject({ mean_displacement_mm: null, mean_coherence: null });
    expect(answer.warnings.map(({ code }) => code)).toEqual(['DEM_DATUM_ASSUMED', 'NO_POINT_MEASURED']);
  });

  it.each([
    ['one is missing', points.slice(1)],
    ['their order differs', points.toReversed()],
    ['one comes twice', [points[0]!, points[0]!]],
    ['there is one more', [...points, samplePoint('c', 'ok')]],
  ])('is refused where %s', (_, returned) => {
    expect(() => buildAnswer({ ...sampleFindings(points), points: returned })).toThrow(
      expect.objectContaining({ code: 'INTERNAL' }),
    );
  });

  it.each(POINT_STATUSES)('holds %s to having a number, or none', (status) => {
    const right = samplePoint('a', status, 1);
    expect(buildAnswer(sampleFindings([right])).results.displacement_points).toHaveLength(1);
    const wrong = { ...right, displacement_mm: right.displacement_mm === null ? 1 : null };
    expect(() => buildAnswer(sampleFindings([wrong]))).toThrow(/its own schema at results/);
  });

  it.each([
    ['a displacement that is not finite', { displacement_mm: Number.NaN }],
    ['an infinite height', { height_m: Infinity }],
    ['a coherence over 1', { coherence: 1.01 }],
    ['a number without its sigma', { sigma_mm: null }],
  ])('is refused with %s', (_, change) => {
    const point = { ...samplePoint('a', 'ok', 1), ...change };
    expect(() => buildAnswer(sampleFindings([point]))).toThrow(/its own schema/);
  });
});

describe('the failure document', () => {
  it('carries code, stage, fault, message and remedy', () => {
    const failure = buildFailure(new SentryalError('JOB_NO_POINTS'), 'job-1', 0.12345);
    expect(failureSchema.parse(failure)).toEqual(failure);
    expect(failure).toEqual({
      job_id: 'job-1',
      status: 'error',
      error: {
        code: 'JOB_NO_POINTS',
        stage: 'job',
        fault: 'caller',
        message: 'points is empty.',
        remedy: 'Give at least one point to measure.',
      },
      processing_time_seconds: 0.123,
    });
  });

  it('of anything thrown is a fault of ours, of an abort a cancelled job', () => {
    expect(buildFailure(new TypeError('x is undefined'), null, 0).error).toMatchObject({
      code: 'INTERNAL',
      fault: 'internal',
    });
    expect(buildFailure('text', null, 0).error.message).toContain('text');
    expect(buildFailure(new DOMException('aborted', 'AbortError'), null, 0).error.code).toBe('CANCELLED');
  });
});

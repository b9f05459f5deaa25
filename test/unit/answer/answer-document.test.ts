import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { answerDocument, buildAnswer, canonicalJson } from '../../../src/answer/index.ts';
import {
  type Answer,
  DETAILS,
  FULL_POINT_FIELDS,
  answerDocumentSchema,
  answerSchema,
  parseJob,
} from '../../../src/job/index.ts';
import { sampleJob } from '../job/sample-job.ts';
import { sampleFindings, samplePoint } from './sample-findings.ts';

const findings = sampleFindings([samplePoint('a', 'ok', -5.2, 0.85), samplePoint('b', 'outside')]);

/** The answer of a job with these options. */
function answerOf(options: Record<string, unknown>): Answer {
  const points = findings.job.points.map((point) => ({ ...point }));
  const { job } = parseJob(sampleJob({ points, options: { dem: 'dem.tif', ...options } }), { allowLocalPaths: true });
  return buildAnswer({ ...findings, job });
}

describe('the detail of an answer', () => {
  it('minimal is points, statistics and warnings', () => {
    const document = answerDocument(answerOf({ detail: 'minimal' }));
    expect(Object.keys(document).toSorted()).toEqual(
      ['detail', 'job_id', 'processing_time_seconds', 'results', 'status', 'warnings'].toSorted(),
    );
    expect(document.results.displacement_points).toEqual([
      { point_id: 'a', status: 'ok', displacement_mm: -5.2, coherence: 0.85, sigma_mm: 0.5 },
      { point_id: 'b', status: 'outside', displacement_mm: null, coherence: null, sigma_mm: null },
    ]);
    expect(document.results.statistics).toEqual(answerOf({}).results.statistics);
  });

  it('standard is what a job gets that does not ask, full is everything', () => {
    const standard = answerDocument(answerOf({}));
    expect(standard.detail).toBe('standard');
    const full = answerDocument(answerOf({ detail: 'full' }));
    const without = (fields: readonly string[], all: object): string[] =>
      Object.keys(all).filter((field) => !fields.includes(field));
    expect(Object.keys(standard)).toEqual(Object.keys(full));
    expect(Object.keys(full.results.displacement_points[0]!)).toEqual(expect.arrayContaining([...FULL_POINT_FIELDS]));
    const [point] = standard.results.displacement_points;
    expect(Object.keys(point!)).toEqual(without(FULL_POINT_FIELDS, full.results.displacement_points[0]!));
    expect(point!.sigma_terms_mm).toEqual(full.results.displacement_points[0]!.sigma_terms_mm);
    expect(point!.sigma_terms_mm).toBeDefined();
    expect(Object.keys(full).toSorted()).toEqual(Object.keys(answerSchema.shape).toSorted());
    expect(answerSchema.safeParse(full).success).toBe(true);
  });

  it.each(DETAILS)('%s keeps to the one schema, says its detail and changes nothing that it keeps', (detail) => {
    const answer = answerOf({ detail });
    const before = structuredClone(answer);
    const document = answerDocument(answer);
    expect(answerDocumentSchema.parse(document)).toEqual(document);
    expect(document.detail).toBe(detail);
    expect(answer).toEqual(before);
    for (const field of Object.keys(document).filter((name) => name !== 'results') as (keyof Answer)[])
      expect(document[field], field).toEqual(answer[field]);
  });

  it('is refused by the schema without what every detail has', () => {
    for (const field of ['detail', 'warnings', 'results'] as const) {
      const document: Record<string, unknown> = { ...answerDocument(answerOf({ detail: 'minimal' })) };
      delete document[field];
      expect(answerDocumentSchema.safeParse(document).success).toBe(false);
    }
  });
});

describe('what an answer says of its making', () => {
  it('costs price times time, nothing is said without a price', () => {
    expect(answerOf({}).cost).toBeNull();
    expect(answerOf({ price_per_second: 0.0004 }).cost).toEqual({ amount: 0.004938, currency: null });
    expect(answerOf({ price_per_second: 2, currency: 'EUR' }).cost).toEqual({ amount: 24.6912, currency: 'EUR' });
    expect(answerOf({ price_per_second: 0 }).cost).toEqual({ amount: 0, currency: null });
  });

  it.each([
    { price_per_second: -1 },
    { price_per_second: Number.POSITIVE_INFINITY },
    { price_per_second: '1' },
    { currency: '=EUR' },
    { currency: '' },
    { detail: 'most' },
  ])('refuses %o', (options) => {
    expect(() => answerOf(options)).toThrow(Object.keys(options)[0]!);
  });

  it('hashes options and inputs in a form anyone can repeat', () => {
    const answer = answerOf({ min_coherence: 0.4 });
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(answer.hashes.options_sha256).toBe(sha256(canonicalJson(answer.options)));
    expect(answer.hashes.options_sha256).not.toBe(answerOf({}).hashes.options_sha256);
    expect(answer.hashes.inputs.map(({ name }) => name)).toEqual(['a.EOF', 'b.EOF']);
    expect(answer.hashes.inputs_sha256).toBe(
      sha256(
        `[{"bytes":2,"name":"a.EOF","sha256":"${'a'.repeat(64)}"},{"bytes":3,"name":"b.EOF","sha256":"${'b'.repeat(64)}"}]`,
      ),
    );
    expect(answer.bytes_read).toBe(31_000_000);
  });

  it('canonical JSON does not depend on the order of keys', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
    expect(canonicalJson({ a: 1, b: { c: 2, d: 3 } })).toBe(canonicalJson({ b: { d: 3, c: 2 }, a: 1 }));
  });
});

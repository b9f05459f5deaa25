import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCatalogue, isSentryalError } from '../../../src/errors/index.ts';
import { parseJob } from '../../../src/job/index.ts';
import { sampleJob } from '../../unit/job/sample-job.ts';

const RULES = { allowLocalPaths: true, baseDir: '/data' };

/** Every place of a value that can be reached: lists of keys. */
function placesOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, entry]) => placesOf(entry, [...path, key]))];
}

function replaceAt(root: unknown, [key, ...rest]: (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = Array.isArray(root) ? [...(root as unknown[])] : { ...(root as object) };
  Reflect.set(copy, key, replaceAt(Reflect.get(copy, key), rest, value));
  return copy;
}

/** What is wrong with the way a job is refused; undefined where it is accepted. */
function refusalFlaws(document: unknown): string[] | undefined {
  try {
    parseJob(document, RULES);
    return undefined;
  } catch (error) {
    if (!isSentryalError(error)) return [`threw ${String(error)}`];
    const { faults } = error;
    const code = faults.length === 1 ? faults[0]!.code : 'JOB_INVALID';
    return [
      ...(faults.length === 0 ? ['no fault listed'] : []),
      ...(error.code === code ? [] : [`${error.code} instead of ${code}`]),
      ...faults.filter((fault) => !(fault.code in errorCatalogue)).map((fault) => `unknown ${fault.code}`),
      ...faults
        .filter(({ message, remedy }) => message.length > 500 || remedy === '')
        .map(({ path }) => `unfit: ${path}`),
    ];
  }
}

const hostile = fc.oneof(
  fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true }),
  fc.constantFrom('', '\0', '../../etc/passwd', '__proto__', 'x'.repeat(10_000), -0, 1e308, Number.NaN, Infinity),
);

describe('a job is accepted or refused, never a crash', () => {
  const places = placesOf(
    sampleJob({ options: { dem: 'd', looks: { azimuth: 4, range: 16 }, products: ['coherence'] } }),
  );

  it('with anything in any place', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), hostile, (path, value) => {
        expect(refusalFlaws(replaceAt(sampleJob(), path, value)) ?? []).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('as anything at all', () => {
    fc.assert(
      fc.property(hostile, (document) => {
        expect(refusalFlaws(document)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('however deep or wide', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;
    expect(refusalFlaws(deep)).toEqual([]);
    for (const path of places.slice(1)) expect(refusalFlaws(replaceAt(sampleJob(), path, deep))).toEqual([]);
    const keys = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, 1]));
    expect(refusalFlaws(sampleJob({ options: keys }))).toEqual([]);
  });
});

describe('every faulty field is named, however many there are', () => {
  it('one fault for each', () => {
    const wrong: Record<string, unknown> = {
      job_id: 'a b',
      infrastructure_id: 3,
      reference_granule: 'S1A',
      secondary_granule: 7,
      reference_url: '',
      secondary_url: 'ftp://example.org',
      bbox: 'all',
      points: 'none',
      webhook_url: 'http://example.org',
      options: { dem: 3 },
    };
    fc.assert(
      fc.property(fc.subarray(Object.keys(wrong), { minLength: 1 }), (fields) => {
        const job = sampleJob(Object.fromEntries(fields.map((field) => [field, wrong[field]])));
        let named: string[] = [];
        try {
          parseJob(job, RULES);
        } catch (error) {
          if (!isSentryalError(error)) throw error;
          named = error.faults.map(({ path }) => path.split('.')[0]!);
        }
        expect(named.toSorted()).toEqual(fields.toSorted());
      }),
    );
  });
});

describe('boxes', () => {
  const degrees = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
  it('are right where south is below north and they have a width, across the antimeridian too', () => {
    fc.assert(
      fc.property(degrees(90), degrees(90), degrees(180), degrees(180), (south, north, west, east) => {
        const isRight = south < north && west !== east && !(west === 180 && east === -180);
        expect(refusalFlaws(sampleJob({ bbox: { south, north, west, east } }))).toEqual(isRight ? undefined : []);
      }),
    );
  });
});

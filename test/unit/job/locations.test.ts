import { describe, expect, it } from 'vitest';
import { SentryalError } from '../../../src/errors/index.ts';
import { parseJob } from '../../../src/job/index.ts';
import { RULES, faultsOf, sampleJob } from './sample-job.ts';

it('local paths are refused where they do not come from the command line', () => {
  expect(faultsOf(sampleJob(), { allowLocalPaths: false })).toEqual([
    'URL_LOCAL_REFUSED reference_url',
    'URL_LOCAL_REFUSED secondary_url',
    'URL_LOCAL_REFUSED options.dem',
  ]);
});

describe('addresses', () => {
  it('of http, https and s3 stay as they are', () => {
    const places = { reference_url: 'https://example.org/a.zip?token=x', secondary_url: 's3://bucket/a/b.SAFE' };
    expect(parseJob(sampleJob({ ...places, options: {} }), { ...RULES, allowLocalPaths: false }).job).toMatchObject(
      places,
    );
  });

  it.each([
    { reference_url: 'https:/u:SECRET@h/a' },
    { reference_url: 'ftp:u:SECRET@h/a' },
    { reference_url: 'https://u:p@SECRET@h/a.zip' },
    { reference_granule: 'https://h/a.zip?X-Amz-Signature=SECRET' },
    { job_id: 'https://h/a.zip?X-Amz-Signature=SECRET' },
    { options: { dem: 'd', orbits: 'https://h/a.EOF?X-Amz-Signature=SECRET' } },
  ])('with a secret, wherever they stand, are told without it: %j', (changes) => {
    const thrown = (): unknown => {
      try {
        return parseJob(sampleJob(changes), RULES);
      } catch (error) {
        return error;
      }
    };
    const error = thrown();
    expect(error).toBeInstanceOf(SentryalError);
    expect(JSON.stringify([(error as SentryalError).message, (error as SentryalError).faults])).not.toContain('SECRET');
  });

  it('of granules may be absent or null: they are found by name', () => {
    const { reference_url: _, ...without } = sampleJob({ secondary_url: null, options: {} });
    expect(parseJob(without, RULES).job).toMatchObject({ reference_url: null, secondary_url: null });
  });

  it('are needed, of this machine, where nothing may be fetched', () => {
    const job = sampleJob({ reference_url: null, secondary_url: 'https://example.org/a.zip', options: {} });
    expect(faultsOf(job, { ...RULES, allowNetwork: false })).toEqual([
      'JOB_URL_MISSING reference_url',
      'URL_NETWORK_OFF secondary_url',
      'JOB_DEM_MISSING options.dem',
    ]);
  });
});

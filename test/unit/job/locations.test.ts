import { describe, expect, it } from 'vitest';
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

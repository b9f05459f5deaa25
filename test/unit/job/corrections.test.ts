import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSentryalError } from '../../../src/errors/index.ts';
import { parseJob } from '../../../src/job/index.ts';
import { sampleJob } from './sample-job.ts';

const RULES = { allowLocalPaths: true, baseDir: '/data/jobs' };

/** Codes and places of what is wrong with a job of these options. */
function faultsOf(options: Readonly<Record<string, unknown>>): string[] {
  try {
    parseJob(sampleJob({ options: { dem: 'dem.tif', ...options } }), RULES);
    return [];
  } catch (error) {
    if (!isSentryalError(error)) throw error;
    return (error.faults ?? []).map(({ code, path }) => `${code} ${path}`);
  }
}

describe('options.corrections and options.structure', () => {
  it('resolves the places of grids from the folder of the job', () => {
    const corrections = {
      zenith_delay_reference: 'a.tif',
      zenith_delay_secondary: 'file:///data/b.tif',
      tec_reference: 12,
      tec_secondary: 'tec.tif',
    };
    const { job } = parseJob(sampleJob({ options: { dem: 'dem.tif', corrections } }), RULES);
    expect(job.options.corrections).toMatchObject({
      troposphere: 'auto',
      zenith_delay_reference: resolve('/data/jobs/a.tif'),
      zenith_delay_secondary: resolve('/data/b.tif'),
      tec_reference: 12,
      tec_secondary: resolve('/data/jobs/tec.tif'),
    });
  });

  it.each([
    ['neither off, on nor auto', { corrections: { ramp: 'yes' } }, 'JOB_VALUE_NOT_ALLOWED options.corrections.ramp'],
    ['an unknown one', { corrections: { tide: 'on' } }, 'JOB_OPTION_UNKNOWN options.corrections.tide'],
    ['one date', { corrections: { tec_secondary: 20 } }, 'JOB_ONE_DATE_ALONE options.corrections.tec_secondary'],
    [
      'a temperature of one date',
      { structure: { axis_azimuth_deg: 0, temperature_reference_c: 4 } },
      'JOB_ONE_DATE_ALONE options.structure.temperature_reference_c',
    ],
    [
      'a grid at an address of a scheme that is not known',
      { corrections: { zenith_delay_reference: 'ftp://example.org/a.tif', zenith_delay_secondary: 'b.tif' } },
      'URL_NOT_SUPPORTED options.corrections.zenith_delay_reference',
    ],
    [
      'a structure without an axis',
      { structure: { expansion_length_m: 300 } },
      'JOB_FIELD_MISSING options.structure.axis_azimuth_deg',
    ],
  ] as const)('names what is wrong: %s', (_, options, fault) => {
    expect(faultsOf(options)).toEqual([fault]);
  });
});

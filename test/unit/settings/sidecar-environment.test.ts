import { expect, it } from 'vitest';
import { sidecarEnvironment } from '../../../src/settings/index.ts';

it('a sidecar finds its libraries, and gets no credentials', () => {
  const environment = {
    PATH: '/opt/isce3/bin:/usr/bin',
    PROJ_DATA: '/opt/isce3/share/proj',
    CONDA_PREFIX: undefined,
    EARTHDATA_TOKEN: 'a',
    CDSE_S3_SECRET_KEY: 'b',
    BUCKET_SECRET_ACCESS_KEY: 'c',
    RUNPOD_API_KEY: 'd',
    SENTRYAL_WEBHOOK_SECRET: 'e',
  };
  expect(sidecarEnvironment(environment)).toEqual({
    PATH: '/opt/isce3/bin:/usr/bin',
    PROJ_DATA: '/opt/isce3/share/proj',
  });
});

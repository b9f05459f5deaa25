import { describe, expect, it } from 'vitest';
import { rasterMetadata } from '../../../src/pipeline/products/raster-metadata.ts';
import { sampleFindings, samplePoint } from '../answer/sample-findings.ts';

describe('what rasters say of their DEM', () => {
  const { job, pair } = sampleFindings([samplePoint('a', 'ok')]);

  it.each([
    ['/data/dem.tif', 'dem.tif'],
    ['/home/some one/my files/dem.tif and 3 more', 'dem.tif and 3 more'],
    ['C:\\data, old\\dem.tif', 'dem.tif'],
    ['https://user:pass@example.org/tiles/dem.tif?sig=a/b', 'dem.tif'],
    ['s3://bucket/dem.tif', 'dem.tif'],
    ['dem #3?.tif', 'dem #3?.tif'],
  ])('of %s is %s, neither folders nor secrets', (name, said) => {
    expect(rasterMetadata(job, { ...pair, dem: { name, datum: 'ellipsoid' } })['DEM']).toBe(`${said}, ellipsoid`);
  });
});

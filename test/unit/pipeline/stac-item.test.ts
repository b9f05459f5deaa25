import { describe, expect, it } from 'vitest';
import { geo2rdr, geodeticToEcef, ecefToGeodetic } from '../../../src/geometry/index.ts';
import { withFiles } from '../../../src/answer/index.ts';
import type { AnswerProduct } from '../../../src/job/index.ts';
import type { Dem, Granule, Vector3 } from '../../../src/model/index.ts';
import { stacItem } from '../../../src/pipeline/products/stac-item.ts';
import { mapGrid } from '../../../src/products/index.ts';
import { SENTINEL_LIKE, circularState, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { sampleFindings, samplePoint } from '../answer/sample-findings.ts';

function fileOf(kind: AnswerProduct['kind'], name: AnswerProduct['name'], ending: string): AnswerProduct {
  const path = `/somewhere/${name}.${ending}`;
  return { kind, name, path, media_type: `type of ${ending}`, url: null, bytes: 9, sha256: 'ab'.repeat(32) };
}

describe('the STAC Item of a run', () => {
  const findings = sampleFindings([samplePoint('a', 'ok')]);
  const place = (nodeLongitudeDeg: number) => {
    const circular = { ...SENTINEL_LIKE, nodeLongitudeDeg };
    const { p, v } = circularState(circular, 5);
    const across = [v[1] * p[2] - v[2] * p[1], v[2] * p[0] - v[0] * p[2], v[0] * p[1] - v[1] * p[0]] as const;
    const ground = p.map((value, k) => value + (across[k]! / Math.hypot(...across)) * 3.4e5);
    return { orbit: sampleOrbit(circular, evenTimes(-100, 21, 10)), ...ecefToGeodetic(ground as unknown as Vector3) };
  };
  const itemAt = (nodeLongitudeDeg: number, crs: 'wgs84' | 'utm') => {
    const { orbit, latitudeDeg: lat, longitudeDeg: lon } = place(nodeLongitudeDeg);
    const near = (offset: number): number => ((lon + offset + 540) % 360) - 180;
    const map = mapGrid({ north: lat + 0.05, south: lat - 0.05, west: near(-0.05), east: near(0.05) }, 100, crs);
    const granule = { mission: 'S1A', pass: 'ascending', relativeOrbit: 59, absoluteOrbit: 48_850 } as Granule;
    const statistics = { valid: 3, count: 4, minimum: -1, maximum: 2, mean: 0.5, standardDeviation: 1 };
    const dem = { minHeightM: 0, maxHeightM: 10, rows: 0, columns: 0, heightsM: new Float32Array(0) } as unknown as Dem;
    expect(geo2rdr(orbit, geodeticToEcef({ latitudeDeg: lat, longitudeDeg: lon, heightM: 0 }))).toBeDefined();
    return stacItem({
      ...{ job: findings.job, described: findings.pair, map, cellLooks: 28 },
      pair: { reference: granule, secondary: granule, referenceOrbit: orbit } as never,
      area: { dem: { ...dem, toPixel: () => ({ column: 0, row: 0 }) } } as never,
      files: [
        { product: 'displacement', file: fileOf('raster', 'displacement', 'tif'), statistics },
        { product: 'coherence', file: fileOf('quicklook', 'coherence', 'png') },
        { product: 'displacement', file: fileOf('quicklook', 'displacement', 'png') },
      ],
    }) as {
      bbox: number[];
      geometry: { type: string };
      properties: Record<string, unknown>;
      assets: Record<string, object>;
    };
  };

  it('lists rasters with size, multihash of SHA-256, unit and statistics', () => {
    expect(itemAt(0, 'wgs84').assets['displacement']).toMatchObject({
      ...{ href: './displacement.tif', unit: 'mm', data_type: 'float32', nodata: 'nan', roles: ['data'] },
      type: 'type of tif',
      'file:size': 9,
      'file:checksum': `1220${'ab'.repeat(32)}`,
      statistics: { minimum: -1, maximum: 2, mean: 0.5, stddev: 1, count: 4, valid_percent: 75 },
    });
  });

  it('lists their pictures, one of which stands for all', () => {
    const { assets } = itemAt(0, 'wgs84');
    expect(assets['coherence_quicklook']).toMatchObject({
      ...{ href: './coherence.png', type: 'type of png', roles: ['overview'], 'file:size': 9 },
      'file:checksum': `1220${'ab'.repeat(32)}`,
    });
    expect(assets['displacement_quicklook']).toMatchObject({ roles: ['overview', 'thumbnail'] });
    expect(Object.keys(assets)).toEqual(['displacement', 'coherence_quicklook', 'displacement_quicklook']);
  });

  it('takes points and report too, each once', () => {
    const item = itemAt(0, 'wgs84');
    const old = withFiles(item, [fileOf('report', 'report', 'html'), fileOf('points', 'points', 'geojson')]);
    const report = { ...fileOf('report', 'report', 'html'), bytes: 10 };
    const { assets } = withFiles(old, [report]) as typeof item;
    expect(Object.keys(assets)).toEqual([...Object.keys(item.assets), 'report', 'points']);
    expect(assets['report']).toMatchObject({ href: './report.html', roles: ['metadata'], 'file:size': 10 });
    expect(assets['points']).toMatchObject({ href: './points.geojson', roles: ['data'] });
    expect(withFiles([], [report])).toBeUndefined();
  });

  it('says where it is, and how it is looked at: from the west, on a northward pass', () => {
    const { properties, geometry } = itemAt(0, 'utm');
    expect(geometry.type).toBe('Polygon');
    expect(properties['proj:code']).toMatch(/^EPSG:32[67]\d\d$/);
    const azimuth = properties['view:azimuth'] as number;
    expect(azimuth).toBeGreaterThan(60);
    expect(azimuth).toBeLessThan(120);
    expect(properties['sentryal:notices']).toHaveLength(2);
  });

  it('is cut at the antimeridian', () => {
    const { longitudeDeg } = place(0);
    const { bbox, geometry } = itemAt(180 - longitudeDeg, 'wgs84');
    expect(geometry.type).toBe('MultiPolygon');
    expect(bbox[0]).toBeGreaterThan(179.9);
    expect(bbox[2]).toBeLessThan(-179.9);
  });
});

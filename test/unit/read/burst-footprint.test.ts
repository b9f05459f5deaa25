import { describe, expect, it } from 'vitest';
import { geodeticToEcef, locateGround, rdr2geo } from '../../../src/geometry/index.ts';
import type { Swath } from '../../../src/model/index.ts';
import { type GeolocationPoint, burstFootprint, geolocationGrid, openGranule } from '../../../src/read/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { NO_SHARED_DATA, sharedGranules } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const burst = (firstLineTimeS: number) => ({ firstLineTimeS }) as Swath['bursts'][number];
const swath = { linesPerBurst: 31, azimuthTimeIntervalS: 0.1, bursts: [] } as unknown as Swath;

const point = (azimuthTimeS: number, sample: number, latitudeDeg: number, longitudeDeg: number): GeolocationPoint => ({
  line: Math.round(azimuthTimeS * 10),
  sample,
  azimuthTimeS,
  slantRangeM: 800_000,
  latitudeDeg,
  longitudeDeg,
  heightM: 0,
  incidenceDeg: 31,
});

describe('the footprint of a burst', () => {
  const grid = [
    point(10, 0, 50, 179.9),
    point(10, 5, 50.1, -179.7),
    point(10, 9, 50.2, -179.2),
    point(12.5, 9, 50.3, -179.3),
    point(12.5, 0, 50.1, 179.8),
  ];

  it('is between rows of the grid, and beyond the last, also across the antimeridian', () => {
    const corners = burstFootprint(grid, swath, burst(10))!;
    const expected = [
      [50, 179.9],
      [50.2, -179.2],
      [50.32, -179.32],
      [50.12, 179.78],
    ];
    for (const [k, [latitude, longitude]] of expected.entries()) {
      expect(corners[k]!.latitudeDeg).toBeCloseTo(latitude!, 9);
      expect(corners[k]!.longitudeDeg).toBeCloseTo(longitude!, 9);
    }
    const crossing = grid.map((p) => ({ ...p, longitudeDeg: p.azimuthTimeS > 11 ? -179.95 : 179.95 }));
    expect(burstFootprint(crossing, swath, burst(11.25))![0].longitudeDeg).toBeCloseTo(-180, 9);
  });

  it('is none where the grid has one row, or the same row twice', () => {
    expect(burstFootprint(grid.slice(0, 3), swath, burst(10))).toBeUndefined();
    expect(burstFootprint([...grid.slice(0, 3), ...grid.slice(0, 3)], swath, burst(10))).toBeUndefined();
    expect(burstFootprint([], swath, burst(10))).toBeUndefined();
  });
});

describe.skipIf(NO_SHARED_DATA)('the footprints of a real swath (needs ../shared/data)', () => {
  it('lie where rdr2geo puts the corners at the height of the grid', async () => {
    const path = sharedGranules().find((name) => name.includes('_20200511T'))!;
    const granule = await openGranule(path, { cacheDir: temporaryFolder(), warn: () => {} });
    const real = granule.swaths[0]!;
    const grid = await geolocationGrid(real);
    await granule.close();
    let worstM = 0;
    for (const place of real.bursts) {
      const [early] = burstFootprint(grid, real, place)!;
      const heightM = grid.find(
        (p) => p.sample === 0 && Math.abs(p.azimuthTimeS - place.firstLineTimeS) < 0.01,
      )!.heightM;
      const exact = rdr2geo(granule.annotationOrbit, place.firstLineTimeS, real.nearRangeM, heightM).ecef;
      const [a, b] = [geodeticToEcef({ ...early, heightM }), exact];
      worstM = Math.max(worstM, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
      // The late corners are between rows whose heights differ: in range by some pixels, in time exactly.
      const late = burstFootprint(grid, real, place)![3];
      const found = locateGround(granule.annotationOrbit, real, { ...late, heightM });
      const lastS = place.firstLineTimeS + (real.linesPerBurst - 1) * real.azimuthTimeIntervalS;
      expect(Math.abs(found.look.azimuthTimeS - lastS)).toBeLessThan(0.02);
    }
    stateFigure('early corners of the footprints', worstM, 2, 'm');
    expect(worstM).toBeLessThan(2);
  });
});

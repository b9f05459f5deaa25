import { describe, expect, it } from 'vitest';
import { geodeticToEcef, interpolateOrbit, lookGeometry, rdr2geo } from '../../../src/geometry/index.ts';
import { geolocationGrid, openGranule } from '../../../src/read/index.ts';
import { SENTINEL_LIKE, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { NO_SHARED_DATA, sharedPath } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cacheDir = temporaryFolder();
const ascending = sampleOrbit({ ...SENTINEL_LIKE, startAngleDeg: 20 }, evenTimes(0, 12, 10));
const descending = sampleOrbit({ ...SENTINEL_LIKE, startAngleDeg: 140 }, evenTimes(0, 12, 10));

describe('lookGeometry', () => {
  it.each([
    ['ascending', ascending, -1],
    ['descending', descending, 1],
  ] as const)('%s: the satellite stands on the proper side, above', (_, orbit, eastSign) => {
    const look = lookGeometry(orbit, rdr2geo(orbit, 50, 850_000, 120).ecef);
    expect(Math.hypot(look.losEast, look.losNorth, look.losUp)).toBeCloseTo(1, 14);
    expect(Math.sign(look.losEast)).toBe(eastSign);
    expect(look.losUp).toBeGreaterThan(0.6);
    expect(look.incidenceDeg).toBeCloseTo((Math.acos(look.losUp) * 180) / Math.PI, 10);
    // Right-looking: seen from the target, the satellite is 90° to the left of the heading, but for the meridians' turn.
    const azimuthDeg = (Math.atan2(look.losEast, look.losNorth) * 180) / Math.PI;
    const turnDeg = ((azimuthDeg - look.headingDeg + 540) % 360) - 180;
    expect(Math.abs(turnDeg + 90)).toBeLessThan(6);
  });

  it('at the equator a polar orbit that turns with the Earth heads due north', () => {
    const still = sampleOrbit(
      { radiusM: 7_071_000, inclinationDeg: 90, nodeLongitudeDeg: 0, startAngleDeg: -3 },
      evenTimes(0, 12, 10),
    );
    const { positionM, velocityMps } = interpolateOrbit(still, 50);
    const { headingDeg } = lookGeometry(still, rdr2geo(still, 50, 850_000, 0).ecef);
    // The Earth turns below by ω r / v = 7.29e-5 · 7071 km / 7.5 km/s: 3.9° to the west.
    const westward = Math.atan2(7.292115e-5 * Math.hypot(positionM[0], positionM[1]), Math.abs(velocityMps[2]));
    expect(headingDeg).toBeCloseTo((-westward * 180) / Math.PI, 2);
  });

  it.each([
    ['left of the track', (side: number) => -side],
    ['behind the horizon', (side: number) => side + 120],
  ])('refuses a target %s', (_, longitude) => {
    const seen = rdr2geo(ascending, 50, 850_000, 0);
    const nadir = interpolateOrbit(ascending, 50).positionM;
    const nadirLongitudeDeg = (Math.atan2(nadir[1], nadir[0]) * 180) / Math.PI;
    const offsetDeg = longitude(seen.longitudeDeg - nadirLongitudeDeg);
    const target = geodeticToEcef({
      latitudeDeg: seen.latitudeDeg,
      longitudeDeg: nadirLongitudeDeg + offsetDeg,
      heightM: 0,
    });
    expect(lookGeometry(ascending, seen.ecef).slantRangeM).toBeCloseTo(850_000, 6);
    expect(() => lookGeometry(ascending, target)).toThrow(expect.objectContaining({ code: 'TARGET_NOT_SEEN' }));
  });

  it.each([
    ['shorter than the way down', 600_000],
    ['beyond the horizon', 3_300_000],
    ['zero', 0],
    ['not a number', Number.NaN],
  ])('rdr2geo refuses a range %s', (_, rangeM) => {
    expect(() => rdr2geo(ascending, 50, rangeM, 0)).toThrow(expect.objectContaining({ code: 'RANGE_NOT_ON_EARTH' }));
  });
});

describe.skipIf(NO_SHARED_DATA)("ESA's angles (needs ../shared/data)", () => {
  it('incidence within 0.04 deg of the grid, heading within 0.05 deg of the annotation', async () => {
    const path = sharedPath(
      'sentinel1/granules/S1A_IW_SLC__1SDV_20200511T135117_20200511T135144_032518_03C421_7768.zip',
    );
    const granule = await openGranule(path, { cacheDir, warn: () => {} });
    const swath = granule.swaths[1]!;
    const grid = await geolocationGrid(swath);
    for (const point of grid) {
      const look = lookGeometry(granule.annotationOrbit, geodeticToEcef(point));
      // ESA's angle is against the geocentric vertical, which the ellipsoid's normal leaves by up to 0.19 deg.
      expect(Math.abs(look.incidenceDeg - point.incidenceDeg)).toBeLessThan(0.04);
    }
    const middle = grid[Math.floor(grid.length / 2)]!;
    // platformHeading of the IW2 annotation.
    const { headingDeg } = lookGeometry(granule.annotationOrbit, geodeticToEcef(middle));
    expect(Math.abs(headingDeg - -166.7159221609644)).toBeLessThan(0.05);
    await granule.close();
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ecefToGeodetic, geo2rdr, geodeticToEcef, interpolateOrbit, rdr2geo } from '../../../src/geometry/index.ts';
import type { Orbit } from '../../../src/model/index.ts';

const file = new URL('../../../../shared/data/sentinel1/isce3-geometry-20200511-iw1.json', import.meta.url);

interface RadarPoint {
  readonly t: number;
  readonly r: number;
  readonly dem_h: number;
  readonly lon_deg: number;
  readonly lat_deg: number;
}

interface Recorded {
  readonly state_vectors: readonly (readonly number[])[];
  readonly orbit_interp: readonly (readonly number[])[];
  readonly rdr2geo: readonly RadarPoint[];
  readonly geo2rdr: readonly { readonly t: number; readonly r: number }[];
}

function load(): { recorded: Recorded; orbit: Orbit } {
  const recorded = (JSON.parse(readFileSync(file, 'utf8')) as { swaths: Recorded[] }).swaths[0]!;
  const vectors = recorded.state_vectors;
  const orbit: Orbit = {
    kind: 'annotation',
    source: 'isce3-geometry-20200511-iw1.json',
    epochDay: 18_393,
    timesS: Float64Array.from(vectors, (vector) => vector[0]!),
    positionsM: Float64Array.from(vectors.flatMap((vector) => vector.slice(1, 4))),
    velocitiesMps: Float64Array.from(vectors.flatMap((vector) => vector.slice(4, 7))),
  };
  return { recorded, orbit };
}

describe.skipIf(!existsSync(file))('geometry against ISCE3 (needs ../shared/data)', () => {
  it('interpolates the orbit to 1e-8 m and 1e-8 m/s', () => {
    const { recorded, orbit } = load();
    expect(recorded.orbit_interp).toHaveLength(5);
    for (const [timeS, ...expected] of recorded.orbit_interp) {
      const { positionM, velocityMps } = interpolateOrbit(orbit, timeS!);
      for (const [k, value] of [...positionM, ...velocityMps].entries())
        expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-8);
    }
  });

  it('rdr2geo agrees to 1e-9 deg, and its height to 1e-6 m', () => {
    const { recorded, orbit } = load();
    expect(recorded.rdr2geo).toHaveLength(18);
    for (const point of recorded.rdr2geo) {
      const ground = rdr2geo(orbit, point.t, point.r, point.dem_h);
      expect(Math.abs(ground.latitudeDeg - point.lat_deg)).toBeLessThan(1e-9);
      expect(Math.abs(ground.longitudeDeg - point.lon_deg)).toBeLessThan(1e-9);
      expect(Math.abs(ecefToGeodetic(ground.ecef).heightM - point.dem_h)).toBeLessThan(1e-7);
    }
  });

  it('geo2rdr of its points agrees to 1e-8 s and 1e-6 m', () => {
    const { recorded, orbit } = load();
    for (const [k, point] of recorded.rdr2geo.entries()) {
      const target = geodeticToEcef({
        latitudeDeg: point.lat_deg,
        longitudeDeg: point.lon_deg,
        heightM: point.dem_h,
      });
      const solved = geo2rdr(orbit, target);
      expect(Math.abs(solved.azimuthTimeS - recorded.geo2rdr[k]!.t)).toBeLessThan(1e-8);
      expect(Math.abs(solved.slantRangeM - recorded.geo2rdr[k]!.r)).toBeLessThan(1e-6);
    }
  });
});

import { describe, expect, it } from 'vitest';
import {
  demHeight,
  ecefToGeodetic,
  geo2rdr,
  geodeticToEcef,
  groundCrossings,
  interpolateOrbit,
  isShadowed,
  lookGeometry,
  radarHeight,
} from '../../../src/geometry/index.ts';
import type { Dem, Vector3 } from '../../../src/model/index.ts';
import { SENTINEL_LIKE, circularState, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';

const orbit = sampleOrbit(SENTINEL_LIKE, evenTimes(-100, 21, 10));
const STEP_DEG = 1 / 7200;
const SIZE = 301;
const WALL_M = 200;

/** A place some 300 km to the right of the track. */
function placeBelow() {
  const { p, v } = circularState(SENTINEL_LIKE, 3);
  const across = [v[1] * p[2] - v[2] * p[1], v[2] * p[0] - v[0] * p[2], v[0] * p[1] - v[1] * p[0]] as const;
  const [x, y, z] = p.map((value, k) => value + (across[k]! / Math.hypot(...across)) * 3.2e5) as unknown as Vector3;
  return { ...ecefToGeodetic([x, y, z]), heightM: 0 };
}

const centre = placeBelow();
const look = lookGeometry(orbit, geodeticToEcef(centre));
const horizontal = Math.hypot(look.losEast, look.losNorth);
const away = { east: -look.losEast / horizontal, north: -look.losNorth / horizontal };
const metresPerDegree = { lat: 111_200, lon: 111_320 * Math.cos((centre.latitudeDeg * Math.PI) / 180) };
const tanIncidence = Math.tan((look.incidenceDeg * Math.PI) / 180);

/** A place on the line through the centre, away from the radar where positive. */
function along(distanceM: number) {
  return {
    latitudeDeg: centre.latitudeDeg + (away.north * distanceM) / metresPerDegree.lat,
    longitudeDeg: centre.longitudeDeg + (away.east * distanceM) / metresPerDegree.lon,
  };
}

/** Ground whose height depends on the distance from the centre, away from the radar, alone. */
function demOf(profile: (distanceM: number) => number): Dem {
  const north = centre.latitudeDeg + (SIZE / 2) * STEP_DEG;
  const west = centre.longitudeDeg - (SIZE / 2) * STEP_DEG;
  const heightsM = Float32Array.from({ length: SIZE * SIZE }, (_, n) => {
    const y = (north - Math.floor(n / SIZE) * STEP_DEG - centre.latitudeDeg) * metresPerDegree.lat;
    const x = (west + (n % SIZE) * STEP_DEG - centre.longitudeDeg) * metresPerDegree.lon;
    return profile(x * away.east + y * away.north);
  });
  return {
    name: 'made up',
    columns: SIZE,
    rows: SIZE,
    heightsM,
    minHeightM: Math.min(...heightsM),
    maxHeightM: Math.max(...heightsM),
    datum: 'ellipsoid',
    spacingM: { row: 15.4, column: 11 },
    toPixel: (longitudeDeg, latitudeDeg) => ({
      column: (longitudeDeg - west) / STEP_DEG,
      row: (north - latitudeDeg) / STEP_DEG,
    }),
  };
}

function at(dem: Dem, distanceM: number) {
  const place = along(distanceM);
  const ecefM = geodeticToEcef({ ...place, heightM: demHeight(dem, place.longitudeDeg, place.latitudeDeg) });
  const radar = geo2rdr(orbit, ecefM);
  const { positionM } = interpolateOrbit(orbit, radar.azimuthTimeS);
  const toward = positionM.map((value, k) => (value - ecefM[k]!) / radar.slantRangeM) as unknown as Vector3;
  return {
    isShadowed: isShadowed(dem, ecefM, toward, look.incidenceDeg),
    crossings: groundCrossings(orbit, dem, radar.azimuthTimeS, radar.slantRangeM),
    height: radarHeight(orbit, dem, radar.azimuthTimeS, radar.slantRangeM),
  };
}

describe('a wall that faces the radar lays over the ground in front of it', () => {
  const dem = demOf((distanceM) => (distanceM > 0 ? WALL_M : 0));
  // A place as far in front as the wall is high, over the tangent of the incidence, has the range of the wall's top.
  const reachM = WALL_M / tanIncidence;

  it.each([-0.8, -0.4, 0.4, 0.8])('at %d of its reach', (share) => {
    const { crossings, isShadowed: hidden } = at(dem, share * reachM);
    expect(crossings.length).toBeGreaterThan(1);
    expect(hidden).toBe(false);
  });

  it.each([-1.25, 1.25, 3])('not at %d of it', (share) => {
    const { crossings } = at(dem, share * reachM);
    expect(crossings.length).toBe(1);
  });

  it('and the first ground from above is its top', () => {
    expect(at(dem, -0.5 * reachM).height).toBeGreaterThan(WALL_M * 0.9);
  });
});

describe('a wall that faces away shades the ground behind it', () => {
  const dem = demOf((distanceM) => (distanceM < 0 ? WALL_M : 0));
  const reachM = WALL_M * tanIncidence;

  it.each([0.3, 0.8])('at %d of its shadow', (share) => expect(at(dem, share * reachM).isShadowed).toBe(true));
  it.each([-1, 1.25, 2])('not at %d of it', (share) => expect(at(dem, share * reachM).isShadowed).toBe(false));
});

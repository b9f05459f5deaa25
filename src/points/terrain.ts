import {
  type RadarCoordinates,
  demHeight,
  ecefToGeodetic,
  geodeticToEcef,
  groundCrossings,
  interpolateOrbit,
  isShadowed,
} from '../geometry/index.ts';
import type { Dem, Orbit, Vector3 } from '../model/index.ts';

/**
 * Whether other ground lies at a point's range and azimuth (layover), or between it and the satellite (shadow), by the DEM.
 * @param incidenceDeg at the point
 */
export function terrainStatus(
  orbit: Orbit,
  dem: Dem,
  ecefM: Vector3,
  radar: RadarCoordinates,
  incidenceDeg: number,
): 'layover' | 'shadow' | undefined {
  const { positionM } = interpolateOrbit(orbit, radar.azimuthTimeS);
  const toward = positionM.map((value, axis) => (value - ecefM[axis]!) / radar.slantRangeM) as unknown as Vector3;
  // A point given below the DEM is not in shadow for that: the DEM may be of a roof, or off by metres.
  const place = ecefToGeodetic(ecefM);
  const surfaceM = demHeight(dem, place.longitudeDeg, place.latitudeDeg);
  const fromM = surfaceM > place.heightM ? geodeticToEcef({ ...place, heightM: surfaceM }) : ecefM;
  if (isShadowed(dem, fromM, toward, incidenceDeg)) return 'shadow';
  return groundCrossings(orbit, dem, radar.azimuthTimeS, radar.slantRangeM).length > 1 ? 'layover' : undefined;
}

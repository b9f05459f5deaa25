import type { Dem, Orbit, Vector3 } from '../model/index.ts';
import { degToRad } from '../units/index.ts';
import { demHeight } from './dem-height.ts';
import { ecefToGeodetic } from './ellipsoid.ts';
import { rdr2geo } from './rdr2geo.ts';

/** Share of a DEM sample's spacing that one step may move over the ground. */
const STEP_SPACING = 0.5;

const TOLERANCE_M = 0.001;
const MAX_HALVINGS = 40;

/** Metres above and below the DEM's extremes at which the search starts and ends. */
const BEYOND_M = 1;

/** How far the ground may stand above a line of sight before it hides what is below: the noise of a DEM. */
const SHADOW_TOLERANCE_M = 0.5;

/**
 * Heights at which the range sphere and zero-Doppler plane of a radar position meet the DEM, from above, m. None: the DEM has
 * no ground there. Several: layover, the echoes of these places arrive together.
 */
export function groundCrossings(orbit: Orbit, dem: Dem, azimuthTimeS: number, slantRangeM: number): number[] {
  const gap = (heightM: number): number => {
    const ground = rdr2geo(orbit, azimuthTimeS, slantRangeM, heightM);
    return demHeight(dem, ground.longitudeDeg, ground.latitudeDeg) - heightM;
  };
  // One metre of height moves the place by at most 1/tan(29 deg) = 1.8 m over the ground.
  const stepM = (STEP_SPACING * Math.min(dem.spacingM.row, dem.spacingM.column)) / 1.8;
  const crossings: number[] = [];
  if (!(dem.minHeightM <= dem.maxHeightM)) return crossings;
  let above = dem.maxHeightM + BEYOND_M;
  let gapAbove = gap(above);
  while (above > dem.minHeightM - BEYOND_M) {
    const below = above - stepM;
    const gapBelow = gap(below);
    if (gapAbove < 0 !== gapBelow < 0 && !Number.isNaN(gapAbove) && !Number.isNaN(gapBelow))
      crossings.push(narrow(gap, below, above, gapBelow < 0));
    above = below;
    gapAbove = gapBelow;
  }
  return crossings;
}

/** The height between two where the gap changes sign. */
function narrow(gap: (heightM: number) => number, below: number, above: number, isBelowNegative: boolean): number {
  let low = below;
  let high = above;
  for (let k = 0; k < MAX_HALVINGS && high - low > TOLERANCE_M; k++) {
    const middle = (low + high) / 2;
    if (gap(middle) < 0 === isBelowNegative) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Height of the first ground a radar position meets from above, m; NaN where the DEM has none. */
export function radarHeight(orbit: Orbit, dem: Dem, azimuthTimeS: number, slantRangeM: number): number {
  return groundCrossings(orbit, dem, azimuthTimeS, slantRangeM)[0] ?? NaN;
}

/**
 * Whether ground between a place and the satellite hides the place: the DEM along its line of sight, until that is above the
 * highest ground.
 * @param towardSatellite unit vector from the place to the satellite, ECEF
 */
export function isShadowed(dem: Dem, placeM: Vector3, towardSatellite: Vector3, incidenceDeg: number): boolean {
  const spacingM = Math.min(dem.spacingM.row, dem.spacingM.column);
  const stepM = spacingM / Math.max(Math.sin(degToRad(incidenceDeg)), 0.1);
  for (let distanceM = stepM; ; distanceM += stepM) {
    const [x, y, z] = placeM.map((value, axis) => value + distanceM * towardSatellite[axis]!) as unknown as Vector3;
    const { latitudeDeg, longitudeDeg, heightM } = ecefToGeodetic([x, y, z]);
    if (heightM > dem.maxHeightM) return false;
    if (demHeight(dem, longitudeDeg, latitudeDeg) > heightM + SHADOW_TOLERANCE_M) return true;
  }
}

import { demHeight } from '../geometry/index.ts';
import type { Dem, PointMeasurement, PointTarget } from '../model/index.ts';
import { degToRad } from '../units/index.ts';

/** Metres per degree of latitude, good to 0.6 %: only slopes depend on it. */
const METRES_PER_DEGREE = 111_320;

/**
 * Whether the DEM's slope at a point puts it in layover (rising away from the radar more steeply than the incidence
 * angle) or in shadow (falling away more steeply than the line of sight). Slopes elsewhere that lay over or shade the
 * point are not looked for.
 */
export function terrainStatus(
  dem: Dem,
  target: PointTarget,
  look: NonNullable<PointMeasurement['look']>,
): 'layover' | 'shadow' | undefined {
  const stepM = Math.max(dem.spacingM.row, dem.spacingM.column);
  const horizontal = Math.hypot(look.losEast, look.losNorth);
  const awayEast = -look.losEast / horizontal;
  const awayNorth = -look.losNorth / horizontal;
  const heightAt = (distanceM: number): number => {
    const latitude = target.latitudeDeg + (awayNorth * distanceM) / METRES_PER_DEGREE;
    const longitude =
      target.longitudeDeg + (awayEast * distanceM) / (METRES_PER_DEGREE * Math.cos(degToRad(target.latitudeDeg)));
    return demHeight(dem, longitude, latitude);
  };
  const slope = Math.atan((heightAt(stepM) - heightAt(-stepM)) / (2 * stepM));
  const incidence = degToRad(look.incidenceDeg);
  if (slope >= incidence) return 'layover';
  if (-slope >= Math.PI / 2 - incidence) return 'shadow';
  return undefined;
}

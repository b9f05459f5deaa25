import type { Geodetic } from '../model/index.ts';
import { SPEED_OF_LIGHT_MPS, radToDeg } from '../units/index.ts';
import { type Acquisition, type SwathPlan, lineTimeS } from './acquisition.ts';
import { type HeightAt, locateGround } from './closest-approach.ts';
import { localAxes, toEcef } from './ellipsoid.ts';
import { dot, subtract, unit } from './vector.ts';

/** One tie point of the annotation. */
export interface GridPoint extends Geodetic {
  readonly line: number;
  readonly sample: number;
  readonly azimuthTimeS: number;
  readonly slantRangeTimeS: number;
  readonly incidenceAngleDeg: number;
  readonly elevationAngleDeg: number;
}

const POINTS_PER_LINE = 21;

/** The place under a line time and a sample of a swath, on the ground. */
export function groundAt(
  acquisition: Acquisition,
  swath: SwathPlan,
  timeS: number,
  sample: number,
  heightAt: HeightAt,
  near?: Geodetic,
): Geodetic {
  const tau = swath.slantRangeTimeS + sample / swath.rangeSamplingRateHz;
  return locateGround(acquisition.trajectory, { timeS, rangeM: (tau * SPEED_OF_LIGHT_MPS) / 2 }, heightAt, near);
}

/** Incidence angle against the ellipsoid normal, and angle at the satellite from the geocentric nadir, degrees. */
export function viewingAngles(
  acquisition: Acquisition,
  timeS: number,
  place: Geodetic,
): { incidenceAngleDeg: number; elevationAngleDeg: number } {
  const satellite = acquisition.trajectory.positionM(timeS);
  const toSatellite = unit(subtract(satellite, toEcef(place)));
  const { up } = localAxes(place.latitudeDeg, place.longitudeDeg);
  return {
    incidenceAngleDeg: radToDeg(Math.acos(dot(toSatellite, up))),
    elevationAngleDeg: radToDeg(Math.acos(dot(toSatellite, unit(satellite)))),
  };
}

/** Tie points at the first line of every burst and the last line of the last, 21 per line, on the terrain. */
export function geolocationGrid(acquisition: Acquisition, swath: SwathPlan, heightAt: HeightAt): GridPoint[] {
  const rows = swath.bursts.map((burst, index) => ({ line: index * swath.linesPerBurst, timeS: burst.firstLineTimeS }));
  rows.push({
    line: swath.linesPerBurst * swath.bursts.length - 1,
    timeS: lineTimeS(swath, swath.bursts.at(-1)!, swath.linesPerBurst - 1),
  });
  const points: GridPoint[] = [];
  for (const { line, timeS } of rows) {
    let near: Geodetic | undefined;
    for (let k = 0; k < POINTS_PER_LINE; k++) {
      const sample = Math.round((k * (swath.samplesPerBurst - 1)) / (POINTS_PER_LINE - 1));
      near = groundAt(acquisition, swath, timeS, sample, heightAt, near);
      points.push({
        ...near,
        line,
        sample,
        azimuthTimeS: timeS,
        slantRangeTimeS: swath.slantRangeTimeS + sample / swath.rangeSamplingRateHz,
        ...viewingAngles(acquisition, timeS, near),
      });
    }
  }
  return points;
}

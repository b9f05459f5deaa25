import type { Geodetic } from '../model/index.ts';
import { SPEED_OF_LIGHT_MPS, radToDeg } from '../units/index.ts';
import { type Acquisition, type PairPlan, lineTimeS } from './acquisition.ts';
import { closestApproach } from './closest-approach.ts';
import { localAxes, toEcef } from './ellipsoid.ts';
import { groundAt } from './geolocation-grid.ts';
import { groundFrame } from './ground-frame.ts';
import type { EastNorthUp, SceneLayout } from './scenes/index.ts';
import { dot, subtract, unit } from './vector.ts';

/** Height at which the scene is laid out, m; the relief moves the footprint by a few hundred metres around it. */
const LAYOUT_HEIGHT_M = 310;

/** What the relief and the looks of the chain take from each side across track, m. */
const ACROSS_MARGIN_M = 330;

/** Lines kept from the first and last valid line. */
const ALONG_MARGIN_LINES = 60;

/** The layout with what the synthesis needs of the geometry. */
export interface LaidOut {
  readonly layout: SceneLayout;
  readonly incidenceAngleDeg: number;
  readonly groundSpeedMps: number;
}

const flat = (): number => LAYOUT_HEIGHT_M;

/** Unit vector from a place to the satellite at its closest approach, in east, north and up. */
export function lineOfSight(acquisition: Acquisition, place: Geodetic): EastNorthUp {
  const point = toEcef(place);
  const guessS = acquisition.swaths[0]!.bursts[0]!.firstLineTimeS;
  const { timeS } = closestApproach(acquisition.trajectory, point, guessS);
  const toSatellite = unit(subtract(acquisition.trajectory.positionM(timeS), point));
  const axes = localAxes(place.latitudeDeg, place.longitudeDeg);
  return { east: dot(toSatellite, axes.east), north: dot(toSatellite, axes.north), up: dot(toSatellite, axes.up) };
}

function seenTimes(acquisition: Acquisition): { startS: number; stopS: number } {
  const spans = acquisition.swaths.map((swath) => ({
    startS: lineTimeS(swath, swath.bursts[0]!, swath.bursts[0]!.firstValidLine + ALONG_MARGIN_LINES),
    stopS: lineTimeS(swath, swath.bursts.at(-1)!, swath.bursts.at(-1)!.lastValidLine - ALONG_MARGIN_LINES),
  }));
  return {
    startS: Math.max(...spans.map((span) => span.startS)),
    stopS: Math.min(...spans.map((span) => span.stopS)),
  };
}

function overlapTimes(acquisition: Acquisition): number[] {
  const swath = acquisition.swaths[0]!;
  return swath.bursts.slice(1).map((burst, index) => {
    const before = swath.bursts[index]!;
    return (lineTimeS(swath, burst, burst.firstValidLine) + lineTimeS(swath, before, before.lastValidLine)) / 2;
  });
}

/** Samples by which the reference date sees the same ground farther than the secondary (the parallel baseline). */
function sampleShift({ reference, secondary }: PairPlan, timeS: number): number {
  const swath = reference.swaths[0]!;
  const middle = swath.samplesPerBurst / 2;
  const point = toEcef(groundAt(reference, swath, timeS, middle, flat));
  const other = secondary.swaths[0]!;
  const { rangeM } = closestApproach(secondary.trajectory, point, other.bursts[0]!.firstLineTimeS);
  const sample = ((2 * rangeM) / SPEED_OF_LIGHT_MPS - other.slantRangeTimeS) * other.rangeSamplingRateHz;
  return middle - sample;
}

/** Lays a scene out on the ground that the reference date sees, in a frame along its track. */
export function layOut(pair: PairPlan): LaidOut {
  const { reference } = pair;
  const near = reference.swaths[0]!;
  const far = reference.swaths.at(-1)!;
  const { startS, stopS } = seenTimes(reference);
  const middleS = (startS + stopS) / 2;
  const nearBurst = near.bursts[0]!;
  const farBurst = far.bursts[0]!;
  const shift = sampleShift(pair, middleS);
  const secondNear = pair.secondary.swaths[0]!.bursts[0]!.firstValidSample + shift;
  const secondFar = pair.secondary.swaths.at(-1)!.bursts[0]!.lastValidSample + shift;
  const nearEdge = groundAt(reference, near, middleS, Math.max(nearBurst.firstValidSample, secondNear), flat);
  const farEdge = groundAt(reference, far, middleS, Math.min(farBurst.lastValidSample, secondFar), flat);
  const origin: Geodetic = {
    latitudeDeg: (nearEdge.latitudeDeg + farEdge.latitudeDeg) / 2,
    longitudeDeg: (nearEdge.longitudeDeg + farEdge.longitudeDeg) / 2,
    heightM: LAYOUT_HEIGHT_M,
  };
  const north = groundFrame(origin.latitudeDeg, origin.longitudeDeg, 0);
  const flight = (timeS: number): { along: number; across: number } => {
    const place = groundAt(reference, near, timeS, nearBurst.firstValidSample, flat);
    return north.toFrame(place.latitudeDeg, place.longitudeDeg);
  };
  const [before, after] = [flight(middleS - 1), flight(middleS + 1)];
  const headingDeg = radToDeg(Math.atan2(after.across - before.across, after.along - before.along));
  const frame = groundFrame(origin.latitudeDeg, origin.longitudeDeg, headingDeg);

  const acrossOf = (place: Geodetic): number => frame.toFrame(place.latitudeDeg, place.longitudeDeg).across;
  const alongAt = (timeS: number): number => {
    const place = groundAt(reference, near, timeS, nearBurst.firstValidSample, flat);
    return frame.toFrame(place.latitudeDeg, place.longitudeDeg).along - offsetAlong;
  };
  // Along-track coordinate of the near edge at the middle time: iso-time lines are not exactly across the frame.
  const offsetAlong = frame.toFrame(nearEdge.latitudeDeg, nearEdge.longitudeDeg).along;
  const halfWidth = (acrossOf(farEdge) - acrossOf(nearEdge)) / 2;
  const los = lineOfSight(reference, origin);
  return {
    layout: {
      frame,
      halfAlongM: (alongAt(stopS) - alongAt(startS)) / 2,
      halfAcrossM: Math.max(halfWidth - ACROSS_MARGIN_M, halfWidth / 4),
      overlapsAlongM: overlapTimes(reference).map(alongAt),
      lineOfSight: los,
    },
    incidenceAngleDeg: radToDeg(Math.acos(los.up)),
    groundSpeedMps: (alongAt(middleS + 1) - alongAt(middleS - 1)) / 2,
  };
}

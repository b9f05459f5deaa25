import { SentryalError } from '../errors/index.ts';
import { SPEED_OF_LIGHT_MPS } from '../units/index.ts';
import type { Acquisition, PairPlan } from './acquisition.ts';
import { closestApproach } from './closest-approach.ts';
import { toEcef } from './ellipsoid.ts';
import { lineOfSight } from './layout.ts';
import type { Ground } from './scatterers.ts';
import type { ScenePlace } from './scenes/index.ts';

/** The answer to one point of a scene. */
export interface TruthPoint {
  readonly id: string;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  /** Ellipsoidal height of what scatters there, m. */
  readonly heightM: number;
  /** Height of a structure over the bare ground, m; 0 on open ground. */
  readonly structureHeightM: number;
  /** Later minus earlier, toward the satellite, relative to the reference point, mm. */
  readonly displacementMm: number;
  /** Magnitude of the displacement's gradient on the ground, mm per m. */
  readonly gradientMmPerM: number;
  readonly coherence: number;
  readonly faultDistanceM?: number;
}

/** Whole digits of coordinates in job and truth: a millimetre. */
const COORDINATE_SCALE = 1e8;

/** Lines and samples between a point and the border of the valid data, for the looks of the chain. */
const BORDER_LINES = 20;
const BORDER_SAMPLES = 40;

/** A place of the scene, with coordinates rounded as files carry them. */
export function roundedPlace(ground: Ground, place: ScenePlace): { latitudeDeg: number; longitudeDeg: number } {
  const at = ground.frame.toGeographic(place.along, place.across);
  return {
    latitudeDeg: Math.round(at.latitudeDeg * COORDINATE_SCALE) / COORDINATE_SCALE,
    longitudeDeg: Math.round(at.longitudeDeg * COORDINATE_SCALE) / COORDINATE_SCALE,
  };
}

/** Displacement toward the satellite of the reference date at a place of the frame, mm. */
function towardSatelliteMm(pair: PairPlan, ground: Ground, along: number, across: number): number {
  const { east, north, up } = ground.scene.displacement(along, across);
  if (east === 0 && north === 0 && up === 0) return 0;
  const heightM = ground.terrain.heightM(along, across);
  const sight = lineOfSight(pair.reference, { ...ground.frame.toGeographic(along, across), heightM });
  return 1000 * (east * sight.east + north * sight.north + up * sight.up);
}

function isSeen(acquisition: Acquisition, point: ReturnType<typeof toEcef>): boolean {
  return acquisition.swaths.some((swath) => {
    const { timeS, rangeM } = closestApproach(acquisition.trajectory, point, swath.bursts[0]!.firstLineTimeS);
    const sample = ((2 * rangeM) / SPEED_OF_LIGHT_MPS - swath.slantRangeTimeS) * swath.rangeSamplingRateHz;
    return swath.bursts.some((burst) => {
      const line = (timeS - burst.firstLineTimeS) / swath.azimuthTimeIntervalS;
      return (
        line >= burst.firstValidLine + BORDER_LINES &&
        line <= burst.lastValidLine - BORDER_LINES &&
        sample >= burst.firstValidSample + BORDER_SAMPLES &&
        sample <= burst.lastValidSample - BORDER_SAMPLES
      );
    });
  });
}

/**
 * What a perfect measurement finds at every point of the scene.
 * @throws SentryalError SIMULATE_POINT_OUTSIDE where a point is not well inside the bursts of both dates.
 */
export function truthPoints(pair: PairPlan, ground: Ground): TruthPoint[] {
  const { scene, frame } = ground;
  const zero = roundedPlace(ground, scene.reference);
  const zeroAt = frame.toFrame(zero.latitudeDeg, zero.longitudeDeg);
  const referenceMm = towardSatelliteMm(pair, ground, zeroAt.along, zeroAt.across);
  const places = [...scene.points, { id: 'reference_point', ...scene.reference }];
  for (const place of places) {
    const heightM = ground.terrain.heightM(place.along, place.across);
    const point = toEcef({ ...frame.toGeographic(place.along, place.across), heightM });
    if (!isSeen(pair.reference, point) || !isSeen(pair.secondary, point)) {
      throw new SentryalError('SIMULATE_POINT_OUTSIDE', { point: place.id });
    }
  }
  return scene.points.map((point) => {
    const place = roundedPlace(ground, point);
    const { along, across } = frame.toFrame(place.latitudeDeg, place.longitudeDeg);
    const structureHeightM = scene.structure?.(along, across)?.heightM ?? 0;
    const at = (dl: number, dc: number): number => towardSatelliteMm(pair, ground, along + dl, across + dc);
    const faultDistanceM = scene.faultDistanceM?.(along, across);
    return {
      id: point.id,
      ...place,
      heightM: ground.terrain.heightM(along, across) + structureHeightM,
      structureHeightM,
      displacementMm: at(0, 0) - referenceMm,
      gradientMmPerM: Math.hypot((at(1, 0) - at(-1, 0)) / 2, (at(0, 1) - at(0, -1)) / 2),
      coherence: ground.coherence.at(along, across),
      ...(faultDistanceM === undefined ? {} : { faultDistanceM }),
    };
  });
}

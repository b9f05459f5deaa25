import {
  type LookGeometry,
  type RadarCoordinates,
  geodeticToEcef,
  interpolateOrbit,
  lookGeometry,
  tryGeo2rdr,
} from '../geometry/index.ts';
import type { PointTarget, Vector3 } from '../model/index.ts';
import { imagePosition } from './image-position.ts';
import type { ImagePlace, SampleRequest } from './sample-request.ts';
import { seenPosition } from './seen-position.ts';

/** Where a target lies, how it is looked at and where the image shows it. */
export interface PlacedTarget {
  readonly ecefM: Vector3;
  /** Geometric position; undefined where the satellite never looks. */
  readonly radar: RadarCoordinates | undefined;
  readonly look: LookGeometry | null;
  /** Where the image shows it. */
  readonly seen: RadarCoordinates | undefined;
  /** Null outside all bursts. */
  readonly image: ImagePlace | null;
}

type Locating = Pick<SampleRequest, 'placements' | 'pairs' | 'referenceOrbit' | 'delays'>;

/** Places a target; one without a height at the ellipsoid, to tell outside from no data. */
export function locatePoint(
  request: Locating,
  target: Pick<PointTarget, 'latitudeDeg' | 'longitudeDeg' | 'heightM'>,
): PlacedTarget {
  const { placements, pairs, referenceOrbit, delays } = request;
  const heightM = Number.isNaN(target.heightM) ? 0 : target.heightM;
  const ecefM = geodeticToEcef({ ...target, heightM });
  const radar = tryGeo2rdr(referenceOrbit, ecefM);
  if (!radar) return { ecefM, radar, look: null, seen: undefined, image: null };
  const look = lookGeometry(referenceOrbit, ecefM, radar.azimuthTimeS);
  const imageOf = (at: RadarCoordinates): ImagePlace | null =>
    imagePosition(placements, pairs, at.azimuthTimeS, at.slantRangeM);
  const swath = imageOf(radar)?.swath;
  const seen = seenPosition(delays, swath, radar, heightM, look.incidenceDeg);
  return { ecefM, radar, look, seen, image: imageOf(seen) };
}

/** Distance of two places over the ground, m: the straight way between them without what one stands above the other. */
export function groundDistanceM(one: Vector3, other: Vector3): number {
  const way = one.map((value, axis) => value - other[axis]!);
  const up = one.map((value, axis) => value + other[axis]!);
  const rise = way.reduce((sum, value, axis) => sum + value * up[axis]!, 0) / Math.hypot(...up);
  return Math.sqrt(Math.max(0, Math.hypot(...way) ** 2 - rise ** 2));
}

/** Ground distance of a line, and of a sample, at a place, m. */
export function pixelMetres(
  { referenceOrbit }: Locating,
  { ecefM, look, radar }: PlacedTarget,
  lineIntervalS: number,
  rangeSpacingM: number,
): { readonly perLine: number; readonly perSample: number } {
  const { positionM, velocityMps } = interpolateOrbit(referenceOrbit, radar!.azimuthTimeS);
  const groundSpeedMps = (Math.hypot(...velocityMps) * Math.hypot(...ecefM)) / Math.hypot(...positionM);
  const sine = Math.sin((look!.incidenceDeg * Math.PI) / 180);
  return { perLine: groundSpeedMps * lineIntervalS, perSample: rangeSpacingM / sine };
}

/** Angle between nadir (through the Earth's centre) and a place, at the satellite, rad. */
export function lookAngleRad({ referenceOrbit }: Locating, { ecefM, radar }: PlacedTarget): number {
  const { positionM } = interpolateOrbit(referenceOrbit, radar!.azimuthTimeS);
  const toward = ecefM.map((value, axis) => value - positionM[axis]!);
  const down = -toward.reduce((sum, value, axis) => sum + value * positionM[axis]!, 0);
  return Math.acos(down / (Math.hypot(...toward) * Math.hypot(...positionM)));
}

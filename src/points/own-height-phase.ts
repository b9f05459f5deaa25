import { geo2rdr, radarHeight, rdr2geo } from '../geometry/index.ts';
import type { RadarCoordinates } from '../geometry/index.ts';
import type { Dem, Looks, Orbit, PointTarget, Vector3 } from '../model/index.ts';
import { TWO_PI, rangeDifferenceToCycles } from '../units/index.ts';

/** Phase of a point's height over the surface, at a pixel, rad. */
export type OwnHeightPhase = (line: number, sample: number) => number;

export interface OwnHeightRequest {
  readonly target: PointTarget;
  readonly ecefM: Vector3;
  /** Geometric position of the point, and where the image shows it. */
  readonly radar: RadarCoordinates;
  readonly seen: RadarCoordinates & { readonly line: number; readonly sample: number };
  readonly lineIntervalS: number;
  readonly rangeSpacingM: number;
  /** How far around the point pixels may be asked for, lines and samples. */
  readonly half: Looks;
  /** Taken where the DEM has a gap, m. */
  readonly cellHeightM: number;
  readonly referenceOrbit: Orbit;
  readonly secondaryOrbit: Orbit;
  readonly dem: Dem;
  readonly wavelengthM: number;
}

/**
 * Topographic phase left in pixels that show a point off the DEM: the interferogram took off that of the DEM's surface at
 * the pixel's radar position. Exact at 3 x 3 places around the point, each worked out when it is asked for, bilinear between
 * them. Zero for heights taken from the DEM.
 */
export function ownHeightPhase(request: OwnHeightRequest): OwnHeightPhase {
  const { target, radar, seen, half, secondaryOrbit, referenceOrbit } = request;
  if (target.heightSource === 'dem') return () => 0;
  const pointRangeM = geo2rdr(secondaryOrbit, request.ecefM).slantRangeM;
  const known = new Map<number, number>();
  const nodeRad = (i: number, j: number): number => {
    const key = 3 * i + j;
    const found = known.get(key);
    if (found !== undefined) return found;
    const foundM = radarHeight(
      referenceOrbit,
      request.dem,
      seen.azimuthTimeS + (i - 1) * half.azimuth * request.lineIntervalS,
      seen.slantRangeM + (j - 1) * half.range * request.rangeSpacingM,
    );
    const surfaceM = Number.isNaN(foundM) ? request.cellHeightM : foundM;
    const surface = rdr2geo(referenceOrbit, radar.azimuthTimeS, radar.slantRangeM, surfaceM);
    const differenceM = pointRangeM - geo2rdr(secondaryOrbit, surface.ecef).slantRangeM;
    const phaseRad = TWO_PI * rangeDifferenceToCycles(differenceM, request.wavelengthM);
    known.set(key, phaseRad);
    return phaseRad;
  };
  const clamp = (value: number): number => Math.min(Math.max(value, 0), 2);
  return (line, sample) => {
    const y = clamp(1 + (line - seen.line) / half.azimuth);
    const x = clamp(1 + (sample - seen.sample) / half.range);
    const [i, j] = [Math.min(Math.floor(y), 1), Math.min(Math.floor(x), 1)];
    const along = (row: number): number => {
      const share = x - j;
      if (share === 0) return nodeRad(row, j);
      return share === 1 ? nodeRad(row, j + 1) : (1 - share) * nodeRad(row, j) + share * nodeRad(row, j + 1);
    };
    const share = y - i;
    if (share === 0) return along(i);
    return share === 1 ? along(i + 1) : (1 - share) * along(i) + share * along(i + 1);
  };
}

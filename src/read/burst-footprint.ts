import type { Burst, Swath } from '../model/index.ts';
import { normalizeLongitudeDeg } from '../units/index.ts';
import type { GeolocationPoint } from './geolocation-grid.ts';

interface Corner {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/** Corners of a burst on the ground: early near, early far, late far, late near. */
export type BurstFootprint = readonly [Corner, Corner, Corner, Corner];

/** The place on one edge of the swath at a time, on the line through the two grid points around or nearest to it. */
function edgeAt(edge: readonly GeolocationPoint[], timeS: number): Corner {
  const above = edge.findIndex(({ azimuthTimeS }) => azimuthTimeS > timeS);
  const k = above < 0 ? edge.length - 2 : Math.max(0, above - 1);
  const [a, b] = [edge[k]!, edge[k + 1]!];
  const share = (timeS - a.azimuthTimeS) / (b.azimuthTimeS - a.azimuthTimeS);
  return {
    latitudeDeg: a.latitudeDeg + share * (b.latitudeDeg - a.latitudeDeg),
    longitudeDeg: normalizeLongitudeDeg(
      a.longitudeDeg + share * normalizeLongitudeDeg(b.longitudeDeg - a.longitudeDeg),
    ),
  };
}

/**
 * Corners of a burst, all its lines and samples, interpolated along the edges of the swath's geolocation grid, whose
 * rows lie at the bursts' first lines. Exact to some tens of metres: the grid follows the terrain.
 * @returns undefined where the grid has fewer than two rows
 */
export function burstFootprint(
  grid: readonly GeolocationPoint[],
  swath: Swath,
  burst: Burst,
): BurstFootprint | undefined {
  const edge = (chosen: number): GeolocationPoint[] =>
    grid
      .filter(({ sample }) => sample === chosen)
      .sort((a, b) => a.azimuthTimeS - b.azimuthTimeS)
      .filter((point, k, sorted) => point.azimuthTimeS !== sorted[k - 1]?.azimuthTimeS);
  const samples = grid.map(({ sample }) => sample);
  const near = edge(Math.min(...samples));
  const far = edge(Math.max(...samples));
  if (near.length < 2 || far.length < 2) return undefined;
  const firstS = burst.firstLineTimeS;
  const lastS = firstS + (swath.linesPerBurst - 1) * swath.azimuthTimeIntervalS;
  return [edgeAt(near, firstS), edgeAt(far, firstS), edgeAt(far, lastS), edgeAt(near, lastS)];
}

import { baseline, radarOfCell, rdr2geo } from '../../geometry/index.ts';
import type { Pair } from '../../job/index.ts';
import type { BurstPlacement, Granule, Vector3 } from '../../model/index.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';

type Orbits = Pick<OpenedPair, 'referenceOrbit' | 'secondaryOrbit'>;
type Ground = Pick<Area, 'grid' | 'dem'>;

/** Earth-fixed place of the middle of the area, moved by cells, at the middle of the DEM's heights. */
function nearMiddle({ referenceOrbit }: Orbits, { grid, dem }: Ground, rows: number, columns: number): Vector3 {
  const cell = { row: (grid.rows - 1) / 2 + rows, column: (grid.columns - 1) / 2 + columns };
  const { azimuthTimeS, slantRangeM } = radarOfCell(grid, cell);
  return rdr2geo(referenceOrbit, azimuthTimeS, slantRangeM, (dem.minHeightM + dem.maxHeightM) / 2).ecef;
}

/** Perpendicular and parallel baseline at the middle of the area. */
export function middleBaseline(orbits: Orbits, ground: Ground): Omit<Pair['baseline'], 'temporal_days'> {
  const found = baseline(orbits.referenceOrbit, orbits.secondaryOrbit, nearMiddle(orbits, ground, 0, 0));
  return { perpendicular_m: found.perpendicularM, parallel_m: found.parallelM };
}

/** Distance on the ground from one edge of the middle cell to the other, along and across the flight. */
export function cellOnGround(orbits: Orbits, ground: Ground): Pair['resolution'] {
  const across = (rows: number, columns: number): number => {
    const from = nearMiddle(orbits, ground, -rows, -columns);
    const to = nearMiddle(orbits, ground, rows, columns);
    return Math.hypot(...from.map((coordinate, axis) => coordinate - to[axis]!));
  };
  return { azimuth_m: across(0.5, 0), range_m: across(0, 0.5) };
}

/** Bursts that were not processed: those of one granule alone, and those of which nothing lies in the area. */
export function droppedBursts(
  pair: Pick<OpenedPair, 'reference' | 'secondary' | 'bursts'>,
  placements: readonly BurstPlacement[],
): Pair['bursts_dropped'] {
  const key = (swath: string, burstId: number): string => `${swath} ${burstId}`;
  const keyOf = ({ referenceSwath, reference }: OpenedPair['bursts'][number]): string =>
    key(referenceSwath.name, reference.burstId);
  const common = new Set(pair.bursts.map(keyOf));
  const used = new Set(placements.map((placement) => keyOf(placement.pair)));
  const alone = (granule: Granule, reason: 'only_in_reference' | 'only_in_secondary'): Pair['bursts_dropped'] =>
    granule.swaths.flatMap((swath) =>
      swath.bursts
        .filter(({ burstId }) => !common.has(key(swath.name, burstId)))
        .map(({ burstId }) => ({ swath: swath.name, burst_id: burstId, reason })),
    );
  return [
    ...alone(pair.reference, 'only_in_reference'),
    ...alone(pair.secondary, 'only_in_secondary'),
    ...pair.bursts
      .filter((burst) => !used.has(keyOf(burst)))
      .map(({ referenceSwath, reference }) => ({
        swath: referenceSwath.name,
        burst_id: reference.burstId,
        reason: 'outside_area' as const,
      })),
  ];
}

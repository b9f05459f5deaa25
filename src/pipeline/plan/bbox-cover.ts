import { cellOfRadar, demHeight, geodeticToEcef, tryGeo2rdr } from '../../geometry/index.ts';
import type { BurstLayout } from '../../interferogram/index.ts';
import type { BoundingBox, Dem, Orbit, Warn } from '../../model/index.ts';

/** Places along each side of the bbox, its borders included. */
const PLACES = 11;

/** Bursts are cut at whole cells: what lies within one cell of a placement has not been cut off. */
const SLACK_CELLS = 1;

/**
 * Share of a bbox, 0..1, whose ground (at the DEM's height) lies in the bursts that are processed: the trapezoid sum over
 * 11 x 11 places.
 * @param bbox east beyond 180 where it crosses the antimeridian
 */
export function coveredShare(bbox: BoundingBox, orbit: Orbit, { grid, placements }: BurstLayout, dem: Dem): number {
  const middleM = (dem.minHeightM + dem.maxHeightM) / 2;
  const { looks } = grid;
  const isCovered = (latitudeDeg: number, longitudeDeg: number): boolean => {
    const known = demHeight(dem, longitudeDeg, latitudeDeg);
    const heightM = Number.isNaN(known) ? middleM : known;
    const radar = tryGeo2rdr(orbit, geodeticToEcef({ latitudeDeg, longitudeDeg, heightM }));
    if (!radar) return false;
    const { row, column } = cellOfRadar(grid, radar.azimuthTimeS, radar.slantRangeM);
    return placements.some(
      ({ firstCellRow, firstCellColumn, window }) =>
        row >= firstCellRow - 0.5 - SLACK_CELLS &&
        row <= firstCellRow + window.lines / looks.azimuth - 0.5 + SLACK_CELLS &&
        column >= firstCellColumn - 0.5 - SLACK_CELLS &&
        column <= firstCellColumn + window.samples / looks.range - 0.5 + SLACK_CELLS,
    );
  };
  let covered = 0;
  for (let i = 0; i < PLACES; i++)
    for (let j = 0; j < PLACES; j++) {
      const [y, x] = [i / (PLACES - 1), j / (PLACES - 1)];
      const weight = (i % (PLACES - 1) === 0 ? 0.5 : 1) * (j % (PLACES - 1) === 0 ? 0.5 : 1);
      if (isCovered(bbox.south + y * (bbox.north - bbox.south), bbox.west + x * (bbox.east - bbox.west)))
        covered += weight;
    }
  return covered / (PLACES - 1) ** 2;
}

/** Less than this is a corner: 121 places do not tell how much of one. */
const ENOUGH = 0.99;

/** Says so where a part of the bbox has no data. */
export function warnPartlyOutside(share: number, warn: Warn): void {
  if (share >= ENOUGH) return;
  warn({
    code: 'AREA_PARTLY_OUTSIDE',
    stage: 'geometry',
    message: `About ${Math.round(100 * share)} % of the bbox lies in bursts that both dates have. The rest has no data: rasters are empty there, points are outside.`,
  });
}

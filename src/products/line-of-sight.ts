import type { LookGrid, Orbit } from '../model/index.ts';
import { radToDeg } from '../units/index.ts';
import { MapFit, fitLineOfSight, fittedPart } from './map-fit.ts';
import type { MapGrid } from './map-grid.ts';
import type { MapStrip } from './map-strip.ts';
import type { HeightRange } from './seen-part.ts';

/** The line of sight on lines of a map, shapes (rows, columns), NaN without a height and far from all cells. */
export interface LineOfSight {
  /** Unit vector from the ground to the satellite. */
  readonly east: Float32Array<ArrayBuffer>;
  readonly north: Float32Array<ArrayBuffer>;
  readonly up: Float32Array<ArrayBuffer>;
  /** Between the line of sight and the normal of WGS84, degrees. */
  readonly incidenceDeg: Float32Array<ArrayBuffer>;
}

/** Makes what gives the line of sight on the lines of a map, at the heights of the DEM. */
export function linesOfSight(
  map: MapGrid,
  grid: LookGrid,
  orbit: Orbit,
  heights: HeightRange,
): (strip: MapStrip) => LineOfSight {
  const volume = fitLineOfSight(map, grid, orbit, heights);
  const { top, bottom, left, right } = fittedPart(volume);
  const fit = new MapFit(volume, map.columns);
  return ({ firstRow, rows, heightsM }) => {
    const plane = (): Float32Array<ArrayBuffer> => new Float32Array(rows * map.columns).fill(NaN);
    const sight: LineOfSight = { east: plane(), north: plane(), up: plane(), incidenceDeg: plane() };
    for (let row = Math.max(0, top - firstRow); row < Math.min(rows, bottom - firstRow); row++) {
      fit.toRow(firstRow + row);
      for (let column = left; column < right; column++) {
        const at = row * map.columns + column;
        const heightM = heightsM[at]!;
        if (Number.isNaN(heightM)) continue;
        const [east, north, up] = [fit.at(0, column, heightM), fit.at(1, column, heightM), fit.at(2, column, heightM)];
        sight.east[at] = east;
        sight.north[at] = north;
        sight.up[at] = up;
        sight.incidenceDeg[at] = radToDeg(Math.atan2(Math.hypot(east, north), up));
      }
    }
    return sight;
  };
}

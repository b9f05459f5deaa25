import proj4 from 'proj4';
import { radarOfCell, rdr2geo } from '../geometry/index.ts';
import type { LookGrid, Orbit } from '../model/index.ts';
import { degToRad } from '../units/index.ts';
import { type MapGrid, isGeographic } from './map-grid.ts';

/** Some rows and columns of a map: from the first, up to but without the last. */
export interface MapPart {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Lowest and highest ground. */
export interface HeightRange {
  readonly minHeightM: number;
  readonly maxHeightM: number;
}

/** How far around the cells a map is fitted: still abeam on the right of the pass, which is 250 km away and more. */
const REACH_M = 110_000;
const METRES_PER_DEGREE = 111_195;

/** Coordinates of a map at a place. */
function coordinatesOf(map: MapGrid): (longitudeDeg: number, latitudeDeg: number) => readonly [x: number, y: number] {
  if (isGeographic(map)) {
    const middleDeg = map.left + (map.columns * map.pixelWidth) / 2;
    return (longitudeDeg, latitudeDeg) => [
      longitudeDeg - 360 * Math.round((longitudeDeg - middleDeg) / 360),
      latitudeDeg,
    ];
  }
  const converter = proj4('EPSG:4326', `EPSG:${map.epsg}`);
  return (longitudeDeg, latitudeDeg) => converter.forward([longitudeDeg, latitudeDeg]) as [number, number];
}

/**
 * The part of a map that cells can show, with 110 km around: a bbox may reach beyond what the satellite ever looks at, where
 * nothing can be fitted. At least one pixel.
 */
export function seenPart(map: MapGrid, grid: LookGrid, orbit: Orbit, heights: HeightRange): MapPart {
  const at = coordinatesOf(map);
  const reach = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const down of [0, 0.5, 1])
    for (const right of [0, 0.5, 1])
      for (const heightM of [heights.minHeightM, heights.maxHeightM]) {
        const cell = { row: down * (grid.rows - 1), column: right * (grid.columns - 1) };
        const { azimuthTimeS, slantRangeM } = radarOfCell(grid, cell);
        const { longitudeDeg, latitudeDeg } = rdr2geo(orbit, azimuthTimeS, slantRangeM, heightM);
        const perDegree = METRES_PER_DEGREE * Math.max(0.05, Math.cos(degToRad(latitudeDeg)));
        const [x, y] = at(longitudeDeg, latitudeDeg);
        const [wide, high] = isGeographic(map)
          ? [REACH_M / perDegree, REACH_M / METRES_PER_DEGREE]
          : [REACH_M, REACH_M];
        reach.west = Math.min(reach.west, x - wide);
        reach.east = Math.max(reach.east, x + wide);
        reach.south = Math.min(reach.south, y - high);
        reach.north = Math.max(reach.north, y + high);
      }
  const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  const top = within(Math.floor((map.top - reach.north) / map.pixelHeight), map.rows - 1);
  const left = within(Math.floor((reach.west - map.left) / map.pixelWidth), map.columns - 1);
  return {
    top,
    left,
    bottom: Math.max(top + 1, within(Math.ceil((map.top - reach.south) / map.pixelHeight), map.rows)),
    right: Math.max(left + 1, within(Math.ceil((reach.east - map.left) / map.pixelWidth), map.columns)),
  };
}

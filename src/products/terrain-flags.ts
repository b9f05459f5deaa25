import {
  type ChebyshevVolume,
  cellOfRadar,
  chebyshevNodes,
  demHeight,
  fitVolume,
  geodeticToEcef,
  interpolateOrbit,
  lookGeometry,
  radarOfCell,
  rdr2geo,
} from '../geometry/index.ts';
import type { Dem, LookGrid, Orbit } from '../model/index.ts';
import { degToRad, normalizeLongitudeDeg } from '../units/index.ts';
import { MapFit, fitMapToCells, fittedPart } from './map-fit.ts';
import type { MapGrid } from './map-grid.ts';
import type { MapStrip } from './map-strip.ts';

/** Bits of the flags of a pixel. */
export const TERRAIN = { layover: 1, shadow: 2 } as const;

const DEGREES = { line: 6, sample: 6, height: 3 } as const;

/** Ground from which relief can reach a pixel, per metre of relief: 1 / tan(29 deg) of layover, tan(46 deg) of shadow, and room. */
const REACH = 2.2;

/** Least incidence of IW: the widest sample on the ground. */
const LEAST_INCIDENCE_DEG = 29;

/** Places of the map along each side that say which lines are looked at. */
const SIDE_PLACES = 9;

/** How far ground may stand above a line of sight before it hides what is behind, rad: 0.5 m at 850 km. */
const SHADOW_TOLERANCE_RAD = 4e-7;

/** Places on the ground at one height, in rows and steps of columns of cells. */
interface GroundLattice {
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly rowStep: number;
  readonly columnStep: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * A lattice of ground below a map, wide enough for what can lie over or before it: its places are those that cells would show
 * at one height, which makes lines of places that lie behind each other as the radar sees them.
 */
function latticeBelow(
  toCells: ChebyshevVolume,
  map: MapGrid,
  grid: LookGrid,
  dem: Dem,
  heightM: number,
): GroundLattice {
  const fit = new MapFit(toCells, map.columns);
  const part = fittedPart(toCells);
  const reach = { top: Infinity, bottom: -Infinity, left: Infinity, right: -Infinity };
  for (let y = 0; y < SIDE_PLACES; y++) {
    fit.toRow(part.top + (y / (SIDE_PLACES - 1)) * (part.bottom - 1 - part.top));
    for (let x = 0; x < SIDE_PLACES; x++) {
      const column = Math.round(part.left + (x / (SIDE_PLACES - 1)) * (part.right - 1 - part.left));
      const [i, j] = [fit.at(0, column, heightM), fit.at(1, column, heightM)];
      reach.top = Math.min(reach.top, i);
      reach.bottom = Math.max(reach.bottom, i);
      reach.left = Math.min(reach.left, j);
      reach.right = Math.max(reach.right, j);
    }
  }
  const spacingM = Math.min(dem.spacingM.row, dem.spacingM.column);
  const slantM = grid.radarGrid.rangeSpacingM * grid.looks.range;
  const lineM = 13.9 * grid.looks.azimuth;
  const marginColumns = ((dem.maxHeightM - dem.minHeightM) * REACH * 0.72) / slantM + 3;
  const columnStep = (spacingM * Math.sin(degToRad(LEAST_INCIDENCE_DEG))) / slantM;
  const rowStep = Math.max(1, spacingM / lineM);
  const firstRow = reach.top - 2 * rowStep;
  const firstColumn = reach.left - marginColumns;
  return {
    ...{ firstRow, firstColumn, rowStep, columnStep },
    rows: Math.ceil((reach.bottom + 2 * rowStep - firstRow) / rowStep) + 1,
    columns: Math.ceil((reach.right + marginColumns - firstColumn) / columnStep) + 1,
  };
}

/** Of a lattice: longitude, latitude; of its places lifted to a height: range in columns of cells, angle off nadir in rad. */
function fitLattice(lattice: GroundLattice, grid: LookGrid, orbit: Orbit, dem: Dem, heightM: number) {
  const domain = {
    line: { min: 0, max: lattice.rows - 1 },
    sample: { min: 0, max: lattice.columns - 1 },
    heightM: { min: dem.minHeightM - 1, max: dem.maxHeightM + 1 },
  };
  const groundOf = (line: number, sample: number) => {
    const row = lattice.firstRow + line * lattice.rowStep;
    const column = lattice.firstColumn + sample * lattice.columnStep;
    const { azimuthTimeS, slantRangeM } = radarOfCell(grid, { row, column });
    return rdr2geo(orbit, azimuthTimeS, slantRangeM, heightM);
  };
  const flat = { ...DEGREES, height: 0 };
  const places = chebyshevNodes(domain, flat);
  const grounds = Array.from(places.lines, (line, k) => groundOf(line, places.samples[k]!));
  const firstDeg = grounds[0]!.longitudeDeg;
  const longitudes = Float64Array.from(
    grounds,
    ({ longitudeDeg }) => firstDeg + normalizeLongitudeDeg(longitudeDeg - firstDeg),
  );
  const latitudes = Float64Array.from(grounds, ({ latitudeDeg }) => latitudeDeg);
  const nodes = chebyshevNodes(domain, DEGREES);
  const ranges = new Float64Array(nodes.lines.length);
  const angles = new Float64Array(nodes.lines.length);
  for (let k = 0; k < ranges.length; k++) {
    const { longitudeDeg, latitudeDeg } = groundOf(nodes.lines[k]!, nodes.samples[k]!);
    const ecefM = geodeticToEcef({ longitudeDeg, latitudeDeg, heightM: nodes.heightsM[k]! });
    const { azimuthTimeS, slantRangeM } = lookGeometry(orbit, ecefM);
    const { positionM } = interpolateOrbit(orbit, azimuthTimeS);
    ranges[k] = cellOfRadar(grid, azimuthTimeS, slantRangeM).column;
    const inward = positionM.reduce((sum, value, axis) => sum + value * (value - ecefM[axis]!), 0);
    angles[k] = Math.acos(Math.min(1, inward / (Math.hypot(...positionM) * slantRangeM)));
  }
  return {
    places: new MapFit(fitVolume(domain, flat, [longitudes, latitudes]), lattice.columns),
    seen: new MapFit(fitVolume(domain, DEGREES, [ranges, angles]), lattice.columns),
  };
}

/**
 * Flags of one line of ground, from near to far: layover where other ground of the line has the same range, shadow where
 * ground before stands as high above the line of sight. Places without a height are passed over.
 */
export function flagLine(ranges: ArrayLike<number>, anglesRad: ArrayLike<number>, flags: Uint8Array): void {
  let [farthest, steepest, nearest] = [-Infinity, -Infinity, Infinity];
  for (let k = 0; k < flags.length; k++) {
    if (ranges[k]! < farthest) flags[k]! |= TERRAIN.layover;
    if (anglesRad[k]! < steepest - SHADOW_TOLERANCE_RAD) flags[k]! |= TERRAIN.shadow;
    if (ranges[k]! > farthest) farthest = ranges[k]!;
    if (anglesRad[k]! > steepest) steepest = anglesRad[k]!;
  }
  for (let k = flags.length - 1; k >= 0; k--) {
    if (ranges[k]! > nearest) flags[k]! |= TERRAIN.layover;
    if (ranges[k]! < nearest) nearest = ranges[k]!;
  }
}

/** Makes what flags layover and shadow on the lines of a map, by the DEM alone; as fine as the DEM. */
export function terrainFlags(
  map: MapGrid,
  grid: LookGrid,
  orbit: Orbit,
  dem: Dem,
): (strip: MapStrip) => Uint8Array<ArrayBuffer> {
  const heightM = (dem.minHeightM + dem.maxHeightM) / 2;
  const toCells = fitMapToCells(map, grid, orbit, dem);
  const lattice = latticeBelow(toCells, map, grid, dem, heightM);
  const { rows, columns } = lattice;
  const { places, seen } = fitLattice(lattice, grid, orbit, dem, heightM);
  const flags = new Uint8Array(rows * columns);
  const [ranges, angles] = [new Float64Array(columns), new Float64Array(columns)];
  for (let row = 0; row < rows; row++) {
    places.toRow(row);
    seen.toRow(row);
    for (let column = 0; column < columns; column++) {
      const ground = demHeight(dem, places.at(0, column, 0), places.at(1, column, 0));
      ranges[column] = Number.isNaN(ground) ? NaN : seen.at(0, column, ground);
      angles[column] = Number.isNaN(ground) ? NaN : seen.at(1, column, ground);
    }
    flagLine(ranges, angles, flags.subarray(row * columns, (row + 1) * columns));
  }
  const fit = new MapFit(toCells, map.columns);
  const { top, bottom, left, right } = fittedPart(toCells);
  return ({ firstRow, rows: lines }) => {
    const out = new Uint8Array(lines * map.columns);
    for (let row = Math.max(0, top - firstRow); row < Math.min(lines, bottom - firstRow); row++) {
      fit.toRow(firstRow + row);
      for (let column = left; column < right; column++) {
        const i = Math.round((fit.at(0, column, heightM) - lattice.firstRow) / lattice.rowStep);
        const j = Math.round((fit.at(1, column, heightM) - lattice.firstColumn) / lattice.columnStep);
        if (i >= 0 && j >= 0 && i < rows && j < columns) out[row * map.columns + column] = flags[i * columns + j]!;
      }
    }
    return out;
  };
}

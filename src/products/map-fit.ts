import {
  type ChebyshevVolume,
  type FitDegrees,
  cellOfRadar,
  chebyshevBasis,
  chebyshevNodes,
  contractLine,
  fitVolume,
  geo2rdr,
  geodeticToEcef,
  lookGeometry,
  toUnit,
} from '../geometry/index.ts';
import type { Geodetic, LookGrid, Orbit } from '../model/index.ts';
import { type MapGrid, mapPositions } from './map-grid.ts';
import { type HeightRange, type MapPart, seenPart } from './seen-part.ts';

/** Enough for 200 km and 4 km of heights: below 1e-3 cell (test/unit/products/geocode.test.ts). */
const DEGREES: FitDegrees = { line: 6, sample: 6, height: 3 };

/** Beyond the edges of the part of a map that a fit holds for: whole tiles of the kernel. */
export const MAP_TILE = { lines: 16, samples: 64 } as const;

function fitMap(
  map: MapGrid,
  part: MapPart,
  heights: HeightRange,
  degrees: FitDegrees,
  quantities: (place: Geodetic) => readonly number[],
): ChebyshevVolume {
  const domain = {
    line: { min: part.top - MAP_TILE.lines, max: part.bottom + MAP_TILE.lines },
    sample: { min: part.left - MAP_TILE.samples, max: part.right + MAP_TILE.samples },
    heightM: { min: heights.minHeightM - 1, max: heights.maxHeightM + 1 },
  };
  const nodes = chebyshevNodes(domain, degrees);
  const positionOf = mapPositions(map);
  const values = Array.from(nodes.lines, (line, k) =>
    quantities({ ...positionOf(line, nodes.samples[k]!), heightM: nodes.heightsM[k]! }),
  );
  const planes = values[0]!.map((_, quantity) => Float64Array.from(values, (at) => at[quantity]!));
  return fitVolume(domain, degrees, planes);
}

/** The part of its map that a fit holds for: beyond it there are no cells, nor is it like them. */
export function fittedPart({ domain: { line, sample } }: ChebyshevVolume): MapPart {
  return {
    top: line.min + MAP_TILE.lines,
    bottom: line.max - MAP_TILE.lines,
    left: sample.min + MAP_TILE.samples,
    right: sample.max - MAP_TILE.samples,
  };
}

/** Cell row and column as functions of map row, map column and height, where cells can be and around. */
export function fitMapToCells(map: MapGrid, grid: LookGrid, orbit: Orbit, heights: HeightRange): ChebyshevVolume {
  return fitMap(map, seenPart(map, grid, orbit, heights), heights, DEGREES, (place) => {
    const radar = geo2rdr(orbit, geodeticToEcef(place));
    const { row, column } = cellOfRadar(grid, radar.azimuthTimeS, radar.slantRangeM);
    return [row, column];
  });
}

/** East, north and up of the line of sight, from the ground to the satellite, of the same. */
export function fitLineOfSight(map: MapGrid, grid: LookGrid, orbit: Orbit, heights: HeightRange): ChebyshevVolume {
  return fitMap(map, seenPart(map, grid, orbit, heights), heights, DEGREES, (place) => {
    const { losEast, losNorth, losUp } = lookGeometry(orbit, geodeticToEcef(place));
    return [losEast, losNorth, losUp];
  });
}

/** Longitude and latitude as functions of map row and map column. */
export function fitPositions(map: MapGrid): ChebyshevVolume {
  const anyHeight = { minHeightM: 0, maxHeightM: 0 };
  const whole = { top: 0, bottom: map.rows, left: 0, right: map.columns };
  return fitMap(map, whole, anyHeight, { ...DEGREES, height: 0 }, ({ longitudeDeg, latitudeDeg }) => [
    longitudeDeg,
    latitudeDeg,
  ]);
}

/** Evaluates a fit (height degree at most 3) along the rows of a map, in f64. */
export class MapFit {
  readonly #volume: ChebyshevVolume;
  readonly #across: readonly Float64Array[];
  #row: readonly Float64Array[] = [];

  constructor(volume: ChebyshevVolume, columns: number) {
    this.#volume = volume;
    const { domain, degrees } = volume;
    this.#across = Array.from({ length: columns }, (_, column) =>
      chebyshevBasis(toUnit(column, domain.sample), degrees.sample),
    );
  }

  /** Goes to a row; `at` then speaks of it. */
  toRow(row: number): void {
    this.#row = contractLine(this.#volume, row);
  }

  at(quantity: number, column: number, heightM: number): number {
    const { domain, degrees } = this.#volume;
    const basis = this.#across[column]!;
    const inRow = this.#row[quantity]!;
    const width = degrees.height + 1;
    const x = toUnit(heightM, domain.heightM);
    let sum = 0;
    for (let j = 0, n = 0; j < basis.length; j++, n += width) {
      let inner = inRow[n]!;
      if (width > 1) inner += x * inRow[n + 1]!;
      if (width > 2) inner += (2 * x * x - 1) * inRow[n + 2]!;
      if (width > 3) inner += x * (4 * x * x - 3) * inRow[n + 3]!;
      sum += basis[j]! * inner;
    }
    return sum;
  }
}

import type { LookGrid, Orbit } from '../model/index.ts';
import { normalizeLongitudeDeg } from '../units/index.ts';
import { radarOfCell } from './cells.ts';
import { type FitDegrees, chebyshevBasis, chebyshevNodes, contractLine, fitVolume, toUnit } from './chebyshev.ts';
import { rdr2geo } from './rdr2geo.ts';

/** Enough for 200 km and 4 km of heights: below 3e-3 cell of 4 x 16 (test/unit/geometry/cell-places.test.ts). */
const DEGREES: FitDegrees = { line: 5, sample: 7, height: 3 };

/**
 * Goes through the cells of a grid and says where on WGS84 each is, by a fit to exact solutions, all in f64.
 * @param heightsM shape (rows, columns); cells without a height are left out
 * @param visit is given the cell's index, and its longitude on one turn of the globe for all cells
 */
export function visitCellPlaces(
  grid: LookGrid,
  orbit: Orbit,
  heightsM: ArrayLike<number>,
  visit: (cell: number, longitudeDeg: number, latitudeDeg: number) => void,
): void {
  const { rows, columns } = grid;
  const heights = { min: Infinity, max: -Infinity };
  for (let cell = 0; cell < rows * columns; cell++) {
    const height = heightsM[cell]!;
    if (height < heights.min) heights.min = height;
    if (height > heights.max) heights.max = height;
  }
  if (heights.min > heights.max) return;
  const domain = { line: { min: 0, max: rows - 1 }, sample: { min: 0, max: columns - 1 }, heightM: heights };
  const nodes = chebyshevNodes(domain, DEGREES);
  const longitudes = new Float64Array(nodes.lines.length);
  const latitudes = new Float64Array(nodes.lines.length);
  for (let k = 0; k < nodes.lines.length; k++) {
    const { azimuthTimeS, slantRangeM } = radarOfCell(grid, { row: nodes.lines[k]!, column: nodes.samples[k]! });
    const { longitudeDeg, latitudeDeg } = rdr2geo(orbit, azimuthTimeS, slantRangeM, nodes.heightsM[k]!);
    longitudes[k] = k === 0 ? longitudeDeg : longitudes[0]! + normalizeLongitudeDeg(longitudeDeg - longitudes[0]!);
    latitudes[k] = latitudeDeg;
  }
  const volume = fitVolume(domain, DEGREES, [longitudes, latitudes]);
  const across = Array.from({ length: columns }, (_, column) =>
    chebyshevBasis(toUnit(column, domain.sample), DEGREES.sample),
  );
  for (let row = 0; row < rows; row++) {
    const [inLongitude, inLatitude] = contractLine(volume, row) as [Float64Array, Float64Array];
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      const height = heightsM[cell]!;
      if (Number.isNaN(height)) continue;
      const basis = across[column]!;
      const x = toUnit(height, heights);
      const [t2, t3] = [2 * x * x - 1, x * (4 * x * x - 3)];
      let longitude = 0;
      let latitude = 0;
      for (let j = 0, n = 0; j < basis.length; j++, n += 4) {
        const b = basis[j]!;
        longitude +=
          b * (inLongitude[n]! + x * inLongitude[n + 1]! + t2 * inLongitude[n + 2]! + t3 * inLongitude[n + 3]!);
        latitude += b * (inLatitude[n]! + x * inLatitude[n + 1]! + t2 * inLatitude[n + 2]! + t3 * inLatitude[n + 3]!);
      }
      visit(cell, longitude, latitude);
    }
  }
}

import type { TileModel } from '../../../src/model/index.ts';
import { tilePlace, tileValue } from './tile-value.ts';

/** Heights in m, shape (rows, columns); NaN where there are none. */
export interface HeightRaster {
  readonly rows: number;
  readonly columns: number;
  readonly heightsM: ArrayLike<number>;
}

/** Catmull & Rom 1974: the cubic through p1 and p2 whose slopes there are half the differences of their neighbours. */
function cubic(p0: number, p1: number, p2: number, p3: number, t: number): number {
  const [m1, m2] = [(p2 - p0) / 2, (p3 - p1) / 2];
  const hermite = [
    2 * t ** 3 - 3 * t ** 2 + 1,
    t ** 3 - 2 * t ** 2 + t,
    -2 * t ** 3 + 3 * t ** 2,
    t ** 3 - t ** 2,
  ] as const;
  return hermite[0] * p1 + hermite[1] * m1 + hermite[2] * p2 + hermite[3] * m2;
}

/** Height at a fractional pixel: bicubic, bilinear where the 4 x 4 neighbours are not all there, else NaN. */
export function rasterHeight(raster: HeightRaster, column: number, row: number): number {
  const j = Math.floor(column);
  const i = Math.floor(row);
  const at = (y: number, x: number): number =>
    y < 0 || x < 0 || y >= raster.rows || x >= raster.columns ? NaN : raster.heightsM[y * raster.columns + x]!;
  const across = [-1, 0, 1, 2].map((k) =>
    cubic(at(i + k, j - 1), at(i + k, j), at(i + k, j + 1), at(i + k, j + 2), column - j),
  ) as [number, number, number, number];
  const whole = cubic(...across, row - i);
  if (!Number.isNaN(whole)) return whole;
  const top = at(i, j) * (1 - (column - j)) + at(i, j + 1) * (column - j);
  const bottom = at(i + 1, j) * (1 - (column - j)) + at(i + 1, j + 1) * (column - j);
  return top * (1 - (row - i)) + bottom * (row - i);
}

const STEPS = 200;

/**
 * Height of a radar pixel: the h in [lowestM, highestM] for which DEM(column(h), row(h)) = h, the highest where there are
 * several, by halving; NaN where there is none.
 * @param line counted from the layout's first line
 * @param tiles quantities 3 and 4: DEM column and row
 */
export function radarHeight(
  tiles: TileModel,
  raster: HeightRaster,
  line: number,
  sample: number,
  lowestM: number,
  highestM: number,
): number {
  const place = tilePlace(tiles, line, sample);
  const gap = (heightM: number): number =>
    rasterHeight(raster, tileValue(tiles, 3, place, heightM), tileValue(tiles, 4, place, heightM)) - heightM;
  const step = (highestM - lowestM) / STEPS;
  for (let k = 0; k < STEPS; k++) {
    let above = highestM - k * step;
    let below = above - step;
    if (!(gap(above) <= 0 && gap(below) >= 0)) continue;
    while (above - below > 1e-6) {
      const middle = (above + below) / 2;
      if (gap(middle) >= 0) below = middle;
      else above = middle;
    }
    return (above + below) / 2;
  }
  return NaN;
}

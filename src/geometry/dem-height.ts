import type { Dem } from '../model/index.ts';

/** Catmull-Rom weights of the four samples around a fraction t in [0, 1]. */
function catmullRom(t: number): readonly [number, number, number, number] {
  const t2 = t * t;
  const t3 = t2 * t;
  return [-0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1, -1.5 * t3 + 2 * t2 + 0.5 * t, 0.5 * t3 - 0.5 * t2];
}

/** Height of a DEM at a fractional pixel, bicubic, bilinear beside gaps; NaN where the DEM has none. */
export function demHeightAtPixel(dem: Dem, column: number, row: number): number {
  const i = Math.floor(column);
  const j = Math.floor(row);
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= dem.columns || y >= dem.rows ? NaN : dem.heightsM[y * dem.columns + x]!;
  const wc = catmullRom(column - i);
  const wr = catmullRom(row - j);
  let cubic = 0;
  for (let y = 0; y < 4; y++) for (let x = 0; x < 4; x++) cubic += wr[y]! * wc[x]! * at(i - 1 + x, j - 1 + y);
  if (!Number.isNaN(cubic)) return cubic;
  const tc = column - i;
  const tr = row - j;
  return (at(i, j) * (1 - tc) + at(i + 1, j) * tc) * (1 - tr) + (at(i, j + 1) * (1 - tc) + at(i + 1, j + 1) * tc) * tr;
}

/** Ellipsoidal height of a DEM at a WGS84 position, m; NaN where the DEM has none. */
export function demHeight(dem: Dem, longitudeDeg: number, latitudeDeg: number): number {
  const { column, row } = dem.toPixel(longitudeDeg, latitudeDeg);
  return demHeightAtPixel(dem, column, row);
}

import { setImmediate } from 'node:timers/promises';
import { demHeight, evaluateVolume } from '../geometry/index.ts';
import type { Dem, Interferogram, Orbit } from '../model/index.ts';
import { fitMapToCells, fittedPart } from './map-fit.ts';
import { type MapGrid, mapPositions } from './map-grid.ts';

/** An interferogram and both powers as rasters, all NaN where there is no data. */
export interface CellRasters {
  readonly rows: number;
  readonly columns: number;
  /** Shape (rows, columns, 2): real and imaginary part. */
  readonly interferogram: Float32Array<ArrayBuffer>;
  readonly referencePower: Float32Array<ArrayBuffer>;
  readonly secondaryPower: Float32Array<ArrayBuffer>;
}

function emptyRasters(rows: number, columns: number): CellRasters {
  const count = rows * columns;
  return {
    rows,
    columns,
    interferogram: new Float32Array(2 * count).fill(NaN),
    referencePower: new Float32Array(count).fill(NaN),
    secondaryPower: new Float32Array(count).fill(NaN),
  };
}

/** The cells of an interferogram as rasters in radar geometry. */
export function radarRasters({ grid, cells }: Interferogram): CellRasters {
  const rasters = emptyRasters(grid.rows, grid.columns);
  for (let k = 0; k < grid.rows * grid.columns; k++) {
    const [re, im, p1, p2] = [cells[4 * k]!, cells[4 * k + 1]!, cells[4 * k + 2]!, cells[4 * k + 3]!];
    if (!(p1 > 0 && p2 > 0)) continue;
    rasters.interferogram[2 * k] = re;
    rasters.interferogram[2 * k + 1] = im;
    rasters.referencePower[k] = p1;
    rasters.secondaryPower[k] = p2;
  }
  return rasters;
}

export interface MapRastersRequest {
  readonly map: MapGrid;
  readonly dem: Dem;
  readonly referenceOrbit: Orbit;
  readonly interferogram: Interferogram;
  readonly signal: AbortSignal;
}

/** Rows between looks at the signal. */
const ROWS_PER_TURN = 32;

/**
 * Brings an interferogram and both powers to a map grid, heights from the DEM, in f64. Powers are bilinear means of the four
 * cells around. The complex value is the bilinear mean of the complex coherence (so that a bright cell does not lend its
 * phase to its neighbours; the phase is that of the wrapped-phase raster of `geocode`) times the root of both powers. Cells
 * without data do not count; where less than half of the weight has data, there is none.
 * @throws the signal's reason when aborted
 */
export async function mapCellRasters(request: MapRastersRequest): Promise<CellRasters> {
  const { map, dem, signal } = request;
  const { grid, cells } = request.interferogram;
  const volume = fitMapToCells(map, grid, request.referenceOrbit, dem);
  const { top: firstRow, bottom, left: firstColumn, right } = fittedPart(volume);
  const positionOf = mapPositions(map);
  const rasters = emptyRasters(map.rows, map.columns);
  for (let y = firstRow; y < bottom; y++) {
    if (y % ROWS_PER_TURN === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
    for (let x = firstColumn; x < right; x++) {
      const { latitudeDeg, longitudeDeg } = positionOf(y, x);
      const heightM = demHeight(dem, longitudeDeg, latitudeDeg);
      if (Number.isNaN(heightM)) continue;
      const row = evaluateVolume(volume, 0, y, x, heightM);
      const column = evaluateVolume(volume, 1, y, x, heightM);
      const [top, left] = [Math.floor(row), Math.floor(column)];
      let [re, im, p1, p2, weights] = [0, 0, 0, 0, 0];
      for (let k = 0; k < 4; k++) {
        const [i, j] = [top + (k >> 1), left + (k & 1)];
        if (i < 0 || j < 0 || i >= grid.rows || j >= grid.columns) continue;
        const at = 4 * (i * grid.columns + j);
        const amplitude = Math.sqrt(cells[at + 2]!) * Math.sqrt(cells[at + 3]!);
        if (!(amplitude > 0)) continue;
        const weight = (1 - Math.abs(row - i)) * (1 - Math.abs(column - j));
        re += (weight * cells[at]!) / amplitude;
        im += (weight * cells[at + 1]!) / amplitude;
        p1 += weight * cells[at + 2]!;
        p2 += weight * cells[at + 3]!;
        weights += weight;
      }
      if (weights < 0.5) continue;
      const pixel = y * map.columns + x;
      const scale = Math.sqrt(p1 * p2) / weights ** 2;
      rasters.interferogram[2 * pixel] = re * scale;
      rasters.interferogram[2 * pixel + 1] = im * scale;
      rasters.referencePower[pixel] = p1 / weights;
      rasters.secondaryPower[pixel] = p2 / weights;
    }
  }
  return rasters;
}

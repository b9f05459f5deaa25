import { describe, expect, it } from 'vitest';
import { demHeight } from '../../../src/geometry/index.ts';
import type { Dem } from '../../../src/model/index.ts';
import { cropDem } from '../../../src/pipeline/plan/dem-below.ts';
import { Random } from '../../support/random.ts';

const [COLUMNS, ROWS] = [40, 30];
const random = new Random(1);
const dem: Dem = {
  name: 'dem.tif',
  columns: COLUMNS,
  rows: ROWS,
  heightsM: Float32Array.from({ length: COLUMNS * ROWS }, () => random.uniform(0, 100)),
  minHeightM: 0,
  maxHeightM: 100,
  datum: 'ellipsoid',
  spacingM: { row: 30, column: 30 },
  toPixel: (longitudeDeg, latitudeDeg) => ({ column: (longitudeDeg - 4) * 1000, row: (44 - latitudeDeg) * 1000 }),
};

describe('a crop of a DEM', () => {
  it('has the heights of the whole inside, and none outside', () => {
    const crop = cropDem(dem, { column: 8, row: 16, columns: 20, rows: 12 });
    expect([crop.columns, crop.rows, crop.minHeightM, crop.maxHeightM]).toEqual([20, 12, 0, 100]);
    for (let k = 0; k < 200; k++) {
      const [column, row] = [random.uniform(9, 26), random.uniform(17, 26)];
      const [longitudeDeg, latitudeDeg] = [4 + column / 1000, 44 - row / 1000];
      expect(demHeight(crop, longitudeDeg, latitudeDeg)).toBeCloseTo(demHeight(dem, longitudeDeg, latitudeDeg), 6);
    }
    expect(demHeight(crop, 4.005, 43.98)).toBeNaN();
    expect(demHeight(crop, 4.012, 43.965)).toBeNaN();
  });
});

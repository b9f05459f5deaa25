import type { Interferogram, Looks } from '../../src/model/index.ts';
import { Random } from './random.ts';

/** A processor without window and oversampling: every pixel is a look of its own. */
export const WHITE = {
  rangeWindow: { bandwidthHz: 1, hammingCoefficient: 1 },
  azimuthWindow: { bandwidthHz: 1, hammingCoefficient: 1 },
  rangeSamplingRateHz: 1,
  azimuthTimeIntervalS: 1,
};

export interface SpeckleScene {
  readonly rows: number;
  readonly columns: number;
  readonly looks: Looks;
  readonly coherence: number;
  /** Phase from cell to cell along both axes, cycles; 0 when left out. */
  readonly fringeCycles?: number;
  readonly seed: number;
}

/** Multilook cells of two dates of Gaussian speckle, all looks independent. */
export function speckleCells(scene: SpeckleScene): Interferogram {
  const { rows, columns, looks, coherence, fringeCycles = 0, seed } = scene;
  const random = new Random(seed);
  const count = looks.azimuth * looks.range;
  const rest = Math.sqrt(1 - coherence ** 2);
  const cells = new Float32Array(rows * columns * 4);
  for (let cell = 0; cell < rows * columns; cell++) {
    let [re, im, first, second] = [0, 0, 0, 0];
    for (let look = 0; look < count; look++) {
      const [a, b, x, y] = [random.normal(), random.normal(), random.normal(), random.normal()] as const;
      const [c, d] = [coherence * a + rest * x, coherence * b + rest * y];
      re += a * c + b * d;
      im += b * c - a * d;
      first += a * a + b * b;
      second += c * c + d * d;
    }
    const phase = 2 * Math.PI * fringeCycles * (Math.floor(cell / columns) + (cell % columns));
    const [cos, sin] = [Math.cos(phase) / count, Math.sin(phase) / count];
    cells.set([re * cos - im * sin, re * sin + im * cos, first / count, second / count], 4 * cell);
  }
  const radarGrid = { epochDay: 0, firstLineTimeS: 0, lineIntervalS: 1, nearRangeM: 0, rangeSpacingM: 1 };
  return {
    grid: { radarGrid, looks, firstLine: 0, firstSample: 0, rows, columns },
    cells,
    heightsM: new Float32Array(rows * columns),
    centroids: new Float32Array(rows * columns * 2),
  };
}

/** Values of the cells that lie at least `margin` cells inside. */
export function inner(values: Float32Array, rows: number, columns: number, margin: number): number[] {
  return [...values].filter((_, cell) => {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    return row >= margin && column >= margin && row < rows - margin && column < columns - margin;
  });
}

/** Mean and standard deviation. */
export function spread(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(square) };
}

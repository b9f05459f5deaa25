import { expect, it } from 'vitest';
import { estimateCoherence } from '../../../src/coherence/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { Random } from '../../support/random.ts';

const ROWS = 120;
const COLUMNS = 150;

/** A processor without window and oversampling: every pixel is a look of its own. */
const WHITE = {
  rangeWindow: { bandwidthHz: 1, hammingCoefficient: 1 },
  azimuthWindow: { bandwidthHz: 1, hammingCoefficient: 1 },
  rangeSamplingRateHz: 1,
  azimuthTimeIntervalS: 1,
};

/** Cells of two independent speckle images. */
function emptyCells(looks: number, seed: number): Float32Array {
  const random = new Random(seed);
  const cells = new Float32Array(ROWS * COLUMNS * 4);
  for (let cell = 0; cell < ROWS * COLUMNS; cell++)
    for (let look = 0; look < looks; look++) {
      const [a, b, c, d] = [random.normal(), random.normal(), random.normal(), random.normal()];
      cells[4 * cell]! += (a * c + b * d) / looks;
      cells[4 * cell + 1]! += (b * c - a * d) / looks;
      cells[4 * cell + 2]! += (a * a + b * b) / looks;
      cells[4 * cell + 3]! += (c * c + d * d) / looks;
    }
  return cells;
}

describeGpu('coherence where there is none', (gpu) => {
  it.each([
    { azimuth: 2, range: 2 },
    { azimuth: 4, range: 8 },
  ])('%o looks: 99 % of the cells stay below the quantile', async (looks) => {
    const cells = emptyCells(looks.azimuth * looks.range, 1);
    const radarGrid = { epochDay: 0, firstLineTimeS: 0, lineIntervalS: 1, nearRangeM: 0, rangeSpacingM: 1 };
    const grid = { radarGrid, looks, firstLine: 0, firstSample: 0, rows: ROWS, columns: COLUMNS };
    const heightsM = new Float32Array(ROWS * COLUMNS);
    const centroids = new Float32Array(ROWS * COLUMNS * 2);
    const map = await estimateCoherence(gpu(), { grid, cells, heightsM, centroids }, WHITE);
    const above = map.raw.filter((value) => value > map.zeroQuantile).length / map.raw.length;
    stateFigure(`empty cells above the quantile, ${looks.azimuth} x ${looks.range}`, 100 * above, 1.5, '%');
    expect(above).toBeLessThan(0.015);
    // And it is not idle: a threshold that nothing reaches would turn away true coherence.
    expect(above).toBeGreaterThan(0.0005);
  });
});

import { expect, it } from 'vitest';
import { estimateCoherence } from '../../../src/coherence/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { describeGpu } from '../../support/gpu.ts';
import { WHITE, inner, speckleCells } from '../../support/speckle-cells.ts';

const SIDE = { rows: 170, columns: 170 };

describeGpu('coherence where there is none', (gpu) => {
  it.each([
    { azimuth: 1, range: 2 },
    { azimuth: 2, range: 2 },
    { azimuth: 4, range: 8 },
  ])('%o looks: one cell in a hundred exceeds the quantile of a window without a fringe', async (looks) => {
    const map = await estimateCoherence(gpu(), speckleCells({ ...SIDE, looks, coherence: 0, seed: 1 }), WHITE);
    const expected = Math.sqrt(1 - 0.01 ** (1 / (9 * looks.azimuth * looks.range - 1)));
    expect(map.zeroQuantiles[9]).toBeCloseTo(expected, 3);
    // Windows at the border hold fewer looks and have a quantile of their own: window-borders.test.ts.
    const raw = inner(map.raw, SIDE.rows, SIDE.columns, 1);
    const above = raw.filter((value) => value > map.zeroQuantiles[9]!).length / raw.length;
    stateFigure(`empty cells above the quantile, ${looks.azimuth} x ${looks.range}`, 100 * above, 1.3, '%');
    // 28,000 cells whose windows overlap: a standard deviation of 0.09 %.
    expect(Math.abs(above - 0.01)).toBeLessThan(0.003);
  });
});

import { describe, expect, it } from 'vitest';
import { coverage, imageCoverage } from '../../../bench/figures/coverage.ts';
import { stateFigure } from '../../support/figure.ts';

describe('4,000 cells of speckle against the intervals stated for their phase', () => {
  it.each([
    [0.5, 16],
    [0.5, 64],
    [0.7, 16],
    [0.9, 16],
    [0.9, 64],
  ])(
    'coherence %d, %i looks: 68 and 95 %% within 3 points, by the true coherence and by the one that they show',
    (coherence, looks) => {
      const { known, stated } = coverage(coherence, looks, 4000, 17);
      const off = [known, stated].map(([p68, p95]) => Math.max(Math.abs(p68 - 68), Math.abs(p95 - 95)));
      stateFigure(`coverage at ${coherence}, ${looks} looks, off by`, Math.max(...off), 3, 'points');
      expect(Math.max(...off)).toBeLessThan(3);
    },
  );
});

describe('cells of pixels that are correlated as the processor leaves them', () => {
  it('4 x 16 pixels of IW1 at coherence 0.6: within 3 points for the looks that they are taken for', () => {
    const { known, stated } = imageCoverage(0.6, { azimuth: 4, range: 16 }, 2, 5);
    // 2048 cells: one standard error is 1.0 point at 68 %.
    const off = [known, stated].map(([p68, p95]) => Math.max(Math.abs(p68 - 68), Math.abs(p95 - 95)));
    stateFigure('coverage of correlated cells, off by', Math.max(...off), 3, 'points');
    expect(Math.max(...off)).toBeLessThan(3);
  });
});

import { describe, expect, it } from 'vitest';
import { coverage } from '../../../bench/figures/coverage.ts';
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

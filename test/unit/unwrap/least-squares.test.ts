import { describe, expect, it } from 'vitest';
import { wrapPhaseRad } from '../../../src/units/index.ts';
import { leastSquaresSurface, unwrapLeastSquares } from '../../reference/unwrap/least-squares.ts';

const [ROWS, COLUMNS] = [17, 24] as const;
const smooth = Float64Array.from({ length: ROWS * COLUMNS }, (_, cell) => {
  const [i, j] = [Math.floor(cell / COLUMNS), cell % COLUMNS];
  return 0.9 * i - 0.6 * j + 8 * Math.exp(-((i - 7) ** 2 + (j - 11) ** 2) / 40);
});

describe('the least-squares baseline', () => {
  it('gives back a surface whose gradient is below π, up to a constant', () => {
    const found = leastSquaresSurface(ROWS, COLUMNS, smooth.map(wrapPhaseRad));
    const offset = found[0]! - smooth[0]!;
    const worst = Math.max(...found.map((value, cell) => Math.abs(value - smooth[cell]! - offset)));
    expect(worst).toBeLessThan(1e-10);
  });

  it('is congruent once rounded, and blank where there is no data', () => {
    const wrapped = smooth.map(wrapPhaseRad);
    wrapped[100] = Number.NaN;
    const found = unwrapLeastSquares(ROWS, COLUMNS, wrapped);
    expect(found[100]).toBeNaN();
    const incongruence = found.map((value, cell) => Math.abs(wrapPhaseRad(value - wrapped[cell]!)));
    expect(Math.max(...incongruence.filter((error) => !Number.isNaN(error)))).toBeLessThan(1e-12);
  });
});

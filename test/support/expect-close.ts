import { expect } from 'vitest';

export interface CloseOptions {
  /** Largest absolute error allowed. */
  readonly absolute: number;
  /** Added to `absolute`: a share of |expected|. */
  readonly relative?: number;
  /** Columns of the raster, to name a place as row and column. */
  readonly columns?: number;
}

/**
 * Compares two arrays element by element; NaN equals only NaN. A failure names the count, the first and the worst place.
 * @returns the largest absolute error, so that a test can state it.
 */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, options: CloseOptions): number {
  expect(actual.length).toBe(expected.length);
  let bad = 0;
  let first = -1;
  let worst = -1;
  let worstError = 0;
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i]!;
    const e = expected[i]!;
    if (Number.isNaN(a) && Number.isNaN(e)) continue;
    const error = Math.abs(a - e);
    const allowed = options.absolute + (options.relative ?? 0) * Math.abs(e);
    const failed = !(error <= allowed);
    if (failed) {
      bad++;
      if (first < 0) first = i;
    }
    if (!(error <= worstError)) {
      worstError = error;
      worst = i;
    }
  }
  const place = (index: number): string =>
    options.columns ? `(${Math.floor(index / options.columns)}, ${index % options.columns})` : `${index}`;
  const message =
    bad === 0
      ? ''
      : `${bad} of ${expected.length} differ; first at ${place(first)}: ${actual[first]} instead of ${expected[first]}; ` +
        `worst at ${place(worst)}: ${actual[worst]} instead of ${expected[worst]}`;
  expect(bad, message).toBe(0);
  return worstError;
}

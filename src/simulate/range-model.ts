import type { Acquisition } from './acquisition.ts';
import { closestApproach } from './closest-approach.ts';
import { toEcef } from './ellipsoid.ts';
import type { GroundFrame } from './ground-frame.ts';

/** A box of the ground frame and of height: centre and half extents, m. */
export interface GroundBox {
  readonly along: number;
  readonly across: number;
  readonly heightM: number;
  readonly halfAlong: number;
  readonly halfAcross: number;
  readonly halfHeightM: number;
}

/**
 * Zero-Doppler time and slant range of every place of a box for one date: coefficients c[i][j][k] of a^i b^j h^k,
 * i, j, k = 0..2, at index (i·3 + j)·3 + k, with a, b, h in -1..1 over the box.
 */
export interface RangeModel {
  readonly timeS: Float64Array;
  readonly rangeM: Float64Array;
  readonly minTimeS: number;
  readonly maxTimeS: number;
  readonly minRangeM: number;
  readonly maxRangeM: number;
}

/** Values at -1, 0, 1 along one of the three axes to the coefficients of the parabola through them. */
function toCoefficients(values: Float64Array, stride: number): void {
  for (let base = 0; base < 27; base++) {
    if (Math.floor(base / stride) % 3 !== 0) continue;
    const [left, middle, right] = [values[base]!, values[base + stride]!, values[base + 2 * stride]!];
    values[base] = middle;
    values[base + stride] = (right - left) / 2;
    values[base + 2 * stride] = (right + left) / 2 - middle;
  }
}

/**
 * Closest approaches at 27 places of the box and the triquadratic polynomial through them. Over boxes of some 700 m by
 * 330 m by 200 m the remainder of the range is a few micrometres (third derivatives of R are of order 1/R²).
 */
export function rangeModel(acquisition: Acquisition, frame: GroundFrame, box: GroundBox, guessS: number): RangeModel {
  const timeS = new Float64Array(27);
  const rangeM = new Float64Array(27);
  let guess = guessS;
  for (let index = 0; index < 27; index++) {
    const [i, j, k] = [Math.floor(index / 9) - 1, (Math.floor(index / 3) % 3) - 1, (index % 3) - 1];
    const place = frame.toGeographic(box.along + i * box.halfAlong, box.across + j * box.halfAcross);
    const heightM = box.heightM + k * box.halfHeightM;
    const found = closestApproach(acquisition.trajectory, toEcef({ ...place, heightM }), guess);
    guess = found.timeS;
    timeS[index] = found.timeS;
    rangeM[index] = found.rangeM;
  }
  const limits = {
    minTimeS: timeS.reduce((a, b) => Math.min(a, b)),
    maxTimeS: timeS.reduce((a, b) => Math.max(a, b)),
    minRangeM: rangeM.reduce((a, b) => Math.min(a, b)),
    maxRangeM: rangeM.reduce((a, b) => Math.max(a, b)),
  };
  for (const stride of [9, 3, 1]) {
    toCoefficients(timeS, stride);
    toCoefficients(rangeM, stride);
  }
  return { timeS, rangeM, ...limits };
}

/** Fixes the along-track coordinate a: the 9 coefficients of b^j h^k, at j·3 + k. */
export function fixAlong(coefficients: Float64Array, a: number, out: Float64Array): void {
  for (let n = 0; n < 9; n++) out[n] = coefficients[n]! + a * (coefficients[n + 9]! + a * coefficients[n + 18]!);
}

/** The polynomial at one place of the box (a, b, h in -1..1). */
export function evaluateModel(coefficients: Float64Array, a: number, b: number, h: number): number {
  const row = new Float64Array(9);
  fixAlong(coefficients, a, row);
  const column = (k: number): number => row[k]! + b * (row[k + 3]! + b * row[k + 6]!);
  return column(0) + h * (column(1) + h * column(2));
}

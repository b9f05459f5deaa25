import type { Workgroups } from '../../../src/gpu/index.ts';
import { Random } from '../../support/random.ts';

/** Workgroups of 16 x 16 over a grid. */
export function gridGroups(rows: number, columns: number): Workgroups {
  return [Math.ceil(columns / 16), Math.ceil(rows / 16)];
}

/** Grids with every border: one cell, one row, one column, one workgroup and a bit, odd and even sizes. */
export const GRID_SIZES: readonly (readonly [rows: number, columns: number])[] = [
  [1, 1],
  [1, 37],
  [23, 1],
  [2, 2],
  [17, 16],
  [33, 50],
];

/** Uniform numbers in [from, to), rounded to f32 so that both sides of a comparison start from the same values. */
export function randomPlane(length: number, seed: number, from: number, to: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => random.uniform(from, to));
}

export interface RandomWeights {
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
}

/** Random edge weights spanning 1e-4..1, 0 past the border, as the kernels leave them. */
export function randomWeights(rows: number, columns: number, seed: number): RandomWeights {
  const exponents = (offset: number) => randomPlane(rows * columns, seed + offset, -4, 0);
  return {
    x: Float32Array.from(exponents(0), (value, cell) => (cell % columns === columns - 1 ? 0 : 10 ** value)),
    y: Float32Array.from(exponents(1), (value, cell) => (cell >= (rows - 1) * columns ? 0 : 10 ** value)),
  };
}

import type { Workgroups } from '../gpu/index.ts';

/** Limit of every adapter on workgroups in one dimension. */
const MAX_WORKGROUPS = 65_535;

/** Workgroups of 16 x 16 invocations over a grid. */
export function gridWorkgroups(rows: number, columns: number): readonly [number, number] {
  return [Math.ceil(columns / 16), Math.ceil(rows / 16)];
}

/** Workgroups of 256 invocations over a vector, folded into two dimensions where one does not hold them. */
export function vectorWorkgroups(length: number): Workgroups {
  const count = Math.ceil(length / 256);
  const x = Math.min(count, MAX_WORKGROUPS);
  return [x, Math.ceil(count / x)];
}

/**
 * Workgroups of 256 invocations that share an inner product: enough invocations to fill a GPU, each with at least
 * 16 elements to sum.
 */
export function sumWorkgroups(length: number): readonly [number] {
  return [Math.min(Math.ceil(length / (16 * 256)), 256)];
}

import type { Gpu } from '../../src/gpu/index.ts';
import { Random } from '../../test/support/random.ts';
import type { KernelBench } from './measure-kernel.ts';

const SIDES = { software: [256, 512, 1024], gpu: [1024, 2048, 4096] } as const;

/** Sides of the square rasters that kernels are measured on. */
export function sidesFor(gpu: Gpu): readonly number[] {
  return SIDES[gpu.adapter.isSoftware ? 'software' : 'gpu'];
}

/** How a record of a square raster is labelled and counted. */
export function sizeOf(side: number, unit: string): Pick<KernelBench, 'size' | 'elements' | 'unit'> {
  return { size: `${side} x ${side}`, elements: side * side, unit };
}

/** Made-up values of this size are repeated over a raster. Odd, so that an index that is off by a power of two shows. */
export const PATCH = { rows: 251, columns: 257 } as const;

/** A square raster of repeated patches: drawing millions of random numbers anew would take longer than what is measured. */
export function repeated(patch: Float32Array, side: number, components = 1): Float32Array<ArrayBuffer> {
  const raster = new Float32Array(side * side * components);
  const length = side * components;
  const period = PATCH.columns * components;
  for (let row = 0; row < side; row++) {
    const line = patch.subarray((row % PATCH.rows) * period, ((row % PATCH.rows) + 1) * period);
    for (let at = 0; at < length; at += period)
      raster.set(line.subarray(0, Math.min(period, length - at)), row * length + at);
  }
  return raster;
}

/** A square raster of uniform numbers in [from, to). */
export function randomRaster(side: number, seed: number, from: number, to: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  const patch = Float32Array.from({ length: PATCH.rows * PATCH.columns }, () => random.uniform(from, to));
  return repeated(patch, side);
}

/** A square in the last corner of a raster, where indices are largest: a slow reference is run on it alone. */
export interface Corner {
  /** First row, and first column. */
  readonly first: number;
  readonly side: number;
}

/** The last `most` rows and columns, or a few more: it begins at a multiple of `step`. */
export function cornerOf(side: number, most: number, step: number): Corner {
  const first = Math.floor(Math.max(0, side - most) / step) * step;
  return { first, side: side - first };
}

/** The corner of a raster. */
export function cut(raster: Float32Array, side: number, corner: Corner, components = 1): Float32Array<ArrayBuffer> {
  const part = new Float32Array(corner.side * corner.side * components);
  for (let row = 0; row < corner.side; row++) {
    const from = ((corner.first + row) * side + corner.first) * components;
    part.set(raster.subarray(from, from + corner.side * components), row * corner.side * components);
  }
  return part;
}

/**
 * Largest difference in the corner; NaN where there is one.
 * @param expected of the corner alone
 * @param margin rows and columns at the corner's own cut edges whose results depend on what was cut away
 */
export function worstInCorner(
  actual: Float32Array,
  expected: ArrayLike<number>,
  side: number,
  corner: Corner,
  { margin, components = 1 }: { readonly margin: number; readonly components?: number },
): number {
  const part = cut(actual, side, corner, components);
  const begin = corner.first > 0 ? margin : 0;
  let worst = 0;
  for (let row = begin; row < corner.side; row++)
    for (let at = begin * components; at < corner.side * components; at++) {
      const index = row * corner.side * components + at;
      worst = Math.max(worst, Math.abs(part[index]! - expected[index]!));
    }
  return worst;
}

/** Largest difference of two arrays of one length; NaN where there is one. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = 0;
  for (let at = 0; at < expected.length; at++) worst = Math.max(worst, Math.abs(actual[at]! - expected[at]!));
  return worst;
}

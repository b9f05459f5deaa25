import { expect } from 'vitest';
import type { Dem } from '../../src/model/index.ts';

const described = ({ columns, rows, minHeightM, maxHeightM, datum, spacingM, place }: Dem) => ({
  columns,
  rows,
  minHeightM,
  maxHeightM,
  datum,
  spacingM,
  place,
});

const bits = ({ heightsM: { buffer, byteOffset, byteLength } }: Dem) => Buffer.from(buffer, byteOffset, byteLength);

/** Two DEMs are the same in every bit, by whatever name: heights, where they are, and what is said of them. */
export function expectSameDem(found: Dem, wanted: Dem): void {
  expect(described(found)).toEqual(described(wanted));
  expect(bits(found).equals(bits(wanted))).toBe(true);
}

import { describe, expect, it } from 'vitest';
import { scalePlaces } from '../../../src/products/index.ts';

type Fields = Parameters<typeof scalePlaces>[0];

const STEP = { lines: 4, samples: 16 };
const rasterType = (type: number): Fields[number] => ({
  tag: 34_735,
  type: 'short',
  values: [1, 1, 0, 2, 1024, 0, 1, 2, 1025, 0, 1, type],
});
const double = (tag: number, ...values: number[]): Fields[number] => ({ tag, type: 'double', values });

/** Coordinates of a raster place by pixel size and first tie point. */
function byTie(fields: Fields, column: number, row: number): number[] {
  const scale = fields.find(({ tag }) => tag === 33_550)!.values;
  const [i, j, , x, y] = fields.find(({ tag }) => tag === 33_922)!.values as [number, number, number, number, number];
  return [x + (column - i) * scale[0]!, y - (row - j) * scale[1]!];
}

function byMatrix(fields: Fields, column: number, row: number): number[] {
  const m = fields.find(({ tag }) => tag === 34_264)!.values;
  return [0, 4].map((k) => m[k]! * column + m[k + 1]! * row + m[k + 3]!);
}

const tied = [double(33_550, 2, 3, 0), double(33_922, 5, 7, 0, 100, 200, 0)];
const turned = [double(34_264, 2, 0.5, 0, 100, 0.25, -3, 0, 200, 0, 0, 0, 0, 0, 0, 0, 1)];

describe('the place of a raster of boxes of pixels', () => {
  it.each([
    ['tie point, corners', tied, 1, byTie],
    ['tie point, middles', tied, 2, byTie],
    ['matrix, corners', turned, 1, byMatrix],
    ['matrix, middles', turned, 2, byMatrix],
  ] as const)('keeps the middle of each box: %s', (_, fields, type, placeOf) => {
    const all = [...fields, rasterType(type)];
    const scaled = scalePlaces(all, STEP);
    // The middle of a pixel in raster coordinates: k + 1/2 from corners, k from middles.
    const middle = type === 1 ? 0.5 : 0;
    for (const [row, column] of [
      [0, 0],
      [3, 2],
    ] as const) {
      const box = { row: row * 4 + 1.5, column: column * 16 + 7.5 };
      const expected = placeOf(all, box.column + middle, box.row + middle);
      const actual = placeOf(scaled, column + middle, row + middle);
      actual.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 9));
    }
  });

  it('scales every ground control point, and leaves the keys alone', () => {
    const points = double(33_922, 0, 0, 0, 1, 2, 3, 160, 40, 0, 4, 5, 6);
    const [scaled, keys] = scalePlaces([points, rasterType(1)], STEP);
    expect(scaled!.values).toEqual([0, 0, 0, 1, 2, 3, 10, 10, 0, 4, 5, 6]);
    expect(keys).toEqual(rasterType(1));
  });

  it('changes nothing at a step of one sample', () => {
    const all = [...tied, ...turned, rasterType(2)];
    expect(scalePlaces(all, { lines: 1, samples: 1 })).toEqual(all);
  });
});

import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/fetch/index.ts';
import { type RasterKind, openRaster } from '../../../src/read/index.ts';
import { madeUpTiff } from '../../support/made-up-tiff.ts';

const open = (bytes: Uint8Array, kind: RasterKind) => openRaster(memorySource('made-up.tif', bytes), kind);

describe('no data', () => {
  it('is NaN, infinity and the declared value of real rasters, rounded as they are', async () => {
    const values = [1, Number.NaN, Infinity, 0.1, 2, -Infinity];
    const made = { rows: 2, columns: 3, number: 'float32', values, noData: '0.1' } as const;
    const file = await open(madeUpTiff(made), 'real');
    expect([...(await file.readLines(0, 2))]).toEqual([1, NaN, NaN, NaN, 2, NaN]);
  });

  it('is NaN in either part, and the declared value with nothing beside it, of complex ones', async () => {
    const values = [1, 2, NaN, 1, 1, NaN, -9, 0, -9, -9, -9, 3];
    const made = { rows: 1, columns: 6, number: 'float32', values, noData: '-9' } as const;
    const complex = await open(madeUpTiff({ ...made, layout: 'complex' }), 'complex');
    expect([...(await complex.readLines(0, 1))]).toEqual([1, 2, ...Array<number>(8).fill(NaN), -9, 3]);
    const bands = await open(madeUpTiff({ ...made, layout: 'two bands' }), 'complex');
    expect([...(await bands.readLines(0, 1))]).toEqual([1, 2, ...Array<number>(10).fill(NaN)]);
  });

  it('of two bands is the value in either, but 0 only in both', async () => {
    const made = { rows: 1, columns: 4, number: 'float32', values: [0, 0, 0, 5, -7, 5, 5, -7] } as const;
    for (const layout of ['two bands', 'two bands apart'] as const) {
      const zero = await open(madeUpTiff({ ...made, layout, noData: '0' }), 'complex');
      expect([...(await zero.readLines(0, 1))]).toEqual([NaN, NaN, 0, 5, -7, 5, 5, -7]);
      const seven = await open(madeUpTiff({ ...made, layout, noData: '-7' }), 'complex');
      expect([...(await seven.readLines(0, 1))]).toEqual([0, 0, 0, 5, NaN, NaN, NaN, NaN]);
    }
  });

  it('is a block without bytes, where the raster has a value for it', async () => {
    const tags = [{ tag: 279, longs: [0] }];
    const made = { rows: 2, columns: 2, number: 'float32', values: [1, 2, 3, 4], tags } as const;
    const file = await open(madeUpTiff({ ...made, noData: '0' }), 'real');
    expect([...(await file.readLines(0, 2))]).toEqual([NaN, NaN, NaN, NaN]);
    await expect(open(madeUpTiff(made), 'real')).rejects.toMatchObject({ code: 'RASTER_UNREADABLE' });
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SentryalError } from '../../../src/errors/index.ts';
import { requireRasterSize } from '../../../src/pipeline/rasters/raster-size.ts';

const LIMITS = { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28 };
const PLENTY = 2 ** 50;

function refusal(
  rows: number,
  columns: number,
  task: 'unwrap' | 'filter',
  memory = PLENTY,
  limits = LIMITS,
): SentryalError | undefined {
  try {
    requireRasterSize({ name: 'ifg.tif', rows, columns }, task, limits, memory);
    return undefined;
  } catch (error) {
    return error as SentryalError;
  }
}

describe('a raster that is read whole', () => {
  it('is unwrapped up to one plane of 4 bytes a pixel in a binding', () => {
    expect(refusal(4096, 8192, 'unwrap')).toBeUndefined();
    const error = refusal(4097, 8192, 'unwrap');
    expect(error?.code).toBe('RASTER_TOO_LARGE');
    // 2049 x 4096 pixels are half of each side.
    for (const part of [
      'ifg.tif',
      '4097 x 8192 = 33562624',
      '33554432 pixels',
      '2 x 2 pixels',
      '2049 x 4096 = 8392704',
    ])
      expect(error?.message).toContain(part);
  });

  it('is filtered in bands: only its columns count', () => {
    const columns = Math.floor(2 ** 27 / 8 / 96);
    expect(refusal(1e6, columns, 'filter')).toBeUndefined();
    expect(refusal(1e6, columns + 1, 'filter')?.message).toContain(`${columns} columns`);
    expect(refusal(48, 2 * columns, 'filter')).toBeUndefined();
  });

  it('is refused where its planes do not fit the memory', () => {
    expect(refusal(1000, 1000, 'filter', 36e6)).toBeUndefined();
    expect(refusal(1000, 1001, 'filter', 36e6)?.message).toContain('1000000 pixels fit this machine');
  });

  it('the averaging named fits, and one step less does not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e5 }),
        fc.integer({ min: 1, max: 1e5 }),
        fc.integer({ min: 4000, max: 2 ** 24 }),
        fc.constantFrom('unwrap' as const, 'filter' as const),
        (rows, columns, bytes, task) => {
          const limits = { maxStorageBufferBindingSize: bytes, maxBufferSize: 2 * bytes };
          const named = /over (\d+) x/.exec(refusal(rows, columns, task, PLENTY, limits)?.message ?? '')?.[1];
          if (named === undefined) return;
          const by = (n: number) =>
            refusal(Math.ceil(rows / n), Math.ceil(columns / n), task, PLENTY, limits) === undefined;
          expect([by(Number(named)), by(Number(named) - 1)]).toEqual([true, false]);
        },
      ),
    );
  });
});

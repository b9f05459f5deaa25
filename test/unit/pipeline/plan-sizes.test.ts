import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SentryalError } from '../../../src/errors/index.ts';
import { layoutBursts } from '../../../src/interferogram/index.ts';
import type { Dem, GridWindow, LookGrid, Looks, Warning } from '../../../src/model/index.ts';
import { planSizes, warnOfMemory } from '../../../src/pipeline/plan/plan-job.ts';
import { areaLimits, cellsOf, looksThatFit, requireCells } from '../../../src/pipeline/plan/plan-sizes.ts';

const MEBIBYTE = 2 ** 20;
const SOFTWARE = { maxStorageBufferBindingSize: 128 * MEBIBYTE, maxBufferSize: 256 * MEBIBYTE };

/** A whole slice: three swaths of 25,000 samples less overlaps, 13,500 lines, at full resolution. */
const SLICE: GridWindow = { firstLine: 3, firstSample: 5, lines: 13_500, samples: 68_000 };

const radarGrid = { epochDay: 0, firstLineTimeS: 0, lineIntervalS: 2e-3, nearRangeM: 8e5, rangeSpacingM: 2.33 };

const lines = fc.integer({ min: 1, max: 20_000 });
const windows = fc.record({
  firstLine: fc.integer({ min: 0, max: 1000 }),
  firstSample: fc.integer({ min: 0, max: 1000 }),
  lines,
  samples: lines,
});
const anyLooks = fc.record({ azimuth: fc.integer({ min: 1, max: 16 }), range: fc.integer({ min: 1, max: 64 }) });

function refusal(window: GridWindow, looks: Looks, maxCells: number): SentryalError | undefined {
  try {
    requireCells(window, looks, maxCells);
    return undefined;
  } catch (error) {
    return error as SentryalError;
  }
}

describe('what fits an adapter', () => {
  it('is one plane of 4 bytes a cell or a DEM sample in the smaller of both limits', () => {
    expect(areaLimits(SOFTWARE)).toEqual({ cells: 32 * MEBIBYTE, demSamples: 32 * MEBIBYTE });
    expect(areaLimits({ ...SOFTWARE, maxBufferSize: 64 * MEBIBYTE }).cells).toBe(16 * MEBIBYTE);
  });

  it('cells of a window are those of the layout', () => {
    fc.assert(
      fc.property(windows, anyLooks, (window, looks) => {
        const { grid } = layoutBursts([], radarGrid, window, looks, () => {});
        expect(cellsOf(window, looks)).toEqual({ rows: grid.rows, columns: grid.columns });
      }),
    );
  });

  it('looks that fit keep the ratio, fit, and one step less does not', () => {
    fc.assert(
      fc.property(windows, anyLooks, fc.integer({ min: 1, max: 1e6 }), (window, looks, maxCells) => {
        const count = (of: Looks): number => cellsOf(window, of).rows * cellsOf(window, of).columns;
        const found = looksThatFit(window, looks, maxCells);
        if (!found) return;
        expect(found.azimuth * looks.range).toBe(found.range * looks.azimuth);
        expect(count(found)).toBeLessThanOrEqual(maxCells);
        expect(found.azimuth).toBeGreaterThanOrEqual(looks.azimuth);
        if (found.azimuth === looks.azimuth) return;
        let [unit, rest] = [found.azimuth, found.range];
        while (rest > 0) [unit, rest] = [rest, unit % rest];
        const less = { azimuth: found.azimuth - found.azimuth / unit, range: found.range - found.range / unit };
        expect(less.azimuth < looks.azimuth || count(less) > maxCells).toBe(true);
      }),
    );
  });

  it('names the raster asked for, the largest and the looks that would fit', () => {
    // 13,501 x 17,000 cells of 1 x 4 looks are 230 million; 3 x 12 make 4502 x 5667 = 25.5 million, below 33.5 million.
    const error = refusal(SLICE, { azimuth: 1, range: 4 }, areaLimits(SOFTWARE).cells);
    expect(error?.code).toBe('RASTER_TOO_LARGE_FOR_GPU');
    for (const part of ['13500 x 17001 = 229513500 cells', '1 x 4 looks', '33554432 cells', '3 (azimuth) x 12 (range)'])
      expect(error?.message).toContain(part);
  });

  it('says so where no looks fit, and is silent where the raster does', () => {
    expect(refusal(SLICE, { azimuth: 1, range: 4 }, 100)?.message).toContain('no looks in this ratio up to 16 x 64');
    expect(refusal(SLICE, { azimuth: 4, range: 16 }, areaLimits(SOFTWARE).cells)).toBeUndefined();
  });
});

describe('the planned sizes of a job', () => {
  const grid = { radarGrid, looks: { azimuth: 1, range: 4 }, firstLine: 0, firstSample: 0, rows: 4000, columns: 5000 };
  const area = { grid: grid satisfies LookGrid, dem: { rows: 3000, columns: 4000 } as Dem };
  const sizesWith = (bytes: number) =>
    planSizes(area, { maxStorageBufferBindingSize: bytes, maxBufferSize: 2 * bytes }, 64e9, null);

  it('tells each plane: 4 bytes a cell and a DEM sample', () => {
    const { planes, fits, looks_that_fit: looks } = sizesWith(80e6);
    expect(planes.map(({ bytes }) => bytes)).toEqual([80e6, 48e6]);
    expect(planes.map((plane) => plane.fits)).toEqual([true, true]);
    expect([fits, looks]).toEqual([true, { azimuth: 1, range: 4 }]);
  });

  it('one byte less does not fit, and names the looks that would', () => {
    const { fits, largest_cells: largest, looks_that_fit: looks } = sizesWith(80e6 - 1);
    expect([fits, largest, looks]).toEqual([false, 19_999_999, { azimuth: 2, range: 8 }]);
  });

  it('a DEM beyond the limit does not fit either, whatever the looks', () => {
    const small = { grid: { ...grid, rows: 10, columns: 10 }, dem: area.dem };
    expect(planSizes(small, { maxStorageBufferBindingSize: 40e6, maxBufferSize: 80e6 }, 64e9, null).fits).toBe(false);
  });

  it('a raster that no file holds does not fit', () => {
    const limits = { maxStorageBufferBindingSize: 1e9, maxBufferSize: 2e9 };
    const rasters = { rows: 40_000, columns: 40_000, bytes: 8.6e9, fits: false };
    expect(planSizes(area, limits, 64e9, rasters)).toMatchObject({ fits: false, rasters });
    expect(planSizes(area, limits, 64e9, { ...rasters, fits: true }).fits).toBe(true);
  });

  it('memory that the machine has not is told, and makes it unfit', () => {
    const limits = { maxStorageBufferBindingSize: 1e9, maxBufferSize: 2e9 };
    const enough = planSizes(area, limits, 16e9, null);
    expect([enough.fits, enough.memory.fits]).toEqual([true, true]);
    // 20 million cells with their interferogram, centroids and heights, coherence twice, and unwrapping: beyond 4 GB.
    expect(enough.memory.estimated_bytes).toBeGreaterThan(4e9);
    const short = planSizes(area, limits, 4e9, null);
    expect([short.fits, short.memory.fits, short.memory.machine_bytes]).toEqual([false, false, 4e9]);
    expect(short.planes.every(({ fits }) => fits)).toBe(true);
    // All of a machine's memory is never free.
    expect(planSizes(area, limits, enough.memory.estimated_bytes, null).fits).toBe(false);
    const warnings: Warning[] = [];
    warnOfMemory(enough, (warning) => warnings.push(warning));
    expect(warnings).toEqual([]);
    warnOfMemory(short, (warning) => warnings.push(warning));
    expect(warnings).toMatchObject([{ code: 'PLAN_MEMORY_SHORT', stage: 'geometry' }]);
    expect(warnings[0]!.message).toContain('4000 MB');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, writeDems } from '../../support/dem-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { GEOGRAPHIC, type TinyDem, readTiny } from '../../support/tiny-dem.ts';

const folder = temporaryFolder();
let run = 0;

const sizes = { columns: 40, rows: 30 };
const cuts = (count: number) => fc.uniqueArray(fc.integer({ min: 1, max: count - 1 }), { maxLength: 3 });

/** Neighbours differ by hundreds: a post out of place, twice or missing shows. */
const noise = (seed: number, column: number, row: number): number =>
  ((column * 7919 + row * 104_729 + seed * 31) % 9973) - 400;

describe('a raster cut to pieces', () => {
  it('is put together again, whatever the cuts, the overlap, the order and the step', async () => {
    await fc.assert(
      fc.asyncProperty(
        cuts(sizes.columns),
        cuts(sizes.rows),
        fc.record({
          seed: fc.nat(1000),
          overlap: fc.integer({ min: 0, max: 3 }),
          step: fc.constantFrom(0.01, 1 / 120, 1 / 3600),
          west: fc.constantFrom(10, -118, 179.9),
          isReversed: fc.boolean(),
        }),
        async (across, down, { seed, overlap, step, west, isReversed }) => {
          const whole: TinyDem = {
            ...GEOGRAPHIC,
            ...sizes,
            height: (column, row) => noise(seed, column, row),
            scale: [step, step],
            origin: [west, 50],
          };
          const edges = (inner: readonly number[], count: number) => [0, ...inner.toSorted((a, b) => a - b), count];
          const x = edges(across, sizes.columns);
          const y = edges(down, sizes.rows);
          const pieces = y.slice(0, -1).flatMap((top, j) =>
            x.slice(0, -1).map((left, i) => {
              const right = Math.min(x[i + 1]! + overlap, sizes.columns);
              const bottom = Math.min(y[j + 1]! + overlap, sizes.rows);
              return cut(whole, left, top, right - left, bottom - top);
            }),
          );
          run += 1;
          const paths = writeDems(folder, Object.fromEntries(pieces.map((piece, k) => [`${run}/${k}.tif`, piece])));
          const area = { north: 50 - 2 * step, south: 50 - 27 * step, west: west + 2 * step, east: west + 37 * step };
          const { dem, codes } = await readTiny(isReversed ? paths.toReversed() : paths, area);
          expect([codes, dem.columns, dem.rows]).toEqual([[], sizes.columns, sizes.rows]);
          expect(Math.abs(dem.toPixel(west, 50).column)).toBeLessThan(1e-6);
          const expected = Float32Array.from({ length: sizes.columns * sizes.rows }, (_, k) =>
            noise(seed, k % sizes.columns, Math.floor(k / sizes.columns)),
          );
          expect(dem.heightsM).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});

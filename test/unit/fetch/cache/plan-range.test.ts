import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coveredBlocks, nextRange } from '../../../../src/fetch/cache/plan-range.ts';

describe('nextRange', () => {
  it.each<[string, number[], number, number, { first: number; last: number }]>([
    ['one block', [5], 1, 16, { first: 5, last: 5 }],
    ['a run', [5, 6, 7], 0, 16, { first: 5, last: 7 }],
    ['no more than the longest', [5, 6, 7, 8], 0, 3, { first: 5, last: 7 }],
    ['a run that came from its end', [9, 8, 7, 6, 5], 0, 3, { first: 7, last: 9 }],
    ['a run around the first that waits', [7, 5, 6, 8], 0, 16, { first: 5, last: 8 }],
    ['over a gap', [5, 8], 2, 16, { first: 5, last: 8 }],
    ['not over a wider gap', [5, 9], 2, 16, { first: 5, last: 5 }],
    ['not over a gap to what does not fit', [5, 8], 2, 3, { first: 5, last: 5 }],
    ['down to the first block', [1, 0], 2, 16, { first: 0, last: 1 }],
  ])('takes %s', (_, missing, maxGap, maxBlocks, range) => {
    expect(nextRange(new Set(missing), maxGap, maxBlocks)).toEqual(range);
  });

  it('holds the block that waits longest, begins and ends with one that is missing, and has no wide gap', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(60), { minLength: 1 }),
        fc.nat(4),
        fc.integer({ min: 1, max: 20 }),
        (missing, maxGap, maxBlocks) => {
          const { first, last } = nextRange(new Set(missing), maxGap, maxBlocks);
          expect(first).toBeLessThanOrEqual(missing[0]!);
          expect(last).toBeGreaterThanOrEqual(missing[0]!);
          expect(last - first + 1).toBeLessThanOrEqual(maxBlocks);
          const within = missing.filter((block) => first <= block && block <= last).sort((a, b) => a - b);
          expect([within[0], within.at(-1)]).toEqual([first, last]);
          for (let k = 1; k < within.length; k += 1)
            expect(within[k]! - within[k - 1]! - 1).toBeLessThanOrEqual(maxGap);
        },
      ),
    );
  });

  it('needs no more requests for a run than its length asks for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 20 }), (blocks, maxBlocks) => {
        const missing = new Set(Array.from({ length: blocks }, (_, k) => 3 + k));
        let requests = 0;
        while (missing.size > 0) {
          const { first, last } = nextRange(missing, 0, maxBlocks);
          for (let block = first; block <= last; block += 1) missing.delete(block);
          requests += 1;
        }
        expect(requests).toBe(Math.ceil(blocks / maxBlocks));
      }),
    );
  });

  it('comes to the blocks that were counted before', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(60)), fc.nat(4), (blocks, maxGap) => {
        const missing = new Set(blocks);
        const counted = coveredBlocks(missing, maxGap);
        let covered = 0;
        while (missing.size > 0) {
          const { first, last } = nextRange(missing, maxGap, Infinity);
          for (let block = first; block <= last; block += 1) missing.delete(block);
          covered += last - first + 1;
        }
        expect(covered).toBe(counted);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { manyRequest, manyTargets, misplaced } from '../../../bench/figures/many-points.ts';
import { measurePoint, samplePoints } from '../../../src/points/index.ts';

const COUNT = 2000;

// 100,000 of them: npm run figures -- many-points.
describe('many points', () => {
  it('are each answered once, in order, and as each would be alone', async () => {
    const targets = manyTargets(COUNT, 2);
    const request = manyRequest(targets);
    const measured = await samplePoints(request);
    expect(misplaced(targets, measured)).toBe(0);
    expect(misplaced(targets, measured.toReversed())).toBeGreaterThan(0);
    for (const k of [0, 1, 777, COUNT - 1]) expect(measurePoint(request, targets[k]!)).toEqual(measured[k]);
  });

  it('stop when cancelled', async () => {
    const controller = new AbortController();
    const request = manyRequest(manyTargets(600, 3));
    const seen: number[] = [];
    const stopped = samplePoints(request, {
      signal: controller.signal,
      onProgress: (share) => {
        seen.push(share);
        controller.abort();
      },
    });
    await expect(stopped).rejects.toThrow(/abort/i);
    expect(seen).toHaveLength(1);
  });
});

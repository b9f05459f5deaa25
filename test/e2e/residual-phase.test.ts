import { join } from 'node:path';
import { expect, it } from 'vitest';
import { quietContext, wholeBursts } from '../../bench/figures/open-scene.ts';
import { boxOf, mean, quantile, residuals, seams } from '../../bench/figures/residual-phase.ts';
import { readJob } from '../../bench/figures/run-scene.ts';
import { StageClock, interferogramOf, openPair, planArea } from '../../src/pipeline/index.ts';
import { stateFigure } from '../support/figure.ts';
import { describeGpu } from '../support/gpu.ts';
import { useScene } from './scene.ts';

describeGpu('the interferogram of a noise-free pair of two bursts and two swaths', (gpu) => {
  const folder = useScene({
    scene: 'none',
    coherence: 1,
    seed: 5,
    bursts: 2,
    swaths: ['iw1', 'iw2'],
    samples: 500,
    reliefM: 800,
  });

  it('has next to no phase where nothing moves, and no jump at its seams', async () => {
    const job = await readJob(join(folder(), 'job.json'), (document) => {
      wholeBursts(document);
      // 37 effective looks in IW1.
      Object.assign(document['options'] as Record<string, unknown>, { looks: { azimuth: 4, range: 21 } });
    });
    const context = quietContext();
    const pair = await openPair(job, context);
    try {
      const area = await planArea(job, pair, context);
      const clock = new StageClock(context.progress, context.signal);
      const { interferogram } = await interferogramOf(gpu(), pair, area, area, clock, context);
      const boxes = area.placements.map((placement) => boxOf(placement, area.grid.looks));
      expect(boxes.length).toBe(4);
      const single = residuals(interferogram, boxes, 1, 1);
      expect(single.length).toBeGreaterThan(9000);
      const check = (what: string, measuredMrad: number, limitMrad: number): void => {
        stateFigure(`interferogram, residual phase: ${what}`, measuredMrad, limitMrad, 'mrad');
        expect(measuredMrad, what).toBeLessThan(limitMrad);
      };
      check('mean', Math.abs(1000 * mean(single)), 2);
      check('99.9th percentile, 37 effective looks', 1000 * quantile(single, 0.999), 60);
      check(
        '99.9th percentile, 500 effective looks',
        1000 * quantile(residuals(interferogram, boxes, 5, 3), 0.999),
        15,
      );
      const found = seams(interferogram, boxes);
      expect(found.map(({ what }) => what.slice(0, 5)).toSorted()).toContain('burst');
      expect(found.some(({ what }) => what.startsWith('swath'))).toBe(true);
      for (const { what, jumpRad } of found) check(`jump at ${what}`, Math.abs(1000 * jumpRad), 5);
    } finally {
      await pair.close();
    }
  });
});

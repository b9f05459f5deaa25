import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compare, readJob, readTruth, runJob } from '../../bench/figures/run-scene.ts';
import { useScene } from './scene.ts';

describe.each(['fault', 'fault-small'] as const)('%s, free of noise', (scene) => {
  const folder = useScene({ scene, coherence: 1, samples: 900 });

  it('measures every point within 0.2 mm + 10 m x gradient of the truth', async () => {
    const points = compare(await runJob(await readJob(join(folder(), 'job.json'))), await readTruth(folder()));
    for (const { truth, status, differenceMm } of points) {
      expect(status, truth.id).toBe('ok');
      expect(Math.abs(differenceMm!), truth.id).toBeLessThan(0.2 + 10 * truth.gradient_mm_per_m);
    }
  });
});

describe('a bowl at coherence 0.7', () => {
  const folder = useScene({ scene: 'bowl', coherence: 0.7, samples: 900, seed: 7 });

  it('stays within three predicted sigma, and says a coherence near the true one', async () => {
    const points = compare(await runJob(await readJob(join(folder(), 'job.json'))), await readTruth(folder()));
    for (const { truth, status, differenceMm, sigmaMm, coherence } of points) {
      expect(status, truth.id).toBe('ok');
      // Beside noise, the smoothing over a cell: 10 m of the local gradient.
      expect(Math.abs(differenceMm!), truth.id).toBeLessThan(3 * sigmaMm! + 10 * truth.gradient_mm_per_m);
      // Spread of one estimate with some 250 looks at 0.7: (1 - 0.49) / sqrt(2 L) = 0.023; baseline and slope take up to 0.05.
      expect(coherence!).toBeGreaterThan(0.7 - 0.05 - 4 * 0.023);
      expect(coherence!).toBeLessThan(0.7 + 4 * 0.023);
    }
  });
});

const template = fileURLToPath(new URL('../../../shared/data/sentinel1/pair-2025-track108', import.meta.url));

// Real orbits, timing and Doppler of both dates. Skipped where ../shared/data is absent.
describe.skipIf(!existsSync(template))('a bowl across IW1 and IW2 on the annotation of a real pair', () => {
  const folder = useScene({ scene: 'bowl', templateDir: template, swaths: ['iw1', 'iw2'], samples: 700 });

  it('measures every point within 0.2 mm + 10 m x gradient of the truth, on both swaths', async () => {
    const answer = await runJob(await readJob(join(folder(), 'job.json')));
    const swaths = new Set(answer.results.displacement_points.map((point) => point.swath));
    expect(swaths).toEqual(new Set(['iw1', 'iw2']));
    const withPatch = answer.results.displacement_points.filter((point) => point.signal_to_clutter_db !== null);
    expect(new Set(withPatch.map((point) => point.swath))).toEqual(swaths);
    for (const { truth, status, differenceMm } of compare(answer, await readTruth(folder()))) {
      expect(status, truth.id).toBe('ok');
      expect(Math.abs(differenceMm!), truth.id).toBeLessThan(0.2 + 10 * truth.gradient_mm_per_m);
    }
  });
});

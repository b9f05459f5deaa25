import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import { localDataAccess } from '../../src/fetch/index.ts';
import { SentryalError } from '../../src/errors/index.ts';
import { type PlanDocument, interferogramOnly, openPair, planArea } from '../../src/pipeline/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { describeGpu } from '../support/gpu.ts';
import { runCommandLine } from '../unit/cli/support.ts';
import { useScene } from './scene.ts';

const context = {
  settings: readSettings().settings,
  access: localDataAccess(() => {}),
  progress: () => {},
  warn: () => {},
  warnings: [],
  signal: new AbortController().signal,
};

/** Cuts every pixel off the measurements of a scene: only headers are left. */
function removePixels(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.tiff')))
    if (name.includes('measurement'))
      truncateSync(join(folder, name), Math.min(4096, statSync(join(folder, name)).size));
}

describeGpu('plan', (gpu) => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 600 });

  it('tells the sizes without the pixels, and a job too large is refused without them', async () => {
    const file = join(folder(), 'job.json');
    const job = await readJob(file);
    const answer = await runJob(job);
    removePixels(folder());
    await expect(runJob(job)).rejects.toBeInstanceOf(SentryalError);
    const { code, stdout } = await runCommandLine(['plan', file]);
    const plan = JSON.parse(stdout) as PlanDocument;
    expect([code, plan.status, plan.job_id]).toEqual([0, 'success', job.job_id]);
    expect(plan.bursts.map(({ burst_id: id }) => id)).toEqual(answer.bursts.map(({ burst_id: id }) => id));
    expect(plan.sizes.fits).toBe(true);
    expect(plan.sizes.binding_limit_bytes).toBeLessThanOrEqual(gpu().limits.maxStorageBufferBindingSize);
    const { rows, columns, looks } = plan.grid;
    expect(plan.sizes.planes[0]!.bytes).toBe(4 * rows * columns);
    expect(plan.sizes.planes[1]!.items).toBe(plan.dem.rows * plan.dem.columns);
    // The estimate holds at least the planes themselves, and this machine has run the job.
    expect(plan.sizes.memory.estimated_bytes).toBeGreaterThan(plan.sizes.planes[0]!.bytes);
    expect(plan.sizes.memory.fits).toBe(true);
    const pixels = plan.bursts.reduce((sum, burst) => sum + burst.lines * burst.samples, 0);
    expect(plan.pixel_bytes).toBe(2 * 4 * pixels);
    // Whole bursts: what is formed fills most of the grid.
    expect(pixels).toBeLessThanOrEqual(rows * columns * looks.azimuth * looks.range);

    // A raster beyond 4 GiB: told, and refused although no pixel can be read any more.
    const finest = await readJob(file, (document) =>
      Object.assign(document['options'] as object, { raster_spacing_m: 5, context_margin_m: 0 }),
    );
    const { bbox } = finest;
    const wide = { ...finest, bbox: { ...bbox, north: bbox.north + 1.5, west: bbox.west - 2 } };
    const refused = expect.objectContaining({
      code: 'PRODUCT_TOO_LARGE',
      stage: 'products',
      fault: 'caller',
      remedy: expect.stringContaining('raster_spacing_m') as string,
    }) as Error;
    await expect(runJob(wide, join(folder(), 'wide'))).rejects.toThrow(refused);
    await expect(
      interferogramOnly(wide, { outDir: folder(), geometry: 'map', isFullResolution: false }, context),
    ).rejects.toThrow(refused);
    const { rasters } = plan.sizes;
    expect(rasters!.fits).toBe(true);
    expect(rasters!.bytes).toBeGreaterThan(4 * rasters!.rows * rasters!.columns);

    const pair = await openPair(job, context);
    try {
      const cells = rows * columns;
      const samples = plan.dem.samples;
      const area = await planArea(job, pair, context, { cells, demSamples: samples });
      expect([area.grid.rows, area.grid.columns]).toEqual([rows, columns]);
      await expect(planArea(job, pair, context, { cells: cells - 1, demSamples: samples })).rejects.toMatchObject({
        code: 'RASTER_TOO_LARGE_FOR_GPU',
        message: expect.stringContaining(`${rows} x ${columns}`) as string,
      });
      await expect(planArea(job, pair, context, { cells, demSamples: samples - 1 })).rejects.toMatchObject({
        code: 'DEM_TOO_LARGE',
        message: expect.stringContaining(`at most ${samples - 1}`) as string,
      });
    } finally {
      await pair.close();
    }
  });
});

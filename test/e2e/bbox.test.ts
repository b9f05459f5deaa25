import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fromFile } from 'geotiff';
import { describe, expect, it } from 'vitest';
import { readJob, runJob } from '../../bench/figures/run-scene.ts';
import type { Answer } from '../../src/job/index.ts';
import { runCommandLine } from '../unit/cli/support.ts';
import { useScene } from './scene.ts';

const partlyOutside = ({ warnings }: Answer) => warnings.filter(({ code }) => code === 'AREA_PARTLY_OUTSIDE');

describe('a job for a part of the bursts', () => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 600 });

  it('writes rasters that end within a pixel of the bbox, the context margin cut off', async () => {
    const job = await readJob(join(folder(), 'job.json'), (document) => {
      const { north, south, east, west } = document['bbox'] as Record<string, number>;
      const middle = { lat: (north! + south!) / 2, lon: (east! + west!) / 2 };
      document['bbox'] = {
        north: middle.lat + 0.02,
        south: middle.lat - 0.02,
        east: middle.lon + 0.003,
        west: middle.lon - 0.003,
      };
    });
    expect(job.options.context_margin_m).toBe(5000);
    const answer = await runJob(job, join(folder(), 'out'));
    const rasters = answer.products.filter(({ kind }) => kind === 'raster');
    expect(rasters).toHaveLength(job.options.products.length);
    for (const { path } of rasters) {
      const tiff = await fromFile(path);
      const image = await tiff.getImage();
      const [west, south, east, north] = image.getBoundingBox() as [number, number, number, number];
      const [wide, high] = image.getResolution().map(Math.abs) as [number, number];
      await tiff.close();
      expect(west).toBeCloseTo(job.bbox.west, 9);
      expect(north).toBeCloseTo(job.bbox.north, 9);
      for (const [end, asked, pixel] of [
        [east, job.bbox.east, wide],
        [-south, -job.bbox.south, high],
      ] as const) {
        expect(end).toBeGreaterThan(asked - 1e-9);
        expect(end).toBeLessThan(asked + pixel);
      }
    }
    expect(partlyOutside(answer)).toEqual([]);
  });

  it('as a command lists every file it writes, each as it is, in the answer and in the STAC Item', async () => {
    const outDir = join(folder(), 'command');
    const { code, stdout } = await runCommandLine(['run', join(folder(), 'job.json'), '--out', outDir]);
    expect(code).toBe(0);
    const { products } = JSON.parse(stdout) as Answer;
    const sumOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
    expect(products.map(({ path }) => basename(path)).toSorted()).toEqual(
      readdirSync(outDir)
        .filter((name) => name !== 'answer.json' && name !== 'run')
        .toSorted(),
    );
    for (const { path, bytes, sha256 } of products)
      expect([statSync(path).size, sumOf(path)], path).toEqual([bytes, sha256]);
    const { assets } = JSON.parse(readFileSync(join(outDir, 'stac-item.json'), 'utf8')) as {
      assets: Record<string, { href: string; type: string; 'file:size': number; 'file:checksum': string }>;
    };
    const listed = products.filter(({ kind }) => kind !== 'stac_item');
    const inItem = Object.values(assets).map((asset) => ({
      path: join(outDir, asset.href),
      media_type: asset.type,
      bytes: asset['file:size'],
      sha256: asset['file:checksum'].replace(/^1220/, ''),
    }));
    expect(inItem).toEqual(listed.map(({ path, media_type, bytes, sha256 }) => ({ path, media_type, bytes, sha256 })));
  });

  it('warns of a bbox that reaches out of the bursts, with the share that is covered', async () => {
    const job = await readJob(join(folder(), 'job.json'), (document) => {
      const bbox = document['bbox'] as Record<string, number>;
      bbox['east'] = bbox['east']! + 0.02;
      (document['options'] as Record<string, unknown>)['products'] = [];
    });
    const warnings = partlyOutside(await runJob(job));
    expect(warnings).toHaveLength(1);
    const share = Number(/About ([\d.]+) %/.exec(warnings[0]!.message)![1]);
    expect(share).toBeGreaterThan(10);
    expect(share).toBeLessThan(95);
  });
});

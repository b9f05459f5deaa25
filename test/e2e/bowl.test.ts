import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromArrayBuffer } from 'geotiff';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare, readJob, readTruth, runJob } from '../../bench/figures/run-scene.ts';
import type { Answer } from '../../src/job/index.ts';
import { exchange, sameTwice, useScene } from './scene.ts';

describe('a bowl of 60 mm, free of noise, from SAFE folders to millimetres', () => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 1000 });
  let answer: Answer;
  let outDir: string;

  beforeAll(async () => {
    outDir = join(folder(), 'out');
    answer = await runJob(await readJob(join(folder(), 'job.json')), outDir);
  });

  it('measures every point within 0.2 mm + 10 m x gradient of the truth', async () => {
    const points = compare(answer, await readTruth(folder()));
    expect(points.length).toBeGreaterThanOrEqual(10);
    expect(Math.min(...points.map((point) => point.truth.displacement_mm))).toBeLessThan(-55);
    for (const { truth, status, differenceMm } of points) {
      expect(status, truth.id).toBe('ok');
      expect(Math.abs(differenceMm!), truth.id).toBeLessThan(0.2 + 10 * truth.gradient_mm_per_m);
    }
  });

  it('answers each point once, in order, with the means over ok points', async () => {
    const job = await readJob(join(folder(), 'job.json'));
    const { displacement_points: points, statistics } = answer.results;
    expect(points.map((point) => point.point_id)).toEqual(job.points.map((point) => point.id));
    const mean = points.reduce((sum, point) => sum + point.displacement_mm!, 0) / points.length;
    expect(statistics.mean_displacement_mm).toBeCloseTo(mean, 3);
    expect(answer.swapped).toBe(false);
  });

  it('finds no scatterer above the speckle in a scene that has none', () => {
    const levels = answer.results.displacement_points.map((point) => point.signal_to_clutter_db);
    expect(levels.filter((level) => level !== null).length).toBeGreaterThan(levels.length / 2);
    expect(Math.max(...levels.map((level) => level ?? -Infinity))).toBeLessThan(10);
  });

  it('gives the same displacement within 0.2 mm when the granules are exchanged', async () => {
    const exchanged = await runJob(await readJob(join(folder(), 'job.json'), exchange));
    expect(exchanged.swapped).toBe(true);
    answer.results.displacement_points.forEach((point, index) => {
      const other = exchanged.results.displacement_points[index]!;
      expect(Math.abs(point.displacement_mm! - other.displacement_mm!), point.point_id).toBeLessThan(0.2);
    });
  });

  it('gives 0.00 mm and coherence 1 for the same granule twice', async () => {
    const same = await runJob(await readJob(join(folder(), 'job.json'), sameTwice));
    for (const point of same.results.displacement_points) {
      expect(point.status).toBe('ok');
      expect(point.displacement_mm!).toBeCloseTo(0, 2);
      expect(point.coherence!).toBeCloseTo(1, 4);
    }
  });

  it('repeats itself to the last digit', async () => {
    const again = await runJob(await readJob(join(folder(), 'job.json')));
    expect(again.results).toEqual(answer.results);
  });

  it('chooses a reference of its own 500 m from every point, which shifts all points by one constant', async () => {
    const chosen = await runJob(
      await readJob(join(folder(), 'job.json'), (document) => {
        delete (document['options'] as Record<string, unknown>)['reference_point'];
      }),
    );
    expect(chosen.reference?.how).toBe('chosen');
    const shifts = chosen.results.displacement_points.map((point, index) => {
      expect(point.distance_to_reference_m!).toBeGreaterThanOrEqual(500);
      return point.displacement_mm! - answer.results.displacement_points[index]!.displacement_mm!;
    });
    expect(Math.max(...shifts) - Math.min(...shifts)).toBeLessThan(0.003);
  });

  it('takes a reference beyond the margin into the area, and says why a bad one is of no use', async () => {
    const withReference = (reference: { lat: number; lon: number }) => (document: Record<string, unknown>) => {
      const points = document['points'] as { lat: number; lon: number }[];
      const [first] = points as [{ lat: number; lon: number }];
      document['points'] = [first];
      const around = {
        north: first.lat + 0.004,
        south: first.lat - 0.004,
        east: first.lon + 0.004,
        west: first.lon - 0.004,
      };
      document['bbox'] = around;
      Object.assign(document['options'] as object, { reference_point: reference, context_margin_m: 300 });
    };
    const given = (await readJob(join(folder(), 'job.json'))).options.reference_point!;
    const far = await runJob(await readJob(join(folder(), 'job.json'), withReference(given)));
    const [near] = answer.results.displacement_points;
    expect(far.results.displacement_points[0]!.status).toBe('ok');
    expect(Math.abs(far.results.displacement_points[0]!.displacement_mm! - near!.displacement_mm!)).toBeLessThan(0.2);
    const nowhere = await runJob(await readJob(join(folder(), 'job.json'), withReference({ lat: 0, lon: 0 })));
    expect(nowhere.results.displacement_points[0]).toMatchObject({ status: 'reference_failed', displacement_mm: null });
    expect(nowhere.warnings.find((warning) => warning.code === 'REFERENCE_FAILED')?.message).toContain(
      'DEM has no height',
    );
  });

  it.each([
    [
      'AREA_TOO_WIDE',
      (bbox: Record<string, number>) => ([bbox['west'], bbox['east']] = [bbox['east']!, bbox['west']!]),
    ],
    [
      'AREA_OUTSIDE_BURSTS',
      (bbox: Record<string, number>) => Object.assign(bbox, { north: 60.1, south: 60, east: 10.1, west: 10 }),
    ],
  ])('refuses a bbox before the DEM is read: %s', async (code, change) => {
    const job = await readJob(join(folder(), 'job.json'), (document) => {
      change(document['bbox'] as Record<string, number>);
      document['points'] = [{ id: 'one', lat: 60.05, lon: 10.05 }];
      delete (document['options'] as Record<string, unknown>)['reference_point'];
    });
    await expect(runJob(job)).rejects.toMatchObject({ code });
  });

  it('answers the points where the rasters cannot be written', async () => {
    const blocked = join(folder(), 'blocked');
    await mkdir(join(blocked, 'coherence.tif'), { recursive: true });
    const partly = await runJob(await readJob(join(folder(), 'job.json')), blocked);
    expect(partly.results).toEqual(answer.results);
    expect(partly.products.map(({ name }) => name)).not.toContain('coherence');
    expect(partly.products.at(-1)?.kind).toBe('stac_item');
    expect(partly.warnings.map((warning) => warning.code)).toContain('PRODUCT_NOT_WRITTEN');
  });

  it('tells places outside the bursts, and goes on with the others', async () => {
    const outside = await runJob(
      await readJob(join(folder(), 'job.json'), (document) => {
        (document['points'] as unknown[]).push({ id: 'elsewhere', lat: 10, lon: 20 });
      }),
    );
    const points = outside.results.displacement_points;
    expect(points.at(-1)).toMatchObject({ point_id: 'elsewhere', status: 'outside', displacement_mm: null });
    expect(points.slice(0, -1)).toEqual(answer.results.displacement_points);
  });

  it('writes rasters in EPSG:4326 that say at a point what the answer says', async () => {
    const { products } = await readJob(join(folder(), 'job.json')).then(({ options }) => options);
    expect(products).toEqual([
      'wrapped_phase',
      'coherence',
      'unwrapped_phase',
      'displacement',
      'sigma',
      'components',
      'mask',
    ]);
    expect(answer.products.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      ...products.map((name) => `raster ${name}`),
      ...products.map((name) => `quicklook ${name}`),
      'stac_item stac_item',
    ]);
    for (const { path, bytes, sha256 } of answer.products) {
      const content = await readFile(path);
      expect([content.length, createHash('sha256').update(content).digest('hex')], path).toEqual([bytes, sha256]);
    }
    const job = await readJob(join(folder(), 'job.json'));
    const bytes = await readFile(join(outDir, 'displacement.tif'));
    const tiff = await fromArrayBuffer(new Uint8Array(bytes).buffer);
    const image = await tiff.getImage();
    expect(image.getGeoKeys()?.['GeographicTypeGeoKey']).toBe(4326);
    const [west, , , north] = image.getBoundingBox() as [number, number, number, number];
    const [stepX, stepY] = image.getResolution() as [number, number];
    const values = (await image.readRasters({ interleave: true })) as Float32Array;
    for (const [index, point] of job.points.entries()) {
      const column = Math.floor((point.lon - west) / stepX);
      const row = Math.floor((point.lat - north) / stepY);
      const measured = answer.results.displacement_points[index]!.displacement_mm!;
      // A pixel's middle is up to 28 m from the point, and the steepest slope is 0.05 mm per m.
      expect(Math.abs(values[row * image.getWidth() + column]! - measured), point.id).toBeLessThan(2);
    }
  });
});

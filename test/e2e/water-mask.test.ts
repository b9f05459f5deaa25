import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare, readJob, readTruth, runJob } from '../../bench/figures/run-scene.ts';
import type { Answer, Job } from '../../src/job/index.ts';
import { mapGrid } from '../../src/products/index.ts';
import { readRaster } from '../scene/read-raster.ts';
import { GEOGRAPHIC_POINT, tinyDem } from '../support/tiny-dem.ts';
import { useScene } from './scene.ts';

/** The simulator's lake, of coherence 0.05. */
const LAKE_RADIUS_M = 350;

/** Cells of 56 m by some 60 m, whose coherence is over 3 x 3 of them. */
const SHORE_M = 150;

interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** Points in and around the lake, 100 m apart. */
const STEPS = Array.from({ length: 15 }, (_, k) => 100 * (k - 7));

const METRES_PER_DEGREE = 111_320;

function distanceM(a: Place, b: Place): number {
  const east = (a.lon - b.lon) * Math.cos((b.lat * Math.PI) / 180);
  return METRES_PER_DEGREE * Math.hypot(a.lat - b.lat, east);
}

/**
 * The middle of the lake, 2400 m behind the focus of the scene at 0.85 of its half width, from three points that lie, in the
 * same terms, at (-3000, -0.65), (2900, 0.9) and (2700, -0.9).
 */
function lakeOf(points: readonly (Place & { readonly id: string })[]): Place {
  const at = (id: string): Place => points.find((point) => point.id === id)!;
  const [south, far, near] = [at('field-south'), at('field-far'), at('field-near')];
  const mix = (key: keyof Place): number => {
    const [up, over] = [near[key] - south[key], far[key] - near[key]];
    const determinant = 5700 * 1.8 + 0.25 * 200;
    const along = (1.8 * up + 0.25 * over) / determinant;
    const across = (5700 * over - 200 * up) / determinant;
    return south[key] + 600 * along + 1.5 * across;
  };
  return { lat: mix('lat'), lon: mix('lon') };
}

describe('a water mask over a scene of coherence 0.7 with a lake', () => {
  const folder = useScene({ scene: 'bowl', coherence: 0.7, bursts: 1, samples: 900, seed: 7 });
  let plain: Job;

  beforeAll(async () => {
    plain = await readJob(join(folder(), 'job.json'), (document) => {
      (document['options'] as Record<string, unknown>)['context_margin_m'] = 0;
      // The lake lies just east of the scene's own bbox.
      const bbox = document['bbox'] as Record<string, number>;
      bbox['east'] = bbox['east']! + 0.02;
    });
  });

  /** The job with a mask of pixels of a thousandth of a degree over a part of the bbox, from west to east. */
  function masked(name: string, [from, to]: readonly [number, number], job = plain): Job {
    const { north, south, west, east } = job.bbox;
    const first = west + from * (east - west);
    const step = 0.001;
    const path = join(folder(), `${name}.tif`);
    const bytes = tinyDem({
      columns: Math.ceil(((to - from) * (east - west)) / step) + 1,
      rows: Math.ceil((north - south) / step) + 1,
      height: () => 2,
      keys: GEOGRAPHIC_POINT,
      scale: [step, step],
      origin: [first, north],
      int16: true,
    });
    writeFileSync(path, bytes);
    return { ...job, options: { ...job.options, water_mask: path } };
  }

  it('changes nothing where the ground below it is coherent, and says how many cells it has', async () => {
    const without = await runJob(plain);
    expect(without.water_mask).toBeNull();
    const answer = await runJob(masked('west', [0, 0.5]));
    expect(answer.water_mask!.water_cells).toBeGreaterThan(1000);
    expect(answer.water_mask!.blanked_cells).toBe(0);
    expect(answer.results).toEqual(without.results);
    expect(answer.unwrapping).toEqual(without.unwrapping);
    for (const { status } of compare(answer, await readTruth(folder()))) expect(status).toBe('ok');
    // East of its middle, and around the bbox, the mask knows nothing.
    expect(answer.warnings.map(({ code }) => code)).toContain('WATER_MASK_PARTLY_COVERING');
  });

  it('takes a lake without coherence out of unwrapping, and leaves coherent shores below it', async () => {
    const lake = lakeOf(plain.points);
    const grid = STEPS.flatMap((north) =>
      STEPS.map((east) => ({
        id: `${north} ${east}`,
        lat: lake.lat + north / METRES_PER_DEGREE,
        lon: lake.lon + east / METRES_PER_DEGREE / Math.cos((lake.lat * Math.PI) / 180),
      })),
    );
    const out = join(folder(), 'out');
    const answer: Answer = await runJob(
      masked('all', [-0.1, 1.1], { ...plain, points: [...plain.points, ...grid] }),
      out,
    );
    const { water_cells: water, blanked_cells: blanked } = answer.water_mask!;
    expect(blanked).toBeGreaterThan(0.5 * ((Math.PI * LAKE_RADIUS_M ** 2) / (56 * 60)));
    expect(blanked).toBeLessThan(0.05 * water);
    const status = new Map(answer.results.displacement_points.map((point) => [point.point_id, point]));
    const inside = grid.filter((point) => distanceM(point, lake) < LAKE_RADIUS_M - SHORE_M);
    const around = grid.filter((point) => distanceM(point, lake) > LAKE_RADIUS_M + SHORE_M);
    expect(inside.length).toBeGreaterThan(8);
    expect(around.length).toBeGreaterThan(50);
    const wet = inside.filter(({ id }) => status.get(id)!.status === 'water');
    expect(wet.length / inside.length).toBeGreaterThan(0.8);
    for (const { id } of inside) expect(status.get(id)!.displacement_mm).toBeNull();
    for (const { id } of [...plain.points, ...around]) expect(status.get(id)!.status, id).not.toBe('water');
    for (const { status: told } of compare(answer, await readTruth(folder()))) expect(told).toBe('ok');

    // Rasters: no displacement in the lake, coherence everywhere.
    const [unwrapped, displacement, coherence] = await Promise.all(
      ['unwrapped_phase', 'displacement', 'coherence'].map((name) => readRaster(join(out, `${name}.tif`))),
    );
    const map = mapGrid(plain.bbox, plain.options.raster_spacing_m);
    const pixels = wet.map(({ lat, lon }) => {
      const row = Math.floor((map.top - lat) / map.pixelHeight);
      return row * map.columns + Math.floor((lon - map.left) / map.pixelWidth);
    });
    // Points are not the middles of pixels: at the edge of what was left out one can be without the other.
    const silent = pixels.filter((pixel) => Number.isNaN(unwrapped!.values[pixel]!));
    expect(silent.length / pixels.length).toBeGreaterThan(0.8);
    for (const pixel of silent) expect(displacement!.values[pixel]).toBeNaN();
    for (const pixel of pixels) expect(coherence!.values[pixel]).toBeGreaterThanOrEqual(0);
  });
});

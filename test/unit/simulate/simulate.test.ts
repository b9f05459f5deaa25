import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedPair, sceneNames, simulate } from '../../../src/simulate/index.ts';
import { readHeights } from './support/naive-interferogram.ts';

interface Job {
  job_id: string;
  infrastructure_id: string;
  reference_granule: string;
  secondary_granule: string;
  reference_url: string;
  secondary_url: string;
  bbox: { north: number; south: number; east: number; west: number };
  points: { id: string; lat: number; lon: number; height_m?: number; height_reference?: string }[];
  webhook_url: string;
  options: Record<string, unknown> & { reference_point: { lat: number; lon: number } };
}

interface Truth {
  scene: string;
  seed: number;
  reference_point: { lat: number; lon: number };
  points: {
    id: string;
    displacement_mm: number;
    gradient_mm_per_m: number;
    coherence: number;
    lat: number;
    lon: number;
    height_m: number;
  }[];
}

const json = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;

function digestOf(folder: string): Map<string, string> {
  const digests = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(folder, entry);
    if (statSync(path).isFile()) digests.set(entry, createHash('sha256').update(readFileSync(path)).digest('hex'));
  }
  return digests;
}

/** Rough metres between two places. */
function distanceM(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  return 111_200 * Math.hypot(a.lat - b.lat, (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180));
}

describe('a scene', () => {
  const root = mkdtempSync(join(tmpdir(), 'sentryal-scene-'));
  const options = { scene: 'bridge', seed: 5, bursts: 1, samples: 384, coherence: 0.8 } as const;
  let pair: SimulatedPair;
  let job: Job;
  let truth: Truth;
  beforeAll(async () => {
    pair = await simulate({ ...options, outDir: join(root, 'first') });
    [job, truth] = [json<Job>(pair.jobPath), json<Truth>(pair.truthPath)];
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('writes a job by the contract', () => {
    expect(job.job_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    for (const url of [job.reference_url, job.secondary_url]) {
      expect(existsSync(join(pair.jobPath, '..', url, 'manifest.safe'))).toBe(true);
    }
    for (const key of ['reference_orbit', 'secondary_orbit', 'dem']) {
      expect(existsSync(join(pair.jobPath, '..', String(job.options[key])))).toBe(true);
    }
    expect(job.options['dem_heights']).toBe('ellipsoid');
    const { bbox } = job;
    for (const point of job.points) {
      expect(point.id).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);
      expect(point.lat > bbox.south && point.lat < bbox.north && point.lon > bbox.west && point.lon < bbox.east).toBe(
        true,
      );
      expect(distanceM(point, job.options.reference_point)).toBeGreaterThan(500);
    }
    const deck = job.points.filter((point) => point.id.startsWith('deck-'));
    expect(deck.map((point) => [point.height_m, point.height_reference])).toEqual(
      Array.from({ length: 3 }, () => [12, 'above_dem']),
    );
  });

  it('writes the truth for the same points in the same order', () => {
    expect(truth.points.map((point) => point.id)).toEqual(job.points.map((point) => point.id));
    expect(truth.reference_point).toEqual(job.options.reference_point);
    expect([truth.scene, truth.seed]).toEqual(['bridge', 5]);
    const heightAt = readHeights(pair.demPath);
    for (const point of truth.points) {
      expect(point.coherence).toBe(0.8);
      const deck = point.id.startsWith('deck-');
      expect(Math.abs(point.height_m - (deck ? 12 : 0) - heightAt(point.lat, point.lon))).toBeLessThan(0.05);
    }
    const ground = truth.points.filter((point) => !point.id.startsWith('deck-'));
    expect(ground.every((point) => point.displacement_mm === 0 && point.gradient_mm_per_m === 0)).toBe(true);
    // 7 mm toward the satellite at mid-span, up to the change of the line of sight over the scene.
    expect(truth.points[0]!.displacement_mm).toBeCloseTo(7, 2);
    expect(truth.points[0]!.gradient_mm_per_m).toBeLessThan(1e-3);
  });

  it('writes the same bytes again', async () => {
    await simulate({ ...options, outDir: join(root, 'again') });
    expect(digestOf(join(root, 'again'))).toEqual(digestOf(join(root, 'first')));
  }, 60_000);

  it('stops when cancelled, and leaves no half product', async () => {
    const controller = new AbortController();
    const outDir = join(root, 'cancelled');
    const onProgress = ({ percent }: { percent: number }): void => {
      if (percent > 6) controller.abort();
    };
    await expect(
      simulate({ outDir, scene: 'none', bursts: 1, samples: 384, signal: controller.signal, onProgress }),
    ).rejects.toThrow(/abort/i);
    expect(readdirSync(outDir).filter((name) => name.endsWith('.SAFE'))).toEqual([]);
  });
});

describe('refusals', () => {
  it.each([
    [{ scene: 'volcano' }, 'SIMULATE_SCENE_UNKNOWN'],
    [{ coherence: 0 }, 'SIMULATE_OPTION_INVALID'],
    [{ coherence: 1.2 }, 'SIMULATE_OPTION_INVALID'],
    [{ bursts: 0 }, 'SIMULATE_OPTION_INVALID'],
    [{ bursts: 1.5 }, 'SIMULATE_OPTION_INVALID'],
    [{ samples: 10 }, 'SIMULATE_OPTION_INVALID'],
    [{ seed: -1 }, 'SIMULATE_OPTION_INVALID'],
    [{ swaths: [] }, 'SIMULATE_OPTION_INVALID'],
    [{ swaths: ['iw1', 'iw3'] }, 'SIMULATE_OPTION_INVALID'],
    [{ swaths: ['iw2', 'iw1'] }, 'SIMULATE_OPTION_INVALID'],
    [{ templateDir: '/nowhere/at/all' }, 'SIMULATE_TEMPLATE_INVALID'],
  ])('%o is %s', async (changes, code) => {
    const outDir = join(mkdtempSync(join(tmpdir(), 'sentryal-refusal-')), 'out');
    await expect(simulate({ outDir, scene: 'none', ...(changes as object) })).rejects.toMatchObject({ code });
  });
  it('scenes have names', () => {
    expect(sceneNames).toEqual(['none', 'bowl', 'bridge', 'deck', 'fault', 'fault-small']);
  });
});

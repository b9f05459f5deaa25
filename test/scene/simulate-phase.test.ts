import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { closestApproach } from '../../src/simulate/closest-approach.ts';
import { toEcef } from '../../src/simulate/ellipsoid.ts';
import { simulate } from '../../src/simulate/index.ts';
import { openScene, patchInterferogram } from '../unit/simulate/support/naive-interferogram.ts';

// The files of a scene, read by a plain reader and turned into interferograms by brute force: what any chain can get.

const root = mkdtempSync(join(tmpdir(), 'sentryal-phase-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const PATCH = { lines: 30, samples: 110 };

/** Looks of a patch: its pixels over the pixels of a resolution cell (0.878 · 0.672 of a pixel are independent). */
const LOOKS = PATCH.lines * PATCH.samples * 0.878 * 0.672;

/** Standard deviation of the phase of that many looks (Rodriguez and Martin 1992). */
const sigmaRad = (coherence: number): number => Math.sqrt((1 - coherence ** 2) / (2 * LOOKS)) / coherence;

function patchesOf(folder: string): { phaseRad: number; coherence: number }[] {
  const { first, second, heightAt } = openScene(folder);
  const edge = first.swath.samples - PATCH.samples - 50;
  return first.swath.bursts.flatMap((_, burst) =>
    [
      [65, 50],
      [745, edge],
      [1405, 50],
    ].map(([line, sample]) =>
      patchInterferogram(first, second, heightAt, burst, { line: line!, sample: sample!, ...PATCH }),
    ),
  );
}

describe('a still scene free of noise', () => {
  it('has the phase of the geometry over all bursts, to the speckle that the baseline leaves', async () => {
    const outDir = join(root, 'none');
    await simulate({ outDir, scene: 'none', bursts: 2, samples: 500 });
    const patches = patchesOf(outDir);
    for (const { phaseRad, coherence } of patches) {
      expect(coherence).toBeGreaterThan(0.98);
      expect(Math.abs(phaseRad)).toBeLessThan(4 * sigmaRad(coherence));
    }
    const mean = patches.reduce((sum, { phaseRad }) => sum + phaseRad, 0) / patches.length;
    expect(Math.abs(mean)).toBeLessThan(3e-3);
  }, 120_000);
});

describe('a bowl at coherence 0.7', () => {
  it('moves its points by the truth, at the coherence asked for', async () => {
    const outDir = join(root, 'bowl');
    await simulate({ outDir, scene: 'bowl', bursts: 1, samples: 800, coherence: 0.7 });
    const { first, second, heightAt } = openScene(outDir);
    const truth = JSON.parse(readFileSync(join(outDir, 'truth.json'), 'utf8')) as {
      points: {
        id: string;
        displacement_mm: number;
        gradient_mm_per_m: number;
        lat: number;
        lon: number;
        height_m: number;
      }[];
    };
    const burst = first.swath.bursts[0]!;
    const size = { lines: 10, samples: 24 };
    const coherences: number[] = [];
    for (const point of truth.points) {
      const place = { latitudeDeg: point.lat, longitudeDeg: point.lon, heightM: point.height_m };
      const found = closestApproach(first.orbit, toEcef(place), burst.startS);
      const line = Math.round((found.timeS - burst.startS) / first.swath.intervalS) - size.lines / 2;
      const tau = (2 * found.rangeM) / 299_792_458;
      const sample = Math.round((tau - first.swath.tau0) * first.swath.samplingHz) - size.samples / 2;
      const patch = patchInterferogram(first, second, heightAt, 0, { line, sample, ...size });
      const cycleMm = (first.swath.wavelengthM / 2) * 1000;
      const measuredMm = (-patch.phaseRad / (2 * Math.PI)) * cycleMm;
      const error = measuredMm - point.displacement_mm;
      // Ambiguity by λ/2; three sigma of 140 looks at 0.7; half a patch of gradient on an uneven patch.
      const wrapped = error - cycleMm * Math.round(error / cycleMm);
      const sigmaMm =
        ((sigmaRad(0.7) * Math.sqrt(LOOKS / (size.lines * size.samples * 0.59))) / (2 * Math.PI)) * cycleMm;
      expect(Math.abs(wrapped), point.id).toBeLessThan(4 * sigmaMm + 10 * point.gradient_mm_per_m);
      if (point.gradient_mm_per_m === 0) coherences.push(patch.coherence);
    }
    // 140 looks estimate 0.7 with a standard error of 0.03, biased up by 0.002.
    expect(coherences.length).toBeGreaterThan(2);
    expect(Math.min(...coherences)).toBeGreaterThan(0.57);
    expect(Math.max(...coherences)).toBeLessThan(0.82);
  }, 120_000);
});

const template = '../shared/data/sentinel1/pair-2025-track108';

describe.skipIf(!existsSync(template))('a scene on real annotation (needs ../shared/data/sentinel1)', () => {
  it('keeps orbits, timing and Doppler of both dates, and the phase of their geometry', async () => {
    const outDir = join(root, 'template');
    const pair = await simulate({ outDir, scene: 'none', bursts: 2, samples: 500, templateDir: template });
    const manifest = readFileSync(join(pair.referencePath, 'manifest.safe'), 'utf8');
    expect(manifest).toContain('<safe:relativeOrbitNumber type="start">108</safe:relativeOrbitNumber>');
    for (const { phaseRad, coherence } of patchesOf(outDir)) {
      expect(coherence).toBeGreaterThan(0.97);
      expect(Math.abs(phaseRad)).toBeLessThan(4 * sigmaRad(coherence));
    }
  }, 120_000);
});

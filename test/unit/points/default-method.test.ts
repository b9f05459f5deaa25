import { describe, expect, it } from 'vitest';
import type { FullResolutionPatch, PointMeasurement } from '../../../src/model/index.ts';
import { measurePoint } from '../../../src/points/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';
import { PLACES, WAVELENGTH_M, grid, scenePhase, sceneRequest, targetAt } from './point-scene.ts';

const SIZE = 64;
const MM_PER_RAD = (-WAVELENGTH_M * 1000) / (4 * Math.PI);
const CELL = PLACES.good;
const GROUND_RAD = scenePhase(CELL.row, CELL.column);
/** The point's pixel in its burst, and in the patch around it. */
const FIRST = { line: grid.firstLine + 4 * CELL.row + 1 - 32, sample: grid.firstSample + 16 * CELL.column + 7 - 32 };
const MOTION_RAD = 5 / MM_PER_RAD;

/** Ground of the coherence given with, at the point, a scatterer of its own motion. */
function patchOf(seed: number, coherence: number, scatterer?: { db: number }): FullResolutionPatch {
  const random = new Random(seed);
  const reference = new Float32Array(2 * SIZE * SIZE);
  const secondary = new Float32Array(2 * SIZE * SIZE);
  const rest = Math.sqrt(1 - coherence ** 2);
  const [cos, sin] = [Math.cos(GROUND_RAD), Math.sin(GROUND_RAD)];
  for (let k = 0; k < SIZE * SIZE; k++) {
    const [a, b] = [random.normal(), random.normal()];
    const [x, y] = [coherence * a + rest * random.normal(), coherence * b + rest * random.normal()];
    reference.set([a * Math.SQRT1_2, b * Math.SQRT1_2], 2 * k);
    secondary.set([(x * cos + y * sin) * Math.SQRT1_2, (y * cos - x * sin) * Math.SQRT1_2], 2 * k);
  }
  if (scatterer) {
    const at = 2 * (32 * SIZE + 33);
    const size = 10 ** (scatterer.db / 20);
    const angle = random.uniform(0, 7);
    reference[at]! += size * Math.cos(angle);
    reference[at + 1]! += size * Math.sin(angle);
    secondary[at]! += size * Math.cos(angle - GROUND_RAD - MOTION_RAD);
    secondary[at + 1]! += size * Math.sin(angle - GROUND_RAD - MOTION_RAD);
  }
  const window = { firstLine: FIRST.line, firstSample: FIRST.sample, lines: SIZE, samples: SIZE };
  return { window, reference, secondary };
}

function measured(count: number, coherence: number, scatterer?: { db: number }): PointMeasurement[] {
  const target = targetAt(CELL);
  return Array.from({ length: count }, (_, seed) => {
    const patches = new Map([[target.id, patchOf(100 + seed, coherence, scatterer)]]);
    return measurePoint(sceneRequest([target], { cellLooks: 64, patches }), target);
  });
}

const groundMm = MM_PER_RAD * (GROUND_RAD - scenePhase(PLACES.reference.row, PLACES.reference.column));
const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

describe('what a point is measured by where the job does not say', () => {
  it.each([0, 0.5, 0.9])('a scatterer 20 dB above ground of coherence %f, which moved by itself', (coherence) => {
    const points = measured(40, coherence, { db: 20 });
    expect(points.map(({ sampling }) => sampling!.method)).toEqual(Array.from(points, () => 'scatterer'));
    const errors = rms(points.map(({ displacementMm }) => displacementMm! - groundMm - 5));
    const said = rms(points.map(({ sigmaTerms }) => sigmaTerms!.phaseMm));
    stateFigure('scatterer of 20 dB, error against sigma', errors / said, 1.4);
    expect(errors / said).toBeLessThan(1.4);
    for (const { sampling, signalToClutterDb } of points) {
      expect(sampling!.count).toBe(1);
      // Within a line and a sample of the point, some 14 and 4 m on the ground.
      expect(sampling!.offsetM).toBeLessThan(16);
      expect(Math.abs(signalToClutterDb! - 20)).toBeLessThan(3);
    }
  });

  it.each([0.5, 0.9])('ground of coherence %f without one: by the pixels like its own', (coherence) => {
    const points = measured(40, coherence);
    expect(points.map(({ sampling }) => sampling!.method)).toEqual(Array.from(points, () => 'similar'));
    const errors = rms(points.map(({ displacementMm }) => displacementMm! - groundMm));
    const said = rms(points.map(({ sigmaTerms }) => sigmaTerms!.phaseMm));
    stateFigure('pixels alike, error against sigma', errors / said, 1.4);
    expect(errors / said).toBeLessThan(1.4);
  });

  it('without a patch: by the cells', () => {
    const target = targetAt(CELL);
    const { sampling } = measurePoint(sceneRequest([target]), target);
    expect(sampling).toMatchObject({ method: 'cells', windowLines: 12, windowSamples: 48, count: 9, offsetM: 0 });
  });

  it('incoherent pixels at a point in coherent cells: it is not coherent', () => {
    const points = measured(20, 0);
    for (const { status, displacementMm, sampling } of points) {
      expect(sampling!.method).toBe('similar');
      expect(status).toBe('low_coherence');
      expect(displacementMm).toBeNull();
    }
  });
});

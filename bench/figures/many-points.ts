import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pointDocument } from '../../src/answer/index.ts';
import type { PointMeasurement, PointTarget } from '../../src/model/index.ts';
import { type SampleRequest, samplePoints } from '../../src/points/index.ts';
import { simulate } from '../../src/simulate/index.ts';
import { Random } from '../../test/support/random.ts';
import {
  COLUMNS,
  GROUND_M,
  ROWS,
  WAVELENGTH_M,
  sceneDem,
  sceneRequest,
  targetAt,
} from '../../test/unit/points/point-scene.ts';
import { readJob, readTruth, runJob } from './run-scene.ts';

export const description = 'time and memory of 100,000 points: the measurement alone, and a whole job';

const POINTS = 100_000;
const MIB = 2 ** 20;

/** Points at random places of a made-up scene, a fifth of them with a height of their own, some outside. */
export function manyTargets(count: number, seed: number): PointTarget[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, k) => {
    const cell = { row: random.uniform(-2, ROWS + 2), column: random.uniform(-2, COLUMNS + 2) };
    const own = k % 5 === 0 ? { heightM: GROUND_M + random.uniform(-5, 60), heightSource: 'ellipsoid' as const } : {};
    return { ...targetAt(cell, own), id: `${k}` };
  });
}

/** The made-up scene with these points. */
export function manyRequest(targets: readonly PointTarget[]): SampleRequest {
  return sceneRequest(targets, { dem: sceneDem(0, 0) });
}

/** Points in another order than asked for, or asked for and not answered. */
export function misplaced(targets: readonly PointTarget[], measured: readonly PointMeasurement[]): number {
  const wrong = targets.filter((target, k) => measured[k]?.target !== target).length;
  return wrong + Math.abs(measured.length - targets.length);
}

function memoryMib(): string {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const [a, b, c] = [rss, heapUsed, arrayBuffers].map((bytes) => (bytes / MIB).toFixed(0));
  return `resident ${a} MiB (heap ${b}, buffers ${c}), at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`;
}

async function stage(): Promise<void> {
  const targets = manyTargets(POINTS, 1);
  const request = manyRequest(targets);
  console.log(`before: ${memoryMib()}`);
  const startedMs = performance.now();
  const measured = await samplePoints(request);
  const seconds = (performance.now() - startedMs) / 1000;
  console.log(
    `measuring: ${seconds.toFixed(1)} s, ${((1e6 * seconds) / POINTS).toFixed(0)} us a point; ${memoryMib()}`,
  );
  console.log(`misplaced: ${misplaced(targets, measured)}`);
  const counts = new Map<string, number>();
  for (const { status } of measured) counts.set(status, (counts.get(status) ?? 0) + 1);
  console.log([...counts].map(([status, count]) => `${count} ${status}`).join(', '));
  const writtenMs = performance.now();
  const text = JSON.stringify(measured.map((measurement) => pointDocument(measurement, WAVELENGTH_M)));
  const writing = ((performance.now() - writtenMs) / 1000).toFixed(1);
  console.log(`as text: ${(text.length / MIB).toFixed(0)} MiB, ${writing} s; ${memoryMib()}`);
}

async function job(): Promise<void> {
  const outDir = await mkdtemp(join(tmpdir(), 'sentryal-many-'));
  try {
    await simulate({ outDir, scene: 'bowl', coherence: 0.8, bursts: 1, samples: 1000, randomPoints: POINTS - 12 });
    console.log(`scene simulated; ${memoryMib()}`);
    const plan = await readJob(join(outDir, 'job.json'));
    const startedMs = performance.now();
    const answer = await runJob(plan);
    const seconds = (performance.now() - startedMs) / 1000;
    const points = answer.results.displacement_points;
    const wrong = plan.points.filter(({ id }, k) => points[k]?.point_id !== id).length;
    console.log(`whole job: ${points.length} points in ${seconds.toFixed(1)} s; ${memoryMib()}`);
    console.log(`misplaced: ${wrong + Math.abs(points.length - plan.points.length)}`);
    console.log(`by stage, s: ${JSON.stringify(answer.timings_s)}`);
    const truth = new Map((await readTruth(outDir)).map((point) => [point.id, point]));
    const errors = points.flatMap(({ point_id: id, status, displacement_mm: mm }) =>
      status === 'ok' ? [mm! - truth.get(id)!.displacement_mm] : [],
    );
    const rms = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    console.log(
      `${errors.length} ok, rms error ${rms.toFixed(2)} mm; answer ${(JSON.stringify(answer).length / MIB).toFixed(0)} MiB`,
    );
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

export async function run(): Promise<void> {
  console.log(`${POINTS} points on made-up rasters`);
  await stage();
  console.log(`\n${POINTS} points in a simulated pair`);
  await job();
}

import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Gpu } from '../../src/gpu/index.ts';
import { SentryalError } from '../../src/errors/index.ts';
import { runPair } from '../../src/pipeline/index.ts';
import { simulate } from '../../src/simulate/index.ts';
import { quietContext } from '../figures/open-scene.ts';
import { readJob, readTruth } from '../figures/run-scene.ts';
import { complaint, runProcess } from '../peers/run-process.ts';
import { type BenchPart, type BenchRecord, type Verification, verifiedWithin } from '../support/record.ts';
import { spreadOf } from '../support/timing.ts';

export const description = 'whole jobs, cold (a process each) and warm: stage by stage, bytes read, memory, cost';

/** Bursts of each sub-swath, samples of a line, sub-swaths. A whole burst of IW1 has some 21 000 samples. */
const SIZES = {
  software: [
    { bursts: 1, samples: 1000, swaths: ['iw1'] },
    { bursts: 1, samples: 4000, swaths: ['iw1'] },
    { bursts: 2, samples: 4000, swaths: ['iw1'] },
  ],
  gpu: [
    { bursts: 1, samples: 20_000, swaths: ['iw1'] },
    { bursts: 9, samples: 20_000, swaths: ['iw1'] },
    { bursts: 9, samples: 20_000, swaths: ['iw1', 'iw2', 'iw3'] },
  ],
} as const;

const WARM_REPEATS = 3;
const COLD_REPEATS = 2;

/** Points of a scene without loss of coherence, where the ground does not tilt much, mm. */
const POINT_BOUND_MM = 0.5;

/** What HyP3+ asks for as many bursts at 20 m, and RunPod for a second of a RTX 4090, dollars (August 2026). */
const PRICES = { hyp3: new Map([[1, 0.05]]), runpodPerS: 0.00031 } as const;

const BOOTSTRAP = fileURLToPath(new URL('../../src/setup/bootstrap.mjs', import.meta.url));

type Size = (typeof SIZES)['software' | 'gpu'][number];

/** A simulated pair in a folder of its own. */
async function withPair<Result>(size: Size, body: (jobPath: string) => Promise<Result>): Promise<Result> {
  const outDir = await mkdtemp(join(tmpdir(), 'sentryal-bench-'));
  const { bursts, samples, swaths } = size;
  try {
    const { jobPath } = await simulate({
      ...{ scene: 'bowl', coherence: 1, outDir, bursts, samples },
      swaths: [...swaths],
    });
    return await body(jobPath);
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

function nameSize({ bursts, samples, swaths }: Size): { size: string; elements: number; unit: string } {
  const count = bursts * swaths.length;
  return { size: `${count} ${count === 1 ? 'burst' : 'bursts'} of ${samples} samples`, elements: 1, unit: 'jobs' };
}

/** Runs in this process, on a device with its kernels compiled; the first run is not counted. */
async function warmRecords(gpu: Gpu, jobPath: string, size: Size): Promise<BenchRecord[]> {
  const truth = await readTruth(dirname(jobPath));
  const stages = new Map<string, number[]>();
  const times: number[] = [];
  let [peakHost, peakDevice, bytesRead] = [0, 0, 0];
  let verified: Verification | undefined;
  for (let k = 0; k <= WARM_REPEATS; k++) {
    const job = await readJob(jobPath);
    gpu.takePeakBytes();
    const start = performance.now();
    const answer = await runPair(job, { ...quietContext(), keptDevice: async () => gpu });
    const seconds = (performance.now() - start) / 1000;
    const points = new Map(answer.results.displacement_points.map((point) => [point.point_id, point]));
    const errors = truth.flatMap(({ id, displacement_mm: trueMm, gradient_mm_per_m: slope }) => {
      const measured = points.get(id)?.displacement_mm ?? null;
      return measured === null || slope > 0.1 ? [] : [Math.abs(measured - trueMm)];
    });
    const against = `truth of ${errors.length} points, mm`;
    verified = verifiedWithin({ against, worst: errors.length > 0 ? Math.max(...errors) : NaN, bound: POINT_BOUND_MM });
    if (k === 0) continue;
    times.push(seconds);
    for (const [stage, s] of Object.entries(answer.timings_s)) stages.set(stage, [...(stages.get(stage) ?? []), s]);
    peakHost = Math.max(peakHost, process.memoryUsage.rss());
    peakDevice = Math.max(peakDevice, gpu.takePeakBytes());
    bytesRead = answer.bytes_read;
  }
  const described = nameSize(size);
  const whole = spreadOf(times);
  const hyp3 = PRICES.hyp3.get(size.bursts * size.swaths.length);
  const cost = gpu.adapter.isSoftware
    ? {}
    : { 'RTX 4090 at RunPod, $': whole.median * PRICES.runpodPerS, ...(hyp3 ? { 'HyP3+, $': hyp3 } : {}) };
  const more = { 'host, MB': peakHost / 1e6, 'device, MB': peakDevice / 1e6, 'read, MB': bytesRead / 1e6, ...cost };
  return [
    { name: 'job/warm', ...described, clock: 'host', seconds: whole, verified: verified!, more },
    // A stage that the job does not have, products without a folder, takes no time.
    ...[...stages]
      .filter(([, values]) => Math.max(...values) > 0)
      .map(([stage, values]): BenchRecord => {
        const seconds = spreadOf(values);
        const more = { 'of the job, %': (100 * seconds.median) / whole.median };
        return { name: `job/warm/${stage}`, ...described, clock: 'host', seconds, more };
      }),
  ];
}

/** From the start of a process to its end, as `npm run sentryal -- run` does it. */
async function coldRecord(jobPath: string, size: Size): Promise<BenchRecord> {
  const times: number[] = [];
  for (let k = 0; k < COLD_REPEATS; k++) {
    const end = await runProcess(process.execPath, [BOOTSTRAP, 'run', jobPath, '--out', join(dirname(jobPath), 'out')]);
    if (end.code !== 0) throw new SentryalError('INTERNAL', { reason: complaint(end) });
    times.push(end.wallS);
  }
  return { name: 'job/cold', ...nameSize(size), clock: 'host', seconds: spreadOf(times), more: { products: 'all' } };
}

export async function run(gpu: Gpu): Promise<BenchPart> {
  const load = loadavg()[0]!;
  const records: BenchRecord[] = [];
  for (const size of SIZES[gpu.adapter.isSoftware ? 'software' : 'gpu'])
    await withPair(size, async (jobPath) => {
      records.push(...(await warmRecords(gpu, jobPath, size)), await coldRecord(jobPath, size));
      console.log(`${nameSize(size).size}: done`);
    });
  return { measured: new Date().toISOString(), load, records };
}

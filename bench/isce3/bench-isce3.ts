import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Gpu, GpuScope } from '../../src/gpu/index.ts';
import { type BlockInput, blockInput } from '../interferogram/block-input.ts';
import { type Chain, fusedChain, unfusedChain, uploadShared } from '../interferogram/chains.ts';
import { complaint, lastLine, runProcess } from '../peers/run-process.ts';
import { Ceiling, REPEATS, measureKernel } from '../support/measure-kernel.ts';
import { type BenchPart, type BenchRecord, type Verification, verifiedWithin } from '../support/record.ts';
import { spreadOf, timeStep } from '../support/timing.ts';
import { knownField, writeArrays } from './arrays.ts';
import { geometryRecords } from './geometry-nodes.ts';

export const description =
  'the fused kernel beside ISCE3 (resampling and crossmul, CPU and CUDA), CuPy and NumPy, as far as a python3 with them is there';

const SIZES = { software: [1024, 1024], gpu: [1024, 16384] } as const;

const DRIVER = fileURLToPath(new URL('isce3_bench.py', import.meta.url));

/** Resampling of waves within the band and rounding to int16 leave some mrad in a cell of few waves. */
const PHASE_BOUND_RAD = 0.005;

/** What the driver prints. */
interface DriverResult {
  readonly environment: Readonly<Record<string, string | boolean | null>>;
  readonly records: readonly { readonly name: string; readonly what: string; readonly seconds: readonly number[] }[];
}

/** A folder in memory where the system has one. */
async function memoryFolder(): Promise<string> {
  const base = await access('/dev/shm').then(
    () => '/dev/shm',
    () => tmpdir(),
  );
  return mkdtemp(join(base, 'sentryal-bench-'));
}

const zeroPhase = (worst: number): Verification =>
  verifiedWithin({ against: 'zero phase, rad', worst, bound: PHASE_BOUND_RAD });

/** Largest phase of cells whose phase is zero in truth, rad; cells are (re, im, ...) of `stride`. */
function worstPhaseRad(cells: Float32Array, stride: number): number {
  // NaN where no cell holds anything: that is no agreement.
  let worst = cells.some((value) => value !== 0) ? 0 : NaN;
  for (let at = 0; at < cells.length; at += stride)
    if (cells[at] !== 0) worst = Math.max(worst, Math.abs(Math.atan2(cells[at + 1]!, cells[at]!)));
  return worst;
}

/** Our side: everything from samples on the host to cells on the host, and the kernels alone. */
async function measureOurs(gpu: Gpu, scope: GpuScope, ceiling: Ceiling, input: BlockInput): Promise<BenchRecord[]> {
  const shared = await uploadShared(scope, input);
  const fused = await fusedChain(scope, input, shared);
  const unfused = await unfusedChain(scope, input, shared);
  const pixels = input.window.lines * input.window.samples;
  const size = `${input.window.lines} x ${input.window.samples}`;
  const repeats = gpu.adapter.isSoftware ? REPEATS.software : REPEATS.gpu;
  const verifyOf =
    ({ steps, cells }: Chain) =>
    async (): Promise<Verification> => {
      await timeStep(gpu, scope, steps);
      return zeroPhase(worstPhaseRad(await scope.readFloat32(cells), 4));
    };
  const records: BenchRecord[] = [];
  for (const [name, chain] of [
    ['ours/fused', fused],
    ['ours/(a) a pass a step', unfused],
  ] as const) {
    // Heights are an input of the other side too.
    const steps = chain.steps.slice(1);
    const sum = (of: (step: (typeof steps)[number]) => number): number =>
      steps.reduce((total, step) => total + of(step), 0);
    const counted = { bytes: pixels * sum((s) => s.bytesPerPixel), flops: pixels * sum((s) => s.flopsPerPixel) };
    const verify = verifyOf(chain);
    records.push(
      await measureKernel(gpu, scope, ceiling, {
        ...{ name: `${name}, device only`, size, elements: pixels, unit: 'px', steps, verify },
        ...counted,
      }),
    );
    const times: number[] = [];
    for (let k = 0; k < repeats; k++) {
      const start = performance.now();
      scope.write(shared.reference, input.reference);
      scope.write(shared.secondary, input.secondary);
      for (const { bound, workgroups } of steps) scope.record(bound, workgroups);
      await scope.read(chain.cells);
      times.push((performance.now() - start) / 1000);
    }
    records.push({
      ...{ name: `${name}, host to host`, size, elements: pixels, unit: 'px', clock: 'host' },
      seconds: spreadOf(times),
      verified: await verify(),
    });
  }
  return records;
}

/** Their side, in a process of its own; undefined, and said why, where it does not run. */
async function runDriver(folder: string): Promise<DriverResult | undefined> {
  const end = await runProcess('python3', [DRIVER, folder]);
  if (end.code === 0) return lastLine<DriverResult>(end);
  console.log(`ours alone: ${complaint(end)}`);
  return undefined;
}

/** What the other side takes for resampling and crossmul, over what ours takes from host to host. */
function tellRatios(records: readonly BenchRecord[]): void {
  const ours = records.find(({ name }) => name === 'ours/fused, host to host')!;
  for (const where of ['cpu', 'cuda']) {
    const resample = records.find(({ name }) => name.startsWith(`isce3 ${where}/resample`));
    const crossmuls = records.filter(({ name }) => name.startsWith(`isce3 ${where}/crossmul`));
    for (const crossmul of resample ? crossmuls : []) {
      const ratio = (resample!.seconds.median + crossmul.seconds.median) / ours.seconds.median;
      console.log(`resampling and ${crossmul.name}: ${ratio.toFixed(2)} times ours`);
    }
  }
}

export async function run(gpu: Gpu): Promise<BenchPart> {
  const [lines, samples] = SIZES[gpu.adapter.isSoftware ? 'software' : 'gpu'];
  using scope = gpu.scope('bench isce3');
  const load = loadavg()[0]!;
  const flat = blockInput(lines, samples, true);
  const { heights, height } = await uploadShared(scope, flat);
  await timeStep(gpu, scope, [height]);
  const field = knownField(flat, await scope.readFloat32(heights, lines * samples));
  const input: BlockInput = { ...flat, ...field };
  const ceiling = await Ceiling.prepare(gpu, scope);
  const records = await measureOurs(gpu, scope, ceiling, input);
  const folder = await memoryFolder();
  try {
    await writeArrays(folder, input, field, gpu.adapter.isSoftware ? 3 : 9);
    const theirs = await runDriver(folder);
    const { environment = {}, records: found = [] } = theirs ?? {};
    const { azimuth, range } = input.looks;
    for (const { name, what, seconds } of found) {
      const where = /^isce3 (\w+)\/crossmul$/.exec(name)?.[1];
      const compared = where !== undefined && what.startsWith(`oversampled 1, looks ${azimuth} x ${range}, not`);
      const cells = compared && (await readFile(join(folder, `isce3_${where}_1_${azimuth}x${range}`)));
      const values = cells && new Float32Array(cells.buffer, cells.byteOffset, cells.byteLength / 4);
      records.push({
        ...{
          name: `${name}, ${what}`,
          size: `${lines} x ${samples}`,
          elements: lines * samples,
          unit: 'px',
          clock: 'host',
        },
        seconds: spreadOf(seconds),
        ...(values && {
          verified: zeroPhase(worstPhaseRad(values, 2)),
        }),
      });
    }
    if (theirs) console.log(`beside it: ${JSON.stringify(environment)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  tellRatios(records);
  records.push(...(await geometryRecords()));
  return { measured: new Date().toISOString(), load, ...ceiling.part, records };
}

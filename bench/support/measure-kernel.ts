import type { Gpu, GpuScope } from '../../src/gpu/index.ts';
import { type CopyStep, prepareCopy } from './copy.ts';
import { type BenchPart, type BenchRecord, type Verification, verifiedWithin } from './record.ts';
import { type Step, spreadOf, timeStep } from './timing.ts';
import { loadavg } from 'node:os';

/** A dispatch, or several that belong together, to be measured. */
export interface KernelBench extends Pick<BenchRecord, 'name' | 'size' | 'elements' | 'unit' | 'more'> {
  readonly steps: readonly Step[];
  readonly bytes: number;
  readonly flops: number;
  /** Runs the steps once and compares with an independent result. @throws where it is beyond its bound */
  readonly verify: () => Promise<Verification>;
}

export const REPEATS = { software: 9, gpu: 41 } as const;

/** Time for one bench, s: large ones are repeated less often. */
const BUDGET_S = 20;
const LEAST_REPEATS = 5;

/** The copy and its times, taken in turn with everything measured beside it. */
export class Ceiling {
  readonly #scope: GpuScope;
  readonly #copy: CopyStep;
  readonly #gpu: Gpu;
  readonly #bytesPerS: number[] = [];

  private constructor(gpu: Gpu, scope: GpuScope, copy: CopyStep) {
    this.#gpu = gpu;
    this.#scope = scope;
    this.#copy = copy;
  }

  static async prepare(gpu: Gpu, scope: GpuScope): Promise<Ceiling> {
    const copy = await prepareCopy(scope, gpu.limits.maxStorageBufferBindingSize);
    const ceiling = new Ceiling(gpu, scope, copy);
    // Its first run compiles and touches the memory.
    await timeStep(gpu, scope, [copy]);
    return ceiling;
  }

  async measure(): Promise<void> {
    this.#bytesPerS.push(this.#copy.movedBytes / (await timeStep(this.#gpu, this.#scope, [this.#copy])));
  }

  get part(): Pick<BenchPart, 'copyBytesPerS'> {
    return { copyBytesPerS: spreadOf(this.#bytesPerS) };
  }
}

/** Verifies once, warms up, and measures in turn with the copy: what else the machine does falls on both alike. */
export async function measureKernel(
  gpu: Gpu,
  scope: GpuScope,
  ceiling: Ceiling,
  bench: KernelBench,
): Promise<BenchRecord> {
  const { steps, verify, ...described } = bench;
  const verified = verifiedWithin(await verify());
  const onceS = await timeStep(gpu, scope, steps);
  const most = gpu.adapter.isSoftware ? REPEATS.software : REPEATS.gpu;
  const repeats = Math.max(LEAST_REPEATS, Math.min(most, Math.ceil(BUDGET_S / onceS)));
  const times: number[] = [];
  for (let k = 0; k < repeats; k++) {
    await ceiling.measure();
    times.push(await timeStep(gpu, scope, steps));
  }
  const record: BenchRecord = {
    ...described,
    clock: gpu.hasTimestamps ? 'gpu' : 'queue',
    seconds: spreadOf(times),
    verified,
  };
  console.log(`${record.name}, ${record.size}: ${(record.seconds.median * 1e3).toPrecision(3)} ms`);
  return record;
}

/** A part of a bench whose records were measured beside a copy. */
export async function measureKernels(
  gpu: Gpu,
  label: string,
  measure: (scope: GpuScope, one: (bench: KernelBench) => Promise<void>) => Promise<void>,
): Promise<BenchPart> {
  using scope = gpu.scope(`bench ${label}`);
  const load = loadavg()[0]!;
  const ceiling = await Ceiling.prepare(gpu, scope);
  const records: BenchRecord[] = [];
  await measure(scope, async (bench) => {
    records.push(await measureKernel(gpu, scope, ceiling, bench));
  });
  return { measured: new Date().toISOString(), load, ...ceiling.part, records };
}

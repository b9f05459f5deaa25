import type { BufferNames, DeviceBuffer, DispatchOptions, Gpu, Kernel, Workgroups } from '../../src/gpu/index.ts';
import type { KernelBench } from './measure-kernel.ts';
import type { Step } from './timing.ts';

/** What a buffer holds at first: values, or so many zeros of 32 bits. */
type Content = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | number;

interface Dispatch<K extends Kernel> {
  readonly params: DispatchOptions<K>['params'];
  readonly workgroups: Workgroups;
}

/** A kernel at one size with all that it reads, and how its result is judged. */
export interface KernelCase<K extends Kernel> extends Pick<
  KernelBench,
  'size' | 'elements' | 'unit' | 'bytes' | 'flops' | 'more'
> {
  readonly kernel: K;
  /** Which use of the kernel, where it has several. */
  readonly use?: string;
  readonly buffers: Readonly<Record<BufferNames<K>, Content>>;
  readonly overrides?: DispatchOptions<K>['overrides'];
  /** One, or those that together make the result. */
  readonly dispatches: readonly Dispatch<K>[];
  /** What the result is compared with, and in which unit. */
  readonly against: string;
  readonly bound: number;
  /** Largest difference from the reference after the first run; NaN fails. */
  readonly worst: (read: (name: BufferNames<K>) => Promise<Float32Array>) => Promise<number>;
}

/** Uploads and binds a case, measures it, and frees its memory before the next. */
export async function measureCase<K extends Kernel>(
  gpu: Gpu,
  one: (bench: KernelBench) => Promise<void>,
  { kernel, use, buffers, overrides, dispatches, against, bound, worst, ...described }: KernelCase<K>,
): Promise<void> {
  using scope = gpu.scope(`bench ${kernel.name}`);
  const entries = Object.entries<Content>(buffers).map(([name, content]) => [
    name,
    typeof content === 'number' ? scope.allocate(name, content * 4) : scope.upload(name, content),
  ]);
  const onDevice = Object.fromEntries(entries) as Record<BufferNames<K>, DeviceBuffer>;
  const steps: Step[] = [];
  for (const { params, workgroups } of dispatches) {
    const options = { params, buffers: onDevice, ...(overrides && { overrides }) };
    steps.push({ bound: await scope.bind(kernel, options), workgroups });
  }
  await one({
    ...described,
    name: use === undefined ? kernel.name : `${kernel.name}, ${use}`,
    steps,
    verify: async () => {
      for (const step of steps) scope.record(step.bound, step.workgroups);
      return { against, worst: await worst((name) => scope.readFloat32(onDevice[name])), bound };
    },
  });
}

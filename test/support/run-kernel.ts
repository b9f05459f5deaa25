import type { Gpu, Kernel, Workgroups } from '../../src/gpu/index.ts';

type Plane = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int16Array<ArrayBuffer>;

/** One dispatch of a kernel on fresh buffers. */
export interface KernelRun {
  readonly params: Readonly<Record<string, number>>;
  /** What each buffer holds before. */
  readonly buffers: Readonly<Record<string, Plane>>;
  readonly workgroups: Workgroups;
  readonly overrides?: Readonly<Record<string, number>>;
}

/** Runs a kernel once and returns what each writable buffer holds afterwards. */
export async function runKernel(
  gpu: Gpu,
  kernel: Kernel,
  run: KernelRun,
): Promise<Readonly<Record<string, Float32Array<ArrayBuffer>>>> {
  using scope = gpu.scope(kernel.name);
  const names = Object.keys(kernel.bindings);
  const buffers = Object.fromEntries(names.map((name) => [name, scope.upload(name, run.buffers[name]!)]));
  const { params, workgroups, overrides } = run;
  await scope.dispatch(kernel, { params, buffers, workgroups, ...(overrides && { overrides }) });
  const written: Record<string, Float32Array<ArrayBuffer>> = {};
  for (const name of names)
    if (kernel.bindings[name] === 'read_write')
      written[name] = await scope.readFloat32(buffers[name]!, run.buffers[name]!.length);
  return written;
}

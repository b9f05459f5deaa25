import { type Gpu, type Kernel, type Workgroups, GpuScope } from '../../../src/gpu/index.ts';

/** One dispatch of a kernel on fresh buffers. */
export interface KernelRun {
  readonly params: Readonly<Record<string, number>>;
  /** What each buffer holds before; a number is the length of a zeroed one. */
  readonly buffers: Readonly<Record<string, ArrayLike<number> | number>>;
  readonly workgroups: Workgroups;
}

/** Runs a kernel once and returns what each writable buffer holds afterwards. */
export async function runKernel(
  gpu: Gpu,
  kernel: Kernel,
  run: KernelRun,
): Promise<Readonly<Record<string, Float32Array>>> {
  using scope: GpuScope = gpu.scope(kernel.name);
  const length = (name: string): number => {
    const content = run.buffers[name]!;
    return typeof content === 'number' ? content : content.length;
  };
  const buffers = Object.fromEntries(
    Object.keys(kernel.bindings).map((name) => {
      const content = run.buffers[name]!;
      const data = typeof content === 'number' ? new Float32Array(content) : Float32Array.from(content);
      return [name, scope.upload(name, data)];
    }),
  );
  await scope.dispatch(kernel, { params: run.params, buffers, workgroups: run.workgroups });
  const written: Record<string, Float32Array> = {};
  for (const [name, access] of Object.entries(kernel.bindings))
    if (access === 'read_write') written[name] = await scope.readFloat32(buffers[name]!, length(name));
  return written;
}

/** Workgroups of 16 x 16 over a grid. */
export function gridGroups(rows: number, columns: number): Workgroups {
  return [Math.ceil(columns / 16), Math.ceil(rows / 16)];
}

/** Grids with every border: one cell, one row, one column, one workgroup and a bit, odd and even sizes. */
export const GRID_SIZES: readonly (readonly [rows: number, columns: number])[] = [
  [1, 1],
  [1, 37],
  [23, 1],
  [2, 2],
  [17, 16],
  [33, 50],
];

/** Uniform numbers in [from, to), rounded to f32 so that both sides of a comparison start from the same values. */
export function randomPlane(length: number, seed: number, from: number, to: number): Float32Array {
  let state = ((seed * 2_654_435_761) % 2 ** 32) >>> 0 || 1;
  return Float32Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return from + ((state >>> 0) / 2 ** 32) * (to - from);
  });
}

/** Random edge weights spanning 1e-4..1, 0 past the border, as the kernels leave them. */
export function randomWeights(rows: number, columns: number, seed: number): { x: Float32Array; y: Float32Array } {
  const exponents = (offset: number): Float32Array => randomPlane(rows * columns, seed + offset, -4, 0);
  const x = exponents(0).map((exponent, cell) => (cell % columns === columns - 1 ? 0 : 10 ** exponent));
  const y = exponents(1).map((exponent, cell) => (cell >= (rows - 1) * columns ? 0 : 10 ** exponent));
  return { x, y };
}

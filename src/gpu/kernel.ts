/** Scalar types a kernel's `Params` may hold; each takes four bytes, so the layout is the order of declaration. */
export type ScalarType = 'u32' | 'i32' | 'f32';

/** How a kernel touches a storage buffer. */
export type BufferAccess = 'read' | 'read_write';

type Names<T> = Extract<keyof T, string>;

/**
 * A kernel as data: nothing here holds a device.
 * Binding 0 is the uniform `Params`; storage buffers follow from binding 1 in the order of `bindings`.
 */
export interface Kernel<
  P extends Readonly<Record<string, ScalarType>> = Readonly<Record<string, ScalarType>>,
  B extends Readonly<Record<string, BufferAccess>> = Readonly<Record<string, BufferAccess>>,
> {
  /** Path below `kernels/` without extension: `coherence/estimate`. */
  readonly name: string;
  readonly params: P;
  readonly bindings: B;
}

export type ParamValues<K extends Kernel> = Readonly<Record<Names<K['params']>, number>>;
export type BufferNames<K extends Kernel> = Names<K['bindings']>;

/** Declares a kernel, keeping the literal types of its parameters and bindings. */
export function defineKernel<
  const P extends Readonly<Record<string, ScalarType>>,
  const B extends Readonly<Record<string, BufferAccess>>,
>(kernel: Kernel<P, B>): Kernel<P, B> {
  return kernel;
}

/** Bytes of a `Params` uniform: four per scalar, rounded up to 16 as WGSL's uniform layout asks. */
export function paramsSizeBytes(kernel: Kernel): number {
  return Math.max(16, Math.ceil(Object.keys(kernel.params).length / 4) * 16);
}

/** Packs parameter values in the order of declaration. */
export function packParams(kernel: Kernel, values: Readonly<Record<string, number>>): ArrayBuffer {
  const buffer = new ArrayBuffer(paramsSizeBytes(kernel));
  const view = new DataView(buffer);
  Object.entries(kernel.params).forEach(([name, type], index) => {
    const value = values[name]!;
    if (type === 'u32') view.setUint32(index * 4, value, true);
    else if (type === 'i32') view.setInt32(index * 4, value, true);
    else view.setFloat32(index * 4, value, true);
  });
  return buffer;
}

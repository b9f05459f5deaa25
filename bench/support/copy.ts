import { type BoundKernel, type GpuScope, type Workgroups, defineKernel } from '../../src/gpu/index.ts';

/** A memory copy: bench/support/copy.wgsl. */
const copyKernel = defineKernel({
  name: 'bench/support/copy',
  params: { n_vectors: 'u32', row_vectors: 'u32' },
  bindings: { source: 'read', copied: 'read_write' },
});

/** One copy: reads and writes this many bytes, `movedBytes` together. */
const COPY_BYTES = 128 * 2 ** 20;

const ROW_VECTORS = 1024 * 256;

export interface CopyStep {
  readonly bound: BoundKernel;
  readonly workgroups: Workgroups;
  readonly movedBytes: number;
}

/** Prepares a copy of 128 MiB, or of what one buffer can hold: the measure of the adapter's memory. */
export async function prepareCopy(scope: GpuScope, largestBufferBytes: number): Promise<CopyStep> {
  const bytes = Math.min(COPY_BYTES, largestBufferBytes);
  const vectors = Math.floor(bytes / 16);
  const bound = await scope.bind(copyKernel, {
    params: { n_vectors: vectors, row_vectors: ROW_VECTORS },
    buffers: {
      source: scope.upload('copy source', new Float32Array(vectors * 4).fill(1)),
      copied: scope.allocate('copy', vectors * 16),
    },
  });
  return { bound, workgroups: [ROW_VECTORS / 256, Math.ceil(vectors / ROW_VECTORS)], movedBytes: 2 * vectors * 16 };
}

import { defineKernel } from '../gpu/index.ts';

/** Coherence to standard deviation of the displacement: kernels/displacement/los_sigma.wgsl. */
export const losSigmaKernel = defineKernel({
  name: 'displacement/los_sigma',
  params: { count: 'u32', row_stride: 'u32', steps: 'u32' },
  bindings: { coherence: 'read', sigma_table: 'read', sigma_mm: 'read_write' },
});

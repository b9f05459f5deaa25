import { defineKernel } from '../gpu/index.ts';

/** One parity of the blocks of the Goldstein-Baran filter: kernels/filter/goldstein.wgsl. */
export const goldsteinKernel = defineKernel({
  name: 'filter/goldstein',
  params: { rows: 'u32', columns: 'u32', parity_row: 'u32', parity_column: 'u32', strength: 'f32' },
  bindings: { phases: 'read', coherence: 'read', filtered: 'read_write' },
});

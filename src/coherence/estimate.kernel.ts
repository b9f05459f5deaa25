import { defineKernel } from '../gpu/index.ts';

/** Sample coherence over a window of cells: kernels/coherence/estimate.wgsl. */
export const estimateKernel = defineKernel({
  name: 'coherence/estimate',
  params: { rows: 'u32', columns: 'u32', first_row: 'u32', output_rows: 'u32' },
  bindings: { cells: 'read', coherence: 'read_write' },
});

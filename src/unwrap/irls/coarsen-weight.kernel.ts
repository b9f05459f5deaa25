import { defineKernel } from '../../gpu/index.ts';

/** Edge weights of the next coarser level; `rows` and `columns` are those of the fine one. */
export const coarsenWeight = defineKernel({
  name: 'unwrap/irls/coarsen_weight',
  params: { rows: 'u32', columns: 'u32' },
  bindings: {
    fine_x: 'read',
    fine_y: 'read',
    coarse_x: 'read_write',
    coarse_y: 'read_write',
  },
});

import { defineKernel } from '../../gpu/index.ts';

/** Right side of the next coarser level; `rows` and `columns` are those of the fine one. */
export const restrictResidual = defineKernel({
  name: 'unwrap/irls/restrict_residual',
  params: { rows: 'u32', columns: 'u32' },
  bindings: {
    b: 'read',
    u: 'read',
    weight_x: 'read',
    weight_y: 'read',
    coarse_b: 'read_write',
  },
});

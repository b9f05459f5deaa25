import { defineKernel } from '../../gpu/index.ts';

/** The weighted grid Laplacian. */
export const applyOperator = defineKernel({
  name: 'unwrap/irls/apply_operator',
  params: { rows: 'u32', columns: 'u32' },
  bindings: {
    p: 'read',
    weight_x: 'read',
    weight_y: 'read',
    q: 'read_write',
  },
});

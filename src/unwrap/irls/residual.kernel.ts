import { defineKernel } from '../../gpu/index.ts';

/** Residual of the weighted normal equations. */
export const residual = defineKernel({
  name: 'unwrap/irls/residual',
  params: { rows: 'u32', columns: 'u32' },
  bindings: {
    u: 'read',
    gradient_x: 'read',
    gradient_y: 'read',
    weight_x: 'read',
    weight_y: 'read',
    residual: 'read_write',
  },
});

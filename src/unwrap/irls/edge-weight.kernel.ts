import { defineKernel } from '../../gpu/index.ts';

/** Weights of iteratively reweighted least squares. */
export const edgeWeight = defineKernel({
  name: 'unwrap/irls/edge_weight',
  params: { rows: 'u32', columns: 'u32', delta_rad: 'f32', exponent: 'f32' },
  bindings: {
    u: 'read',
    gradient_x: 'read',
    gradient_y: 'read',
    cost_x: 'read',
    cost_y: 'read',
    weight_x: 'read_write',
    weight_y: 'read_write',
  },
});

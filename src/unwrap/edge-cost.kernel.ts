import { defineKernel } from '../gpu/index.ts';

/** Cost of moving one cycle across each edge, 0..1. */
export const edgeCost = defineKernel({
  name: 'unwrap/edge_cost',
  params: { rows: 'u32', columns: 'u32', effective_looks: 'f32' },
  bindings: {
    gradient_x: 'read',
    gradient_y: 'read',
    coherence: 'read',
    cost_x: 'read_write',
    cost_y: 'read_write',
  },
});

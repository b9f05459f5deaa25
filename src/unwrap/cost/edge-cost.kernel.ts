import { defineKernel } from '../../gpu/index.ts';

/** Costs of one cycle more and one less across the edges of one axis (0: to the right, 1: down), in nats. */
export const edgeCost = defineKernel({
  name: 'unwrap/cost/edge_cost',
  params: { rows: 'u32', columns: 'u32', axis: 'u32' },
  bindings: {
    gradient: 'read',
    guide_gradient: 'read',
    coherence: 'read',
    log_likelihood: 'read',
    up: 'read_write',
    down: 'read_write',
  },
});

import { defineKernel } from '../../gpu/index.ts';

/** Wrapped phase differences along the edges of the grid. */
export const wrappedGradient = defineKernel({
  name: 'unwrap/cost/wrapped_gradient',
  params: { rows: 'u32', columns: 'u32' },
  bindings: {
    phase_rad: 'read',
    gradient_x: 'read_write',
    gradient_y: 'read_write',
  },
});

import { defineKernel } from '../../gpu/index.ts';

/** Step of conjugate gradients along the direction. */
export const updateSolution = defineKernel({
  name: 'unwrap/irls/update_solution',
  params: { length: 'u32', numerator: 'u32', denominator: 'u32' },
  bindings: {
    scalars: 'read',
    p: 'read',
    q: 'read',
    u: 'read_write',
    r: 'read_write',
  },
});

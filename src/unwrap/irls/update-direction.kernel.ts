import { defineKernel } from '../../gpu/index.ts';

/** New direction of conjugate gradients. */
export const updateDirection = defineKernel({
  name: 'unwrap/irls/update_direction',
  params: { length: 'u32', numerator: 'u32', denominator: 'u32' },
  bindings: {
    scalars: 'read',
    z: 'read',
    p: 'read_write',
  },
});

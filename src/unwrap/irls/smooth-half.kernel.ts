import { defineKernel } from '../../gpu/index.ts';

/** Half a red-black Gauss-Seidel sweep, with the coarse correction added on the way. */
export const smoothHalf = defineKernel({
  name: 'unwrap/irls/smooth_half',
  params: { rows: 'u32', columns: 'u32', colour: 'u32', over_correction: 'f32' },
  bindings: {
    b: 'read',
    weight_x: 'read',
    weight_y: 'read',
    coarse_u: 'read',
    u: 'read_write',
  },
});

import { defineKernel } from '../../gpu/index.ts';

/** One red-black Gauss-Seidel sweep from zero. */
export const smoothFromZero = defineKernel({
  name: 'unwrap/irls/smooth_from_zero',
  params: { rows: 'u32', columns: 'u32' },
  bindings: {
    b: 'read',
    weight_x: 'read',
    weight_y: 'read',
    u: 'read_write',
  },
});

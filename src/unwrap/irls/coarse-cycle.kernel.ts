import { defineKernel } from '../../gpu/index.ts';

/** The coarse levels of a multigrid cycle, all in one workgroup; `rows` and `columns` are those of the finest of them. */
export const coarseCycle = defineKernel({
  name: 'unwrap/irls/coarse_cycle',
  params: { rows: 'u32', columns: 'u32', over_correction: 'f32' },
  bindings: {
    b: 'read',
    weight_x: 'read',
    weight_y: 'read',
    u: 'read_write',
  },
});

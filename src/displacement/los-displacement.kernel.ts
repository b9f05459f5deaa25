import { defineKernel } from '../gpu/index.ts';

/** Unwrapped phase to millimetres in the line of sight: kernels/displacement/los_displacement.wgsl. */
export const losDisplacementKernel = defineKernel({
  name: 'displacement/los_displacement',
  params: { count: 'u32', row_stride: 'u32', millimetres_per_radian: 'f32', reference_phase_rad: 'f32' },
  bindings: { phase_rad: 'read', displacement_mm: 'read_write' },
});

/** The kernel's mark for no data; anything below `NO_DATA_LIMIT` is it. */
export const NO_DATA = -1e30;
export const NO_DATA_LIMIT = -1e20;

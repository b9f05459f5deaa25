import { defineKernel } from '../../gpu/index.ts';

/** Sums the shares of an inner product into one scalar. */
export const sumPartials = defineKernel({
  name: 'unwrap/irls/sum_partials',
  params: { length: 'u32', slot: 'u32' },
  bindings: {
    partials: 'read',
    scalars: 'read_write',
  },
});

import { defineKernel } from '../../gpu/index.ts';

/** Inner product in shares, one per invocation. */
export const dot = defineKernel({
  name: 'unwrap/irls/dot',
  params: { length: 'u32' },
  bindings: {
    a: 'read',
    b: 'read',
    partials: 'read_write',
  },
});

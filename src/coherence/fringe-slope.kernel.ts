import { defineKernel } from '../gpu/index.ts';

/** The fringe of each tile of a pair of complex rasters: kernels/coherence/fringe_slope.wgsl. */
export const fringeSlopeKernel = defineKernel({
  name: 'coherence/fringe_slope',
  params: {
    rows: 'u32',
    columns: 'u32',
    first_line: 'i32',
    first_tile_row: 'i32',
    tiles_across: 'u32',
    threshold: 'f32',
  },
  bindings: { reference: 'read', secondary: 'read', slopes: 'read_write' },
});

/** Nodes of a tile along an axis that it serves; it sees twice as many. */
export const TILE_STEP = 16;

/** Nodes that a tile sees before and after those it serves. */
export const TILE_MARGIN = 8;

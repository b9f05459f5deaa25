import { defineKernel } from '../gpu/index.ts';

/** Radar rasters on a map grid: kernels/products/geocode.wgsl. */
export const geocodeKernel = defineKernel({
  name: 'products/geocode',
  params: {
    map_rows: 'u32',
    map_columns: 'u32',
    tile_lines: 'u32',
    tile_samples: 'u32',
    tile_columns: 'u32',
    n_quantities: 'u32',
    cell_rows: 'i32',
    cell_columns: 'i32',
    height_mid_m: 'f32',
    height_half_m: 'f32',
  },
  bindings: {
    tiles: 'read',
    tile_bases: 'read',
    map_heights: 'read',
    cells: 'read',
    coherence: 'read',
    unwrapped: 'read',
    map: 'read_write',
  },
});

/** The kernel's mark for no data; anything below `NO_DATA_LIMIT` is it. */
export const NO_DATA = -1e30;
export const NO_DATA_LIMIT = -1e20;

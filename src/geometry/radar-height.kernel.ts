import { defineKernel } from '../gpu/index.ts';

/** Height of each radar pixel against the DEM: kernels/geometry/radar_height.wgsl. */
export const radarHeightKernel = defineKernel({
  name: 'geometry/radar_height',
  params: {
    n_lines: 'u32',
    n_samples: 'u32',
    tile_lines: 'u32',
    tile_samples: 'u32',
    tile_columns: 'u32',
    first_tile_row: 'u32',
    n_quantities: 'u32',
    dem_columns: 'i32',
    dem_rows: 'i32',
    height_mid_m: 'f32',
    height_half_m: 'f32',
    step_m: 'f32',
  },
  bindings: { tiles: 'read', tile_bases: 'read', tile_bounds: 'read', dem: 'read', heights: 'read_write' },
});

/** The kernel's mark for "no height here"; anything below `NO_DATA_LIMIT_M` is it. */
export const NO_DATA_HEIGHT_M = -1e30;
export const NO_DATA_LIMIT_M = -1e20;

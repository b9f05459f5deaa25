import { defineKernel } from '../../../src/gpu/index.ts';

const perTile = {
  n_lines: 'u32',
  n_samples: 'u32',
  tile_lines: 'u32',
  tile_samples: 'u32',
  tile_columns: 'u32',
  n_quantities: 'u32',
} as const;

const heightScale = { height_mid_m: 'f32', height_half_m: 'f32' } as const;

/** bench/interferogram/unfused/deramp.wgsl */
export const derampKernel = defineKernel({
  name: 'bench/interferogram/unfused/deramp',
  params: { n_lines: 'u32', n_samples: 'u32' },
  bindings: { secondary: 'read', line_carriers: 'read', deramped: 'read_write' },
});

/** bench/interferogram/unfused/resample.wgsl */
export const resampleKernel = defineKernel({
  name: 'bench/interferogram/unfused/resample',
  params: {
    ...perTile,
    line_lead: 'i32',
    sample_lead: 'i32',
    secondary_lines: 'i32',
    secondary_samples: 'i32',
    n_phases: 'u32',
    ...heightScale,
  },
  bindings: {
    deramped: 'read',
    heights: 'read',
    tiles: 'read',
    tile_bases: 'read',
    taps: 'read',
    resampled: 'read_write',
  },
});

/** bench/interferogram/unfused/reramp.wgsl */
export const rerampKernel = defineKernel({
  name: 'bench/interferogram/unfused/reramp',
  params: { ...perTile, line_lead: 'i32', ...heightScale },
  bindings: {
    resampled: 'read',
    heights: 'read',
    tiles: 'read',
    tile_bases: 'read',
    line_carriers: 'read',
    flattened: 'read_write',
  },
});

/** bench/interferogram/unfused/multiply.wgsl */
export const multiplyKernel = defineKernel({
  name: 'bench/interferogram/unfused/multiply',
  params: { n_lines: 'u32', n_samples: 'u32' },
  bindings: { reference: 'read', flattened: 'read', products: 'read_write' },
});

/** bench/interferogram/unfused/multilook.wgsl */
export const multilookKernel = defineKernel({
  name: 'bench/interferogram/unfused/multilook',
  params: { n_samples: 'u32', looks_azimuth: 'u32', looks_range: 'u32', cell_rows: 'u32', cell_columns: 'u32' },
  bindings: {
    products: 'read',
    heights: 'read',
    cells: 'read_write',
    cell_heights: 'read_write',
    cell_centroids: 'read_write',
  },
});

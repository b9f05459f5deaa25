import { defineKernel } from '../gpu/index.ts';

/** Sample coherence and mean interferogram over a window of samples: kernels/coherence/window.wgsl. */
export const windowKernel = defineKernel({
  name: 'coherence/window',
  params: {
    rows: 'u32',
    columns: 'u32',
    input_rows: 'u32',
    input_columns: 'u32',
    first_row: 'i32',
    first_line: 'i32',
    step_lines: 'i32',
    step_samples: 'i32',
    window_lines: 'i32',
    window_samples: 'i32',
    offset_lines: 'i32',
    offset_samples: 'i32',
    first_tile_row: 'i32',
    tiles_across: 'i32',
    tile_lines: 'i32',
    tile_samples: 'i32',
  },
  bindings: { reference: 'read', secondary: 'read', slopes: 'read', cells: 'read_write' },
});

// Wrapped phase differences along the edges of the grid, rad. One invocation: the two edges that leave a cell, to the
// right (x) and down (y). An edge past the border is 0.
//   phase_rad (rows, columns) -> gradient_x, gradient_y (rows, columns)
#import phase

struct Params {
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> phase_rad: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradient_x: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradient_y: array<f32>;

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let column = id.x;
  let row = id.y;
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  let cell = row * params.columns + column;
  let phase = phase_rad[cell];
  var x = 0.0;
  var y = 0.0;
  if (column + 1u < params.columns) {
    x = wrap_rad(phase_rad[cell + 1u] - phase);
  }
  if (row + 1u < params.rows) {
    y = wrap_rad(phase_rad[cell + params.columns] - phase);
  }
  gradient_x[cell] = x;
  gradient_y[cell] = y;
}

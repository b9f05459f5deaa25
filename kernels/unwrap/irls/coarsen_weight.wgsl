// Edge weights of the next coarser level: 2 x 2 cells become one, and the weight between two of them is the sum of the
// fine weights that cross their common face (Galerkin operator of piecewise constant aggregation, which keeps the
// five-point stencil; Livne & Brandt 2012, arXiv 1108.1310). One invocation: the two edges that leave a coarse cell.
//   fine_x, fine_y (rows, columns) -> coarse_x, coarse_y (ceil(rows / 2), ceil(columns / 2))

struct Params {
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> fine_x: array<f32>;
@group(0) @binding(2) var<storage, read> fine_y: array<f32>;
@group(0) @binding(3) var<storage, read_write> coarse_x: array<f32>;
@group(0) @binding(4) var<storage, read_write> coarse_y: array<f32>;

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let coarse_columns = (params.columns + 1u) / 2u;
  let row = 2u * id.y;
  let column = 2u * id.x;
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  let cell = row * params.columns + column;
  let has_right = column + 1u < params.columns;
  let has_below = row + 1u < params.rows;
  var x = 0.0;
  var y = 0.0;
  // A cell at the last column or row has no fine edge beyond it: those weights are 0.
  if (has_right) {
    x += fine_x[cell + 1u];
    if (has_below) {
      x += fine_x[cell + params.columns + 1u];
    }
  }
  if (has_below) {
    y += fine_y[cell + params.columns];
    if (has_right) {
      y += fine_y[cell + params.columns + 1u];
    }
  }
  let coarse_cell = id.y * coarse_columns + id.x;
  coarse_x[coarse_cell] = x;
  coarse_y[coarse_cell] = y;
}

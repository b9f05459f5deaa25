// Right side of the next coarser level: b - A u summed over each 2 x 2 cells. One invocation: one coarse cell.
//   b, u, weight_x, weight_y (rows, columns) -> coarse_b (ceil(rows / 2), ceil(columns / 2))

struct Params {
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> u: array<f32>;
@group(0) @binding(3) var<storage, read> weight_x: array<f32>;
@group(0) @binding(4) var<storage, read> weight_y: array<f32>;
@group(0) @binding(5) var<storage, read_write> coarse_b: array<f32>;

fn residual(row: u32, column: u32) -> f32 {
  let cell = row * params.columns + column;
  let here = u[cell];
  var sum = b[cell];
  if (column > 0u) {
    sum += weight_x[cell - 1u] * (u[cell - 1u] - here);
  }
  if (column + 1u < params.columns) {
    sum += weight_x[cell] * (u[cell + 1u] - here);
  }
  if (row > 0u) {
    sum += weight_y[cell - params.columns] * (u[cell - params.columns] - here);
  }
  if (row + 1u < params.rows) {
    sum += weight_y[cell] * (u[cell + params.columns] - here);
  }
  return sum;
}

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let row = 2u * id.y;
  let column = 2u * id.x;
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  let has_right = column + 1u < params.columns;
  let has_below = row + 1u < params.rows;
  var sum = residual(row, column);
  if (has_right) {
    sum += residual(row, column + 1u);
  }
  if (has_below) {
    sum += residual(row + 1u, column);
  }
  if (has_right && has_below) {
    sum += residual(row + 1u, column + 1u);
  }
  coarse_b[id.y * ((params.columns + 1u) / 2u) + id.x] = sum;
}

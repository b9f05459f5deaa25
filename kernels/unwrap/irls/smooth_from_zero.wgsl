// One red-black Gauss-Seidel sweep for A u = b that starts from u = 0: red cells (row + column even) first, then black.
// Starting from zero, a red cell is b / d, so a black cell finds its red neighbours without a second dispatch.
//   A u = d u - sum of w_n u_n, d = sum of w_n; a cell with d = 0 gets 0
//   b, weight_x, weight_y -> u, all (rows, columns)

struct Params {
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> weight_x: array<f32>;
@group(0) @binding(3) var<storage, read> weight_y: array<f32>;
@group(0) @binding(4) var<storage, read_write> u: array<f32>;

fn diagonal(row: u32, column: u32, cell: u32) -> f32 {
  var sum = weight_x[cell] + weight_y[cell];
  if (column > 0u) {
    sum += weight_x[cell - 1u];
  }
  if (row > 0u) {
    sum += weight_y[cell - params.columns];
  }
  return sum;
}

fn relaxed(right_side: f32, d: f32) -> f32 {
  return select(0.0, right_side / d, d > 0.0);
}

fn red_value(row: u32, column: u32) -> f32 {
  let cell = row * params.columns + column;
  return relaxed(b[cell], diagonal(row, column, cell));
}

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let column = id.x;
  let row = id.y;
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  let cell = row * params.columns + column;
  var sum = b[cell];
  if (((row + column) & 1u) == 1u) {
    if (column > 0u) {
      sum += weight_x[cell - 1u] * red_value(row, column - 1u);
    }
    if (column + 1u < params.columns) {
      sum += weight_x[cell] * red_value(row, column + 1u);
    }
    if (row > 0u) {
      sum += weight_y[cell - params.columns] * red_value(row - 1u, column);
    }
    if (row + 1u < params.rows) {
      sum += weight_y[cell] * red_value(row + 1u, column);
    }
  }
  u[cell] = relaxed(sum, diagonal(row, column, cell));
}

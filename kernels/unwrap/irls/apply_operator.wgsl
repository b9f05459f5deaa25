// q = A p for the weighted grid Laplacian (A p)_i = sum of w_n (p_i - p_n).
//   p, weight_x, weight_y -> q, all (rows, columns)

struct Params {
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> p: array<f32>;
@group(0) @binding(2) var<storage, read> weight_x: array<f32>;
@group(0) @binding(3) var<storage, read> weight_y: array<f32>;
@group(0) @binding(4) var<storage, read_write> q: array<f32>;

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let column = id.x;
  let row = id.y;
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  let cell = row * params.columns + column;
  let here = p[cell];
  var sum = 0.0;
  if (column > 0u) {
    sum += weight_x[cell - 1u] * (here - p[cell - 1u]);
  }
  if (column + 1u < params.columns) {
    sum += weight_x[cell] * (here - p[cell + 1u]);
  }
  if (row > 0u) {
    sum += weight_y[cell - params.columns] * (here - p[cell - params.columns]);
  }
  if (row + 1u < params.rows) {
    sum += weight_y[cell] * (here - p[cell + params.columns]);
  }
  q[cell] = sum;
}

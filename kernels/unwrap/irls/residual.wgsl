// Residual of the normal equations div(w grad u) = div(w gradient): what flows into a cell minus what flows out of it.
//   flow over an edge = w (gradient - (u_head - u_tail))
// Formed from edge differences, not as b - A u, so that the large common part of u cancels first.
//   u, gradient_x, gradient_y, weight_x, weight_y -> residual, all (rows, columns)

struct Params {
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> u: array<f32>;
@group(0) @binding(2) var<storage, read> gradient_x: array<f32>;
@group(0) @binding(3) var<storage, read> gradient_y: array<f32>;
@group(0) @binding(4) var<storage, read> weight_x: array<f32>;
@group(0) @binding(5) var<storage, read> weight_y: array<f32>;
@group(0) @binding(6) var<storage, read_write> residual: array<f32>;

fn flow_x(tail: u32) -> f32 {
  return weight_x[tail] * (gradient_x[tail] - (u[tail + 1u] - u[tail]));
}

fn flow_y(tail: u32) -> f32 {
  return weight_y[tail] * (gradient_y[tail] - (u[tail + params.columns] - u[tail]));
}

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let column = id.x;
  let row = id.y;
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  let cell = row * params.columns + column;
  var sum = 0.0;
  if (column > 0u) {
    sum += flow_x(cell - 1u);
  }
  if (column + 1u < params.columns) {
    sum -= flow_x(cell);
  }
  if (row > 0u) {
    sum += flow_y(cell - params.columns);
  }
  if (row + 1u < params.rows) {
    sum -= flow_y(cell);
  }
  residual[cell] = sum;
}

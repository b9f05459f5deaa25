// Weights of iteratively reweighted least squares for the cost |r|^exponent, smoothed at delta: 1 for the L1 norm, 0 for
// next to the number of edges that jump.
//   w = cost * (delta^2 / (r^2 + delta^2))^(1 - exponent / 2), r = u_head - u_tail - gradient
// The power of delta keeps w within 0..cost; a common factor of all weights does not change the solution.
// One invocation: the two edges that leave a cell. Edges past the border cost 0 and weigh 0.
//   u, gradient_x, gradient_y, cost_x, cost_y -> weight_x, weight_y, all (rows, columns)

struct Params {
  rows: u32,
  columns: u32,
  delta_rad: f32,
  exponent: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> u: array<f32>;
@group(0) @binding(2) var<storage, read> gradient_x: array<f32>;
@group(0) @binding(3) var<storage, read> gradient_y: array<f32>;
@group(0) @binding(4) var<storage, read> cost_x: array<f32>;
@group(0) @binding(5) var<storage, read> cost_y: array<f32>;
@group(0) @binding(6) var<storage, read_write> weight_x: array<f32>;
@group(0) @binding(7) var<storage, read_write> weight_y: array<f32>;

fn scale(residual_rad: f32) -> f32 {
  let delta_squared = params.delta_rad * params.delta_rad;
  return pow(delta_squared / (residual_rad * residual_rad + delta_squared), 1.0 - 0.5 * params.exponent);
}

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let column = id.x;
  let row = id.y;
  if (row >= params.rows || column >= params.columns) {
    return;
  }
  let cell = row * params.columns + column;
  var x = 0.0;
  var y = 0.0;
  if (column + 1u < params.columns) {
    x = cost_x[cell] * scale(u[cell + 1u] - u[cell] - gradient_x[cell]);
  }
  if (row + 1u < params.rows) {
    y = cost_y[cell] * scale(u[cell + params.columns] - u[cell] - gradient_y[cell]);
  }
  weight_x[cell] = x;
  weight_y[cell] = y;
}

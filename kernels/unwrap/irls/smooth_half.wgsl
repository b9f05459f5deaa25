// Half a red-black Gauss-Seidel sweep for A u = b, in place, with the coarse correction added on the way:
// cells of one colour are solved from their neighbours u_n + over_correction * coarse_n, coarse_n being the value of the
// neighbour's 2 x 2 aggregate. After the coarse level: black (colour 1) with the correction, then red (colour 0) with
// over_correction 0; red cells are overwritten from black ones, so they never need the correction themselves.
//   b, weight_x, weight_y (rows, columns), coarse_u (ceil(rows / 2), ceil(columns / 2)); u (rows, columns) in place

struct Params {
  rows: u32,
  columns: u32,
  colour: u32,
  over_correction: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> weight_x: array<f32>;
@group(0) @binding(3) var<storage, read> weight_y: array<f32>;
@group(0) @binding(4) var<storage, read> coarse_u: array<f32>;
@group(0) @binding(5) var<storage, read_write> u: array<f32>;

fn corrected(row: u32, column: u32) -> f32 {
  let fine = u[row * params.columns + column];
  if (params.over_correction == 0.0) {
    return fine;
  }
  return fine + params.over_correction * coarse_u[(row / 2u) * ((params.columns + 1u) / 2u) + column / 2u];
}

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let column = id.x;
  let row = id.y;
  if (row >= params.rows || column >= params.columns || ((row + column) & 1u) != params.colour) {
    return;
  }
  let cell = row * params.columns + column;
  var sum = b[cell];
  var diagonal = 0.0;
  if (column > 0u) {
    let weight = weight_x[cell - 1u];
    sum += weight * corrected(row, column - 1u);
    diagonal += weight;
  }
  if (column + 1u < params.columns) {
    let weight = weight_x[cell];
    sum += weight * corrected(row, column + 1u);
    diagonal += weight;
  }
  if (row > 0u) {
    let weight = weight_y[cell - params.columns];
    sum += weight * corrected(row - 1u, column);
    diagonal += weight;
  }
  if (row + 1u < params.rows) {
    let weight = weight_y[cell];
    sum += weight * corrected(row + 1u, column);
    diagonal += weight;
  }
  u[cell] = select(0.0, sum / diagonal, diagonal > 0.0);
}

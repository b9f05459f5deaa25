// Cost of moving one cycle across an edge, 0..1. One invocation: the two edges that leave a cell.
//   variance  s2 = min((1 - g2) / (2 L g2), pi^2 / 3) + 0.02 rad^2, g2 = max(coherence^2, 0.001)   (Rodriguez & Martin 1992)
//   slope     a  = arg(sum over 7 x 7 edges of coherence_i coherence_j exp(j gradient) + 0.15 of the same sum of moduli)
//   cost      0.04 / (s2_i + s2_j) * max(1 - |gradient - a| / pi, 0.05), at least 1e-4
// An edge that departs from the slope around it by nearly half a cycle says little, whatever its sign: a rupture of
// 1.4 cycles looks like one of 0.4. Coherence below 0 marks a cell without data: its edges cost 1e-4, so that cuts
// hide there; edges past the border cost 0.
//   gradient_x, gradient_y, coherence -> cost_x, cost_y, all (rows, columns)

struct Params {
  rows: u32,
  columns: u32,
  effective_looks: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gradient_x: array<f32>;
@group(0) @binding(2) var<storage, read> gradient_y: array<f32>;
@group(0) @binding(3) var<storage, read> coherence: array<f32>;
@group(0) @binding(4) var<storage, read_write> cost_x: array<f32>;
@group(0) @binding(5) var<storage, read_write> cost_y: array<f32>;

const PI: f32 = 3.141592653589793;
const MIN_COST: f32 = 1e-4;
const REACH: i32 = 3;
// Weight of the assumption that the slope is zero, against the coherent mean of the edges around.
const FLAT_PRIOR: f32 = 0.15;

fn variance_rad2(cell: u32) -> f32 {
  let squared = max(coherence[cell] * coherence[cell], 1e-3);
  return min((1.0 - squared) / (2.0 * params.effective_looks * squared), PI * PI / 3.0) + 0.02;
}

fn cost(from_cell: u32, to_cell: u32, gradient_rad: f32, mean_x: vec2<f32>, modulus: f32) -> f32 {
  if (coherence[from_cell] < 0.0 || coherence[to_cell] < 0.0) {
    return MIN_COST;
  }
  let real = mean_x.x + FLAT_PRIOR * modulus;
  let slope_rad = select(0.0, atan2(mean_x.y, real), mean_x.y != 0.0 || real != 0.0);
  let agreement = max(1.0 - abs(gradient_rad - slope_rad) / PI, 0.05);
  return max(0.04 / (variance_rad2(from_cell) + variance_rad2(to_cell)) * agreement, MIN_COST);
}

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let rows = i32(params.rows);
  let columns = i32(params.columns);
  let row = i32(id.y);
  let column = i32(id.x);
  if (row >= rows || column >= columns) {
    return;
  }
  var sum_x = vec2<f32>(0.0);
  var sum_y = vec2<f32>(0.0);
  var modulus_x = 0.0;
  var modulus_y = 0.0;
  for (var r = max(row - REACH, 0); r <= min(row + REACH, rows - 1); r++) {
    for (var c = max(column - REACH, 0); c <= min(column + REACH, columns - 1); c++) {
      let cell = u32(r * columns + c);
      let here = max(coherence[cell], 0.0);
      if (c + 1 < columns) {
        let weight = here * max(coherence[cell + 1u], 0.0);
        sum_x += weight * vec2<f32>(cos(gradient_x[cell]), sin(gradient_x[cell]));
        modulus_x += weight;
      }
      if (r + 1 < rows) {
        let weight = here * max(coherence[cell + params.columns], 0.0);
        sum_y += weight * vec2<f32>(cos(gradient_y[cell]), sin(gradient_y[cell]));
        modulus_y += weight;
      }
    }
  }
  let cell = id.y * params.columns + id.x;
  var x = 0.0;
  var y = 0.0;
  if (column + 1 < columns) {
    x = cost(cell, cell + 1u, gradient_x[cell], sum_x, modulus_x);
  }
  if (row + 1 < rows) {
    y = cost(cell, cell + params.columns, gradient_y[cell], sum_y, modulus_y);
  }
  cost_x[cell] = x;
  cost_y[cell] = y;
}

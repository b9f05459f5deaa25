// Costs of one cycle more (up) and one cycle less (down) across the edges of one axis, in nats: how much less likely the
// jump makes the true difference of phase. One invocation: one edge.
//   slope  a  = arg(sum over 5 x 5 edges of coherence_i coherence_j (exp(j guide gradient) + 0.15))
//   cost   log p(g - a) - log p(g - a +- 2 pi), at least 0.01, p for the lower coherence of both cells
// log p is a table over coherence and difference (src/unwrap/cost/jump-likelihood.ts), linear between its entries.
// Coherence below 0 marks a cell without data: its edges cost 0.01, so that cuts hide there; edges past the border cost 0.
//   gradient, guide_gradient, coherence, log_likelihood (BINS, STEPS) -> up, down, all others (rows, columns)

override BINS: u32 = 40;
override STEPS: u32 = 513;

struct Params {
  rows: u32,
  columns: u32,
  axis: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gradient: array<f32>;
@group(0) @binding(2) var<storage, read> guide_gradient: array<f32>;
@group(0) @binding(3) var<storage, read> coherence: array<f32>;
@group(0) @binding(4) var<storage, read> log_likelihood: array<f32>;
@group(0) @binding(5) var<storage, read_write> up: array<f32>;
@group(0) @binding(6) var<storage, read_write> down: array<f32>;

const TWO_PI: f32 = 6.283185307179586;
const MIN_COST: f32 = 0.01;
const REACH: i32 = 2;
// Weight of the assumption that the slope is zero, against the coherent mean of the edges around.
const FLAT_PRIOR: f32 = 0.15;

fn table_row(bin: u32, position: f32) -> f32 {
  let low = min(u32(position), STEPS - 2u);
  let first = bin * STEPS + low;
  return mix(log_likelihood[first], log_likelihood[first + 1u], position - f32(low));
}

fn likelihood(cell_coherence: f32, difference_rad: f32) -> f32 {
  let bin = clamp(cell_coherence * f32(BINS) - 0.5, 0.0, f32(BINS - 1u));
  let low = min(u32(bin), BINS - 2u);
  let position = clamp((difference_rad / (4.0 * TWO_PI) + 0.5) * f32(STEPS - 1u), 0.0, f32(STEPS - 1u));
  return mix(table_row(low, position), table_row(low + 1u, position), bin - f32(low));
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
  let step_row = i32(params.axis);
  let step_column = 1 - step_row;
  let last_row = rows - 1 - step_row;
  let last_column = columns - 1 - step_column;
  let cell = row * columns + column;
  let stride = step_row * columns + step_column;
  if (row > last_row || column > last_column) {
    up[cell] = 0.0;
    down[cell] = 0.0;
    return;
  }
  let edge_coherence = min(coherence[cell], coherence[cell + stride]);
  if (edge_coherence < 0.0) {
    up[cell] = MIN_COST;
    down[cell] = MIN_COST;
    return;
  }
  var sum = vec2<f32>(0.0);
  for (var r = max(row - REACH, 0); r <= min(row + REACH, last_row); r++) {
    for (var c = max(column - REACH, 0); c <= min(column + REACH, last_column); c++) {
      let tail = r * columns + c;
      let weight = max(coherence[tail], 0.0) * max(coherence[tail + stride], 0.0);
      sum += weight * vec2<f32>(cos(guide_gradient[tail]) + FLAT_PRIOR, sin(guide_gradient[tail]));
    }
  }
  let slope_rad = select(0.0, atan2(sum.y, sum.x), sum.x != 0.0 || sum.y != 0.0);
  let difference_rad = gradient[cell] - slope_rad;
  let here = likelihood(edge_coherence, difference_rad);
  up[cell] = max(here - likelihood(edge_coherence, difference_rad + TWO_PI), MIN_COST);
  down[cell] = max(here - likelihood(edge_coherence, difference_rad - TWO_PI), MIN_COST);
}

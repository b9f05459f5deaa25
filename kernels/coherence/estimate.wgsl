// Sample coherence of each multilook cell over a square window of cells, with the local linear fringe removed.
//
// One invocation computes one cell: gamma = |sum I e^{-j(fx x + fy y)}| / sqrt(sum P1 sum P2) over the valid cells of the
// window (Touzi et al. 1999), where (fx, fy) is the mean phase step between neighbouring cells of the same window, from
// arg(sum I(x + 1) conj(I(x))). Direct sums: no summed-area table, which in f32 loses weak cells behind a bright one.
// Reads cells (re, im, P1, P2; all 0 where there is no data). Writes coherence, NO_DATA where the cell has none.

#import phase
#import complex

override RADIUS: i32 = 1;

const NO_DATA: f32 = -1.0;

struct Params {
  rows: u32,
  columns: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> cells: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> coherence: array<f32>;

fn cell_at(row: i32, column: i32) -> vec4<f32> {
  if (row < 0 || column < 0 || row >= i32(params.rows) || column >= i32(params.columns)) {
    return vec4<f32>(0.0);
  }
  return cells[row * i32(params.columns) + column];
}

// The phase of a * conj(b) as a unit-ish vector, scaled so that powers of bright targets do not overflow.
fn step_between(a: vec4<f32>, b: vec4<f32>) -> vec2<f32> {
  let scale = sqrt(a.z * a.w) * sqrt(b.z * b.w);
  if (scale <= 0.0) {
    return vec2<f32>(0.0);
  }
  return multiply_conjugate(a.xy / sqrt(scale), b.xy / sqrt(scale));
}

@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.columns || id.y >= params.rows) {
    return;
  }
  let row = i32(id.y);
  let column = i32(id.x);
  let index = id.y * params.columns + id.x;
  if (cells[index].z <= 0.0) {
    coherence[index] = NO_DATA;
    return;
  }
  var across = vec2<f32>(0.0);
  var down = vec2<f32>(0.0);
  for (var y = -RADIUS; y <= RADIUS; y++) {
    for (var x = -RADIUS; x <= RADIUS; x++) {
      let here = cell_at(row + y, column + x);
      if (x < RADIUS) {
        across += step_between(cell_at(row + y, column + x + 1), here);
      }
      if (y < RADIUS) {
        down += step_between(cell_at(row + y + 1, column + x), here);
      }
    }
  }
  let step_x = complex_angle(across) / TWO_PI;
  let step_y = complex_angle(down) / TWO_PI;
  var product = vec2<f32>(0.0);
  var powers = vec2<f32>(0.0);
  for (var y = -RADIUS; y <= RADIUS; y++) {
    for (var x = -RADIUS; x <= RADIUS; x++) {
      let here = cell_at(row + y, column + x);
      product += complex_multiply(here.xy, unit_phasor(-(f32(x) * step_x + f32(y) * step_y)));
      powers += here.zw;
    }
  }
  let denominator = sqrt(powers.x) * sqrt(powers.y);
  coherence[index] = select(0.0, min(length(product) / denominator, 1.0), denominator > 0.0);
}

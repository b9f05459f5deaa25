// Standard deviation of the displacement by phase noise: a table over sqrt(1 - coherence), linear between entries.
//
// Entry k of sigma_table is sigma in mm where sqrt(1 - coherence) = k / steps, k = 0..steps: near coherence 1 sigma is
// straight in that root. Reads coherence, below NO_DATA_LIMIT where there is none, held within 0..1. Writes mm, NO_DATA
// where there is none.

const NO_DATA: f32 = -1.0e30;
const NO_DATA_LIMIT: f32 = -1.0e20;

struct Params {
  count: u32,
  row_stride: u32,
  steps: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> coherence: array<f32>;
@group(0) @binding(2) var<storage, read> sigma_table: array<f32>;
@group(0) @binding(3) var<storage, read_write> sigma_mm: array<f32>;

@compute @workgroup_size(256, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let index = id.y * params.row_stride + id.x;
  if (id.x >= params.row_stride || index >= params.count) {
    return;
  }
  let value = coherence[index];
  let at = sqrt(1.0 - clamp(value, 0.0, 1.0)) * f32(params.steps);
  let below = min(u32(at), params.steps - 1u);
  let low = sigma_table[below];
  let sigma = low + (at - f32(below)) * (sigma_table[below + 1u] - low);
  sigma_mm[index] = select(sigma, NO_DATA, value <= NO_DATA_LIMIT);
}

// reference * conj(secondary) and both powers at full resolution, one invocation a pixel.
// Reads the reference's int16 samples (I low, Q high) and the flattened secondary; writes (re, im, reference power,
// secondary power), the first power -1 where there is no data.

#import complex

const NO_DATA_LIMIT: f32 = -1.0e20;

struct Params {
  n_lines: u32,
  n_samples: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> reference: array<u32>;
@group(0) @binding(2) var<storage, read> flattened: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read_write> products: array<vec4<f32>>;

@compute @workgroup_size(256, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.n_samples || id.y >= params.n_lines) {
    return;
  }
  let pixel = id.y * params.n_samples + id.x;
  let other = flattened[pixel];
  if (other.x <= NO_DATA_LIMIT) {
    products[pixel] = vec4<f32>(0.0, 0.0, -1.0, 0.0);
    return;
  }
  let word = reference[pixel];
  let value = vec2<f32>(f32(i32(word << 16u) >> 16u), f32(i32(word) >> 16u));
  products[pixel] = vec4<f32>(multiply_conjugate(value, other), dot(value, value), dot(other, other));
}

// Removes the azimuth carrier of the secondary at full resolution, one invocation a sample.
// Reads int16 samples (I low, Q high) and per line the carrier in cycles (phase, slope per line, half its change per
// line); writes complex numbers.

#import phase
#import complex

struct Params {
  n_lines: u32,
  n_samples: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> secondary: array<u32>;
@group(0) @binding(2) var<storage, read> line_carriers: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> deramped: array<vec2<f32>>;

@compute @workgroup_size(256, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.n_samples || id.y >= params.n_lines) {
    return;
  }
  let at = id.y * params.n_samples + id.x;
  let word = secondary[at];
  let value = vec2<f32>(f32(i32(word << 16u) >> 16u), f32(i32(word) >> 16u));
  deramped[at] = complex_multiply(value, unit_phasor(-line_carriers[id.y].x));
}

// Interpolates the deramped secondary at each reference pixel, one invocation a pixel: the taps of the fused kernel, read from
// memory at full resolution.
// Reads complex samples, heights (m), per-tile models, interpolator tables; writes complex numbers, NO_DATA where the
// taps leave the samples at hand or there is no height.

#import tile_model

const RANGE_TAPS: u32 = 12u;
const AZIMUTH_TAPS: u32 = 8u;
const NO_DATA: f32 = -1.0e30;
const NO_DATA_LIMIT: f32 = -1.0e20;

struct Params {
  n_lines: u32,
  n_samples: u32,
  tile_lines: u32,
  tile_samples: u32,
  tile_columns: u32,
  n_quantities: u32,
  // First line and sample of the reference window less those of the secondary's.
  line_lead: i32,
  sample_lead: i32,
  secondary_lines: i32,
  secondary_samples: i32,
  n_phases: u32,
  height_mid_m: f32,
  height_half_m: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> deramped: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> heights: array<f32>;
@group(0) @binding(3) var<storage, read> tiles: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> tile_bases: array<i32>;
@group(0) @binding(5) var<storage, read> taps: array<f32>;
@group(0) @binding(6) var<storage, read_write> resampled: array<vec2<f32>>;

@compute @workgroup_size(256, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.n_samples || id.y >= params.n_lines) {
    return;
  }
  let pixel = id.y * params.n_samples + id.x;
  let height = heights[pixel];
  if (height <= NO_DATA_LIMIT) {
    resampled[pixel] = vec2<f32>(NO_DATA);
    return;
  }
  let row = id.y / params.tile_lines;
  let column = id.x / params.tile_samples;
  let half_lines = f32(params.tile_lines) * 0.5;
  let half_samples = f32(params.tile_samples) * 0.5;
  let u = (f32(id.y - row * params.tile_lines) - (f32(params.tile_lines) - 1.0) * 0.5) / half_lines;
  let v = (f32(id.x - column * params.tile_samples) - (f32(params.tile_samples) - 1.0) * 0.5) / half_samples;
  let eta = (height - params.height_mid_m) / params.height_half_m;
  let tile = (row * params.tile_columns + column) * params.n_quantities;
  let la = (tile + 1u) * 3u;
  let line_shift = evaluate_tile(tiles[la], tiles[la + 1u], tiles[la + 2u], u, v, eta);
  let sample_shift = evaluate_tile(tiles[la + 3u], tiles[la + 4u], tiles[la + 5u], u, v, eta);
  let whole_line = floor(line_shift);
  let whole_sample = floor(sample_shift);
  let y = i32(id.y) + params.line_lead + tile_bases[tile + 1u] + i32(whole_line) - 3;
  let x = i32(id.x) + params.sample_lead + tile_bases[tile + 2u] + i32(whole_sample) - 5;
  if (y < 0 || x < 0 || y + 7 >= params.secondary_lines || x + 11 >= params.secondary_samples) {
    resampled[pixel] = vec2<f32>(NO_DATA);
    return;
  }
  let range_position = (sample_shift - whole_sample) * f32(params.n_phases);
  let range_phase = min(u32(range_position), params.n_phases - 1u);
  let range_mix = range_position - f32(range_phase);
  let azimuth_position = (line_shift - whole_line) * f32(params.n_phases);
  let azimuth_phase = min(u32(azimuth_position), params.n_phases - 1u);
  let azimuth_mix = azimuth_position - f32(azimuth_phase);
  var range_weights: array<f32, 12>;
  let range_row = range_phase * RANGE_TAPS;
  for (var t = 0u; t < RANGE_TAPS; t++) {
    range_weights[t] = mix(taps[range_row + t], taps[range_row + RANGE_TAPS + t], range_mix);
  }
  let azimuth_row = (params.n_phases + 1u) * RANGE_TAPS + azimuth_phase * AZIMUTH_TAPS;
  var sum = vec2<f32>(0.0, 0.0);
  for (var a = 0u; a < AZIMUTH_TAPS; a++) {
    let weight = mix(taps[azimuth_row + a], taps[azimuth_row + AZIMUTH_TAPS + a], azimuth_mix);
    let corner = u32((y + i32(a)) * params.secondary_samples + x);
    var row_sum = vec2<f32>(0.0, 0.0);
    for (var t = 0u; t < RANGE_TAPS; t++) {
      row_sum += range_weights[t] * deramped[corner + t];
    }
    sum += weight * row_sum;
  }
  resampled[pixel] = sum;
}

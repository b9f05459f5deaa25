// Puts the azimuth carrier back onto the resampled secondary and adds the topographic and flat-earth phase, one invocation a
// pixel, at full resolution.
// Reads complex numbers, heights (m), per-tile models, the carrier of each line of the secondary (cycles: phase, slope per
// line, half its change per line); writes complex numbers, NO_DATA where there is none.

#import phase
#import complex
#import tile_model

const NO_DATA: f32 = -1.0e30;
const NO_DATA_LIMIT: f32 = -1.0e20;

struct Params {
  n_lines: u32,
  n_samples: u32,
  tile_lines: u32,
  tile_samples: u32,
  tile_columns: u32,
  n_quantities: u32,
  // First line of the reference window less that of the secondary's.
  line_lead: i32,
  height_mid_m: f32,
  height_half_m: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> resampled: array<vec2<f32>>;
@group(0) @binding(2) var<storage, read> heights: array<f32>;
@group(0) @binding(3) var<storage, read> tiles: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> tile_bases: array<i32>;
@group(0) @binding(5) var<storage, read> line_carriers: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> flattened: array<vec2<f32>>;

@compute @workgroup_size(256, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.n_samples || id.y >= params.n_lines) {
    return;
  }
  let pixel = id.y * params.n_samples + id.x;
  let value = resampled[pixel];
  if (value.x <= NO_DATA_LIMIT) {
    flattened[pixel] = vec2<f32>(NO_DATA);
    return;
  }
  let row = id.y / params.tile_lines;
  let column = id.x / params.tile_samples;
  let half_lines = f32(params.tile_lines) * 0.5;
  let half_samples = f32(params.tile_samples) * 0.5;
  let u = (f32(id.y - row * params.tile_lines) - (f32(params.tile_lines) - 1.0) * 0.5) / half_lines;
  let v = (f32(id.x - column * params.tile_samples) - (f32(params.tile_samples) - 1.0) * 0.5) / half_samples;
  let eta = (heights[pixel] - params.height_mid_m) / params.height_half_m;
  let tile = (row * params.tile_columns + column) * params.n_quantities;
  let at = tile * 3u;
  let topographic = evaluate_tile(tiles[at], tiles[at + 1u], tiles[at + 2u], u, v, eta);
  let line_shift = evaluate_tile(tiles[at + 3u], tiles[at + 4u], tiles[at + 5u], u, v, eta);
  let whole_line = floor(line_shift);
  let carrier = line_carriers[u32(i32(id.y) + params.line_lead + tile_bases[tile + 1u] + i32(whole_line))];
  let rest = line_shift - whole_line;
  let cycles = carrier.x + rest * (carrier.y + rest * carrier.z);
  flattened[pixel] = complex_multiply(value, unit_phasor(wrap_cycles(cycles) + wrap_cycles(topographic)));
}

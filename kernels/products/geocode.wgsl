// Radar rasters on a map grid.
//
// One invocation makes one map pixel: its fractional cell (row, column) comes from the per-tile model (quantities: 0 cell
// row, 1 cell column, as functions of map row, map column and height). The wrapped phase is the argument of the bilinear
// mean of the complex coherence of the four cells around; coherence is their bilinear mean; the unwrapped phase is the
// wrapped one plus the whole cycles of the nearest cell, never a mean across a cut.
// Reads map heights (m), cells (re, im, P1, P2), coherence, unwrapped phase (rad), below NO_DATA_LIMIT for no data.
// Writes (wrapped rad, coherence, unwrapped rad, index of the nearest cell with data, exact below 2^24), all NO_DATA where
// there is none; unwrapped alone may be NO_DATA.

#import phase
#import complex
#import tile_model

const NO_DATA: f32 = -1.0e30;
const NO_DATA_LIMIT: f32 = -1.0e20;

struct Params {
  map_rows: u32,
  map_columns: u32,
  tile_lines: u32,
  tile_samples: u32,
  tile_columns: u32,
  n_quantities: u32,
  cell_rows: i32,
  cell_columns: i32,
  height_mid_m: f32,
  height_half_m: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tiles: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> tile_bases: array<i32>;
@group(0) @binding(3) var<storage, read> map_heights: array<f32>;
@group(0) @binding(4) var<storage, read> cells: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read> coherence: array<f32>;
@group(0) @binding(6) var<storage, read> unwrapped: array<f32>;
@group(0) @binding(7) var<storage, read_write> map: array<vec4<f32>>;

fn evaluate_quantity(tile: u32, quantity: u32, u: f32, v: f32, eta: f32) -> f32 {
  let at = (tile + quantity) * 3u;
  return evaluate_tile(tiles[at], tiles[at + 1u], tiles[at + 2u], u, v, eta);
}

@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.map_columns || id.y >= params.map_rows) {
    return;
  }
  let index = id.y * params.map_columns + id.x;
  map[index] = vec4<f32>(NO_DATA);
  let height = map_heights[index];
  if (height <= NO_DATA_LIMIT) {
    return;
  }
  let tile_row = id.y / params.tile_lines;
  let tile_column = id.x / params.tile_samples;
  let u = (f32(id.y - tile_row * params.tile_lines) - (f32(params.tile_lines) - 1.0) * 0.5)
    / (f32(params.tile_lines) * 0.5);
  let v = (f32(id.x - tile_column * params.tile_samples) - (f32(params.tile_samples) - 1.0) * 0.5)
    / (f32(params.tile_samples) * 0.5);
  let eta = (height - params.height_mid_m) / params.height_half_m;
  let tile = (tile_row * params.tile_columns + tile_column) * params.n_quantities;
  let row = evaluate_quantity(tile, 0u, u, v, eta);
  let column = evaluate_quantity(tile, 1u, u, v, eta);
  let whole_row = floor(row);
  let whole_column = floor(column);
  let top = tile_bases[tile] + i32(whole_row);
  let left = tile_bases[tile + 1u] + i32(whole_column);
  let down = row - whole_row;
  let across = column - whole_column;

  var sum = vec2<f32>(0.0, 0.0);
  var coherence_sum = 0.0;
  var weight_sum = 0.0;
  var nearest_weight = 0.0;
  var nearest_phase = NO_DATA;
  var nearest_cell = 0u;
  for (var k = 0; k < 4; k++) {
    let y = top + (k >> 1u);
    let x = left + (k & 1);
    if (y < 0 || x < 0 || y >= params.cell_rows || x >= params.cell_columns) {
      continue;
    }
    let at = u32(y * params.cell_columns + x);
    let cell = cells[at];
    let power = sqrt(cell.z) * sqrt(cell.w);
    if (power <= 0.0) {
      continue;
    }
    let weight = select(1.0 - down, down, y > top) * select(1.0 - across, across, x > left);
    sum += weight * cell.xy / power;
    coherence_sum += weight * coherence[at];
    weight_sum += weight;
    if (weight > nearest_weight) {
      nearest_weight = weight;
      nearest_phase = unwrapped[at];
      nearest_cell = at;
    }
  }
  if (weight_sum < 0.5) {
    return;
  }
  let wrapped = complex_angle(sum);
  let whole_cycles = round((nearest_phase - wrapped) / TWO_PI);
  let phase = select(wrapped + TWO_PI * whole_cycles, NO_DATA, nearest_phase <= NO_DATA_LIMIT);
  map[index] = vec4<f32>(wrapped, coherence_sum / weight_sum, phase, f32(nearest_cell));
}
